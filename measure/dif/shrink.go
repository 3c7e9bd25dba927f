package dif

import "math"

// Shrunk is an item's delta after drawing strength from all items.
type Shrunk struct {
	Name      string
	Delta, SE float64    // posterior mean and standard deviation of the true delta
	Weight    float64    // share of the item's own data, 0..1
	Class     [3]float64 // posterior probability of sizes A (below 1), B, and C (1.5 or more)
}

// Shrink is the empirical Bayes estimate for small groups of Zwick, Thayer &
// Lewis (1999): true deltas are normal around their mean with the variance
// that is left when the sampling variance is taken away. Items whose delta or
// standard error is no positive finite number say nothing and stand at the mean.
func Shrink(items []MH) []Shrunk {
	mean, between := spread(items)
	out := make([]Shrunk, len(items))
	for j, x := range items {
		v := square(deltaScale * x.SE)
		s := Shrunk{Name: x.Name, Delta: mean}
		if between > 0 && telling(x) {
			s.Weight = between / (between + v)
			s.Delta = s.Weight*x.Delta + (1-s.Weight)*mean
			s.SE = math.Sqrt(s.Weight * v)
		} else if between > 0 {
			s.SE = math.Sqrt(between)
		}
		s.Class = classChances(s.Delta, s.SE)
		out[j] = s
	}
	return out
}

// telling says that an item has a delta and a standard error.
func telling(x MH) bool { return x.SE > 0 && x.SE < 1e9 && math.Abs(x.Delta) < 1e9 }

// spread is the mean of the deltas and the variance of the true ones, over the items
// that tell something.
func spread(items []MH) (mean, between float64) {
	n, within := 0.0, 0.0
	for _, x := range items {
		if telling(x) {
			n++
			mean += x.Delta
			within += square(deltaScale * x.SE)
		}
	}
	if n < 2 {
		return 0, 0
	}
	mean /= n
	for _, x := range items {
		if telling(x) {
			between += square(x.Delta - mean)
		}
	}
	return mean, math.Max(0, between/(n-1)-within/n)
}

func classChances(mean, sd float64) [3]float64 {
	below := func(x float64) float64 {
		if sd > 0 {
			return math.Erfc((mean-x)/(sd*math.Sqrt2)) / 2
		}
		if mean < x {
			return 1
		}
		return 0
	}
	a := below(1) - below(-1)
	ab := below(1.5) - below(-1.5)
	return [3]float64{a, math.Max(0, ab-a), math.Max(0, 1-ab)}
}

func square(x float64) float64 { return x * x }
