package irt

import (
	"math"

	"preceptor/measure/responses"
)

// startValues are rough parameters from the share of each answer and the
// correlation of each item with the rest, after Lord & Novick (1968, ch. 16).
// A few thousand persons are enough for them.
func startValues(m *responses.Matrix, kind Kind, codes [][]int) []Item {
	sums := make([]itemSums, len(codes))
	const enough = 4000
	stride := max(1, m.Persons()/enough)
	rest := make([]float64, len(codes))
	for p := 0; p < m.Persons(); p += stride {
		collect(sums, m.Row(p), codes, rest)
	}
	items := make([]Item, len(codes))
	mean := 0.0
	for j := range items {
		items[j] = Item{Name: m.Names[j], Codes: codes[j], A: sums[j].slope(), D: make([]float64, len(codes[j])-1)}
		mean += items[j].A / float64(len(items))
	}
	for j := range items {
		if kind == Rasch {
			items[j].A = math.Max(0.3, math.Abs(mean))
		}
		if kind == ThreePL {
			items[j].C = startGuess
		}
		countCategories(m, j, stride, codes[j], &items[j])
	}
	return items
}

// startGuess is where lower asymptotes start.
const startGuess = 0.15

// itemSums are the sums of which a correlation with the rest score is made.
type itemSums struct{ n, x, xx, r, rr, xr float64 }

// collect adds one person. Answers are scaled to 0..1, and the rest score is
// the mean of the other items seen.
func collect(sums []itemSums, row []int16, codes [][]int, scaled []float64) {
	total, seen := 0.0, 0.0
	for j, v := range row {
		if v != responses.Missing {
			low, high := codes[j][0], codes[j][len(codes[j])-1]
			scaled[j] = float64(int(v)-low) / float64(high-low)
			total += scaled[j]
			seen++
		}
	}
	if seen < 2 {
		return
	}
	for j, v := range row {
		if v == responses.Missing {
			continue
		}
		s, x := &sums[j], scaled[j]
		r := (total - x) / (seen - 1)
		s.n++
		s.x += x
		s.xx += x * x
		s.r += r
		s.rr += r * r
		s.xr += x * r
	}
}

// slope turns the correlation with the rest into a logistic slope.
func (s *itemSums) slope() float64 {
	cov := s.n*s.xr - s.x*s.r
	spread := (s.n*s.xx - s.x*s.x) * (s.n*s.rr - s.r*s.r)
	if !(spread > 0) {
		return 1
	}
	rho := 1.3 * cov / math.Sqrt(spread)
	size := math.Min(math.Max(math.Abs(rho), 0.2), 0.85)
	return math.Copysign(1.7*size/math.Sqrt(1-size*size), rho)
}

// countCategories sets the intercepts from the share of persons at or above
// each category, spread out as the slope requires.
func countCategories(m *responses.Matrix, j, stride int, codes []int, it *Item) {
	above, n := make([]float64, len(codes)), 0.0
	for p := 0; p < m.Persons(); p += stride {
		v := m.At(p, j)
		if v == responses.Missing {
			continue
		}
		n++
		for k := 1; k < len(codes) && v >= codes[k]; k++ {
			above[k]++
		}
	}
	wide := math.Sqrt(1 + it.A*it.A/2.89)
	for k := range it.D {
		share := (above[k+1] + 0.5) / (n + 1)
		share = math.Max((share-it.C)/(1-it.C), 0.02)
		it.D[k] = logit(share) * wide
		if k > 0 && it.D[k] > it.D[k-1]-0.05 {
			it.D[k] = it.D[k-1] - 0.05
		}
	}
}
