package generalizability

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/distuv"
)

// ErrLevel is a level that no interval has.
var ErrLevel = errors.New("the level of an interval lies between 0 and 1")

// Interval holds a coefficient with the probability asked for.
type Interval struct{ Low, High float64 }

// Intervals of G and Φ of a forecast, from the sampling variances of the components
// (Brennan 2001, chapter 6), as in Fit.Proportion. It fails with ErrLevel.
func (s *Study) Intervals(f Forecast, level float64) (g, phi Interval, err error) {
	signal, relative, absolute := make([]float64, len(s.Components)), make([]float64, len(s.Components)), make([]float64, len(s.Components))
	for i, c := range s.Components {
		switch {
		case c.of == person:
			signal[i] = 1
		case c.of&person != 0:
			relative[i] = 1 / f.times(c.of)
			fallthrough
		default:
			absolute[i] = 1 / f.times(c.of)
		}
	}
	if _, g, err = s.Fit.Proportion(signal, relative, level); err != nil {
		return g, phi, err
	}
	_, phi, err = s.Fit.Proportion(signal, absolute, level)
	return g, phi, err
}

// Proportion is signal / (signal + noise), both being sums of the variances of the
// terms and, last, of the residual, times the weights given. Its interval is by the
// delta method on ln(signal) - ln(noise) with Cov (Oehlert, American Statistician 46,
// 1992). Where one of the two is 0 the table does not say how far it may be from that,
// and the interval goes from 0 to 1. It fails with ErrLevel or ErrShape.
func (f *Fit) Proportion(signal, noise []float64, level float64) (value float64, within Interval, err error) {
	if !(level > 0 && level < 1) {
		return 0, within, fmt.Errorf("%w: %g", ErrLevel, level)
	}
	variances := f.variances()
	if len(signal) != len(variances) || len(noise) != len(variances) {
		return 0, within, fmt.Errorf("%w: %d and %d weights for %d variances", ErrShape, len(signal), len(noise), len(variances))
	}
	s, n := floats.Dot(signal, variances), floats.Dot(noise, variances)
	if !(s > 0 && n > 0) {
		return share(s, n), Interval{0, 1}, nil
	}
	pull := make([]float64, len(variances)) // of the logit by each variance
	for i := range pull {
		pull[i] = signal[i]/s - noise[i]/n
	}
	spread := 0.0
	for i, row := range f.Cov {
		spread += pull[i] * floats.Dot(row, pull)
	}
	reach := distuv.UnitNormal.Quantile((1+level)/2) * math.Sqrt(max(0, spread))
	return share(s, n), Interval{share(s, n*math.Exp(reach)), share(s, n*math.Exp(-reach))}, nil
}

// variances are those of the terms and the residual's.
func (f *Fit) variances() []float64 {
	out := make([]float64, 0, len(f.Terms)+1)
	for _, t := range f.Terms {
		out = append(out, t.Variance)
	}
	return append(out, f.Residual)
}
