package dif

import (
	"cmp"
	"math"
	"slices"
)

// BenjaminiHochberg says which of the p-values are discoveries at the given
// false discovery rate (Benjamini & Hochberg 1995, step-up).
func BenjaminiHochberg(p []float64, rate float64) []bool {
	found := make([]bool, len(p))
	for i, q := range AdjustedP(p) {
		found[i] = q <= rate
	}
	return found
}

// AdjustedP is each p-value adjusted for the false discovery rate: the smallest
// rate at which it would be a discovery (R: p.adjust, method "BH"). What is not a
// probability counts as 1.
func AdjustedP(p []float64) []float64 {
	p = slices.Clone(p)
	for i, x := range p {
		if !(x >= 0 && x <= 1) {
			p[i] = 1
		}
	}
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	out, least := make([]float64, len(p)), 1.0
	for rank := len(p); rank > 0; rank-- {
		i := order[rank-1]
		least = math.Min(least, p[i]*float64(len(p))/float64(rank))
		out[i] = least
	}
	return out
}
