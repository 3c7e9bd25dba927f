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
// that is left when the sampling variance is taken away.
func Shrink(items []MH) []Shrunk {
	mean, between := spread(items)
	out := make([]Shrunk, len(items))
	for j, x := range items {
		v := square(deltaScale * x.SE)
		s := Shrunk{Name: x.Name, Delta: mean}
		if between > 0 && x.SE > 0 {
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

// spread is the mean of the deltas and the variance of the true ones. Items
// without a standard error carry nothing.
func spread(items []MH) (mean, between float64) {
	n, within := 0.0, 0.0
	for _, x := range items {
		if x.SE > 0 {
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
		if x.SE > 0 {
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
