package agreement

import (
	"errors"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// Metric is the level of measurement that alpha is told to see.
type Metric uint8

// The metrics of Krippendorff (2011).
const (
	Nominal Metric = iota
	Ordinal
	Interval
	Ratio
)

// ErrReplicates says that too few resamples were asked for.
var ErrReplicates = errors.New("a bootstrap needs at least 20 replicates")

// Bootstrap says how an interval is drawn: units are resampled so many times, from a
// random source with the seed. The same seed gives the same interval.
type Bootstrap struct {
	Replicates int
	Seed       uint64
}

// Krippendorff is Krippendorff's alpha for any number of raters, gaps and metric
// (Krippendorff 2011; an unknown metric counts as Nominal), with a percentile interval over resampled units. Units with
// fewer than two ratings tell nothing and are left out. It fails with ErrTooFew,
// ErrConstant, ErrRagged, ErrNotFinite, ErrNegative, ErrLevel or ErrReplicates.
func Krippendorff(table [][]float64, m Metric, b Bootstrap, level float64) (Estimate, error) {
	if err := check(table, level); err != nil {
		return Estimate{}, err
	}
	if b.Replicates < 20 {
		return Estimate{}, fmt.Errorf("%w: %d", ErrReplicates, b.Replicates)
	}
	s, err := scaleOf(table, nil)
	if err != nil {
		return Estimate{}, err
	}
	if m == Ratio && len(s) > 0 && s[0] < 0 {
		return Estimate{}, fmt.Errorf("%w: %g", ErrNegative, s[0])
	}
	k := newKrippendorff(table, s, m)
	if len(k.units) < 2 {
		return Estimate{}, ErrTooFew
	}
	if !k.varies() {
		return Estimate{}, ErrConstant
	}
	observed, expected := k.disagreement()
	e := Estimate{Value: 1 - observed/expected, Units: len(k.units), Observed: 1 - observed/expected}
	k.interval(&e, b, level)
	return e, nil
}

// krippendorff holds the units as sorted lists of category numbers.
type krippendorff struct {
	metric Metric
	scale  scale
	units  [][]int
	inside []float64 // disagreement within each unit; it depends on the other units in the ordinal metric only
	times  []float64 // how often each unit counts, in a resample
	values []float64 // how often each category occurs in pairable units
	line   []float64 // where the categories stand, for Interval and Ordinal
	n      float64   // pairable ratings
}

func newKrippendorff(table [][]float64, s scale, m Metric) *krippendorff {
	k := &krippendorff{metric: m, scale: s, values: make([]float64, len(s)), line: slices.Clone(s)}
	for _, row := range table {
		var u []int
		for _, v := range row {
			if !IsGap(v) {
				u = append(u, s.index(v))
			}
		}
		if len(u) > 1 {
			slices.Sort(u)
			k.units = append(k.units, u)
		}
	}
	k.inside, k.times = make([]float64, len(k.units)), make([]float64, len(k.units))
	for i := range k.times {
		k.times[i] = 1
	}
	k.count()
	k.lookInside()
	return k
}

// count sums up the categories of the units as often as they count. Ordinal
// categories stand at their mean rank, which makes their metric the squared
// distance, as for intervals.
func (k *krippendorff) count() {
	clear(k.values)
	for i, u := range k.units {
		for _, c := range u {
			k.values[c] += k.times[i]
		}
	}
	k.n = 0
	for c, n := range k.values {
		if k.metric == Ordinal {
			k.line[c] = k.n + n/2
		}
		k.n += n
	}
}

// varies says that two categories were used at least.
func (k *krippendorff) varies() bool { return slices.Max(k.values) < k.n }

// lookInside sums the distances of all ordered pairs within each unit, over the
// number of the other ratings.
func (k *krippendorff) lookInside() {
	for i, u := range k.units {
		k.inside[i] = k.within(u) / float64(len(u)-1)
	}
}

func (k *krippendorff) within(u []int) (sum float64) {
	switch m := float64(len(u)); k.metric {
	case Interval, Ordinal:
		var first, second float64
		for _, c := range u {
			x := k.line[c] - k.line[u[0]]
			first, second = first+x, second+x*x
		}
		return max(0, 2*(m*second-first*first))
	case Ratio:
		for p, a := range u {
			for _, b := range u[:p] {
				sum += 2 * k.ratio(a, b)
			}
		}
		return sum
	default:
		sum = m * m
		for from, to := 0, 0; from < len(u); from = to {
			for to < len(u) && u[to] == u[from] {
				to++
			}
			sum -= float64((to - from) * (to - from))
		}
		return sum
	}
}

// ratio is the squared difference of two categories on a ratio scale.
func (k *krippendorff) ratio(a, b int) float64 {
	if a == b {
		return 0
	}
	x, y := k.scale[a], k.scale[b]
	return (x - y) * (x - y) / ((x + y) * (x + y))
}

// disagreement is the mean distance within units, and between any two ratings.
func (k *krippendorff) disagreement() (observed, expected float64) {
	for i, d := range k.inside {
		observed += k.times[i] * d
	}
	return observed / k.n, k.pairwise() / (k.n * (k.n - 1))
}

// pairwise sums the distances of all ordered pairs of ratings.
func (k *krippendorff) pairwise() (sum float64) {
	switch k.metric {
	case Interval, Ordinal:
		middle := stat.Mean(k.line, k.values)
		for c, v := range k.line {
			sum += 2 * k.n * k.values[c] * (v - middle) * (v - middle)
		}
	case Ratio:
		for a, x := range k.values {
			for b, y := range k.values[:a] {
				if x > 0 && y > 0 {
					sum += 2 * x * y * k.ratio(a, b)
				}
			}
		}
	default:
		for _, v := range k.values {
			sum += v * (k.n - v)
		}
	}
	return sum
}

// interval draws units anew. A resample without any variation is perfect agreement.
func (k *krippendorff) interval(e *Estimate, b Bootstrap, level float64) {
	random := rand.NewPCG(b.Seed, b.Seed)
	drawn := make([]float64, b.Replicates)
	for i := range drawn {
		clear(k.times)
		for range k.units {
			u, _ := bits.Mul64(random.Uint64(), uint64(len(k.units)))
			k.times[u]++
		}
		k.count()
		if k.metric == Ordinal {
			k.lookInside()
		}
		drawn[i] = 1
		if k.varies() {
			observed, expected := k.disagreement()
			drawn[i] = 1 - observed/expected
		}
	}
	slices.Sort(drawn)
	e.SE = stat.StdDev(drawn, nil)
	e.Low = stat.Quantile((1-level)/2, stat.LinInterp, drawn, nil)
	e.High = stat.Quantile((1+level)/2, stat.LinInterp, drawn, nil)
}
