package agreement

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Gwet is Gwet's AC1 (Unweighted) or AC2 (Linear, Quadratic) for any number of
// raters and with gaps (Gwet 2008; 2014, chapter 5), with its variance over units.
// Unlike kappa it stays sensible where nearly all units are of one category.
// categories is the scale that was used, or nil for the values found. It fails with
// ErrTooFew, ErrConstant, ErrRagged, ErrNotFinite, ErrCategory or ErrLevel.
func Gwet(table [][]float64, w Weighting, categories []float64, level float64) (Estimate, error) {
	if err := check(table, level); err != nil {
		return Estimate{}, err
	}
	s, err := scaleOf(table, categories)
	if err != nil {
		return Estimate{}, err
	}
	if len(s) < 2 {
		return Estimate{}, ErrConstant
	}
	g := newGwet(table, s, w.weights(s))
	if len(g.units) < 2 || g.paired == 0 {
		return Estimate{}, ErrTooFew
	}
	return g.estimate(level), nil
}

// gwet holds how many raters put each unit into each category.
type gwet struct {
	weights [][]float64
	units   []unit
	paired  int       // units with two ratings or more
	share   []float64 // of the categories
	factor  float64   // sum of the weights / q(q-1)
}

type unit struct {
	counts []float64
	raters float64
}

func newGwet(table [][]float64, s scale, weights [][]float64) *gwet {
	g := &gwet{weights: weights, share: make([]float64, len(s))}
	for _, row := range table {
		u := unit{counts: make([]float64, len(s))}
		for _, v := range row {
			if !IsGap(v) {
				u.counts[s.index(v)]++
				u.raters++
			}
		}
		if u.raters == 0 {
			continue
		}
		g.units = append(g.units, u)
		if u.raters > 1 {
			g.paired++
		}
	}
	for _, u := range g.units {
		for k, c := range u.counts {
			g.share[k] += c / u.raters / float64(len(g.units))
		}
	}
	for _, row := range weights {
		for _, v := range row {
			g.factor += v / float64(len(s)*(len(s)-1))
		}
	}
	return g
}

// agreement is the weighted agreement among a unit's raters.
func (g *gwet) agreement(u unit) (sum float64) {
	for k, c := range u.counts {
		if c == 0 {
			continue
		}
		like := 0.0
		for l, d := range u.counts {
			like += g.weights[k][l] * d
		}
		sum += c * (like - 1)
	}
	return sum / (u.raters * (u.raters - 1))
}

func (g *gwet) estimate(level float64) Estimate {
	e := Estimate{Units: g.paired}
	n := float64(len(g.units))
	for _, u := range g.units {
		if u.raters > 1 {
			e.Observed += g.agreement(u) / float64(g.paired)
		}
	}
	for _, p := range g.share {
		e.Expected += g.factor * p * (1 - p)
	}
	e.Value = (e.Observed - e.Expected) / (1 - e.Expected)
	e.SE = math.Sqrt(g.squares(e) / (n * (n - 1)))
	t := distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile((1 + level) / 2)
	e.Low, e.High = max(-1, e.Value-t*e.SE), min(1, e.Value+t*e.SE)
	return e
}

// squares sums the squared departures of the units' linearised coefficients.
func (g *gwet) squares(e Estimate) (sum float64) {
	scale := float64(len(g.units)) / float64(g.paired)
	for _, u := range g.units {
		own, chance := 0.0, 0.0
		if u.raters > 1 {
			own = scale * (g.agreement(u) - e.Expected) / (1 - e.Expected)
		}
		for k, c := range u.counts {
			chance += g.factor * c / u.raters * (1 - g.share[k])
		}
		gap := own - 2*(1-e.Value)*(chance-e.Expected)/(1-e.Expected) - e.Value
		sum += gap * gap
	}
	return sum
}
