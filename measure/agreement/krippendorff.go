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
// (Krippendorff 2011), with a percentile interval over resampled units. Units with
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
	k.countAll()
	observed, expected := k.disagreement()
	if expected <= 0 {
		return Estimate{}, ErrConstant
	}
	e := Estimate{Value: 1 - observed/expected, Units: len(k.units), Observed: 1 - observed/expected}
	k.interval(&e, b, level)
	return e, nil
}

// krippendorff holds the units as lists of category numbers.
type krippendorff struct {
	metric Metric
	scale  scale
	units  [][]int
	times  []float64 // how often each unit counts, in a resample
	values []float64 // how often each category occurs in pairable units
	below  []float64 // running sum of values, for the ordinal metric
}

func newKrippendorff(table [][]float64, s scale, m Metric) *krippendorff {
	k := &krippendorff{metric: m, scale: s, values: make([]float64, len(s)), below: make([]float64, len(s)+1)}
	for _, row := range table {
		var u []int
		for _, v := range row {
			if !IsGap(v) {
				u = append(u, s.index(v))
			}
		}
		if len(u) > 1 {
			k.units = append(k.units, u)
		}
	}
	k.times = make([]float64, len(k.units))
	return k
}

func (k *krippendorff) countAll() {
	for i := range k.times {
		k.times[i] = 1
	}
	k.count()
}

// count sums up the categories of the units as often as they count.
func (k *krippendorff) count() {
	clear(k.values)
	for i, u := range k.units {
		for _, c := range u {
			k.values[c] += k.times[i]
		}
	}
	for c, n := range k.values {
		k.below[c+1] = k.below[c] + n
	}
}

// distance is the metric's squared difference of two categories.
func (k *krippendorff) distance(a, b int) float64 {
	if a == b {
		return 0
	}
	x, y := k.scale[a], k.scale[b]
	switch k.metric {
	case Ordinal:
		a, b = min(a, b), max(a, b)
		between := k.below[b+1] - k.below[a] - (k.values[a]+k.values[b])/2
		return between * between
	case Interval:
		return (x - y) * (x - y)
	case Ratio:
		return (x - y) * (x - y) / ((x + y) * (x + y))
	}
	return 1
}

// disagreement is the mean distance within units, and between any two ratings.
func (k *krippendorff) disagreement() (observed, expected float64) {
	n := k.below[len(k.scale)]
	for i, u := range k.units {
		sum := 0.0
		for p, a := range u {
			for _, b := range u[:p] {
				sum += 2 * k.distance(a, b)
			}
		}
		observed += k.times[i] * sum / float64(len(u)-1)
	}
	return observed / n, k.pairwise() / (n * (n - 1))
}

// pairwise sums the distances of all pairs of ratings. Squared differences need only
// two sums, which spares time where nearly every rating is a category of its own.
func (k *krippendorff) pairwise() (sum float64) {
	if k.metric == Interval {
		n, middle := k.below[len(k.scale)], stat.Mean(k.scale, k.values)
		for c, v := range k.scale {
			sum += 2 * n * k.values[c] * (v - middle) * (v - middle)
		}
		return sum
	}
	for a, x := range k.values {
		for b, y := range k.values[:a] {
			if x > 0 && y > 0 {
				sum += 2 * x * y * k.distance(a, b)
			}
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
		drawn[i] = 1
		if observed, expected := k.disagreement(); expected > 0 {
			drawn[i] = 1 - observed/expected
		}
	}
	slices.Sort(drawn)
	e.SE = stat.StdDev(drawn, nil)
	e.Low = stat.Quantile((1-level)/2, stat.LinInterp, drawn, nil)
	e.High = stat.Quantile((1+level)/2, stat.LinInterp, drawn, nil)
}
