package irt

import "math"

// model says where each item's parameters stand in the vector that is
// estimated: slope, intercepts, and in 3pl the logit of the lower asymptote.
// Rasch items share the slope, which then stands first.
type model struct {
	kind   Kind
	prior  Prior
	first  []int // per item, its first own parameter
	number int   // parameters in all
}

// Normal is a normal distribution.
type Normal struct{ Mean, SD float64 }

// Prior is what is believed about 3pl items before the answers are seen: most
// data say little about guessing, and small ones little about steep slopes
// (Mislevy 1986). The other kinds have no prior.
type Prior struct {
	Guess Normal // of logit(c)
	Slope Normal // of the slope
	Level Normal // of the intercept
}

// DefaultPrior has its middle at c = 0.17, a little below the chance of guessing
// one of five, and 95 % of its mass between 0.08 and 0.31; slopes and
// intercepts are held so loosely that some tens of persons outweigh it.
var DefaultPrior = Prior{Guess: Normal{-1.6, 0.4}, Slope: Normal{1, 1}, Level: Normal{0, 3}}

func newModel(kind Kind, prior Prior, items []Item) *model {
	m := &model{kind: kind, prior: prior, first: make([]int, len(items))}
	if kind == Rasch {
		m.number = 1
	}
	for j := range items {
		m.first[j] = m.number
		m.number += m.own(items[j].Categories())
	}
	return m
}

// own is how many parameters an item has to itself.
func (m *model) own(categories int) int {
	switch m.kind {
	case Rasch:
		return 1
	case ThreePL:
		return 3
	}
	return categories
}

// steepest is the slope beyond which an item is taken for separated: its
// answers then look like a step, and the likelihood has no maximum.
const steepest = 50

// put writes a parameter vector into items; it is false when the vector
// describes no curve, so that the search turns back.
func (m *model) put(phi []float64, items []Item) bool {
	for j := range items {
		it, at := &items[j], m.first[j]
		if m.kind == Rasch {
			it.A, it.D[0] = phi[0], phi[at]
		} else {
			it.A = phi[at]
			copy(it.D, phi[at+1:])
		}
		if m.kind == ThreePL {
			it.C = logistic(phi[at+2])
		}
		if !(math.Abs(it.A) <= steepest) || !(it.C < 1) || !finite(it.D...) {
			return false
		}
		for k := 1; k < len(it.D); k++ {
			if it.D[k] >= it.D[k-1] {
				return false
			}
		}
	}
	return true
}

// take reads the parameter vector from items.
func (m *model) take(items []Item) []float64 {
	phi := make([]float64, m.number)
	for j := range items {
		it, at := &items[j], m.first[j]
		if m.kind == Rasch {
			phi[0], phi[at] = it.A, it.D[0]
			continue
		}
		phi[at] = it.A
		copy(phi[at+1:], it.D)
		if m.kind == ThreePL {
			phi[at+2] = logit(it.C)
		}
	}
	return phi
}

// penalty is the logarithm of the prior density, up to a constant, and adds
// its derivatives to the gradient and the information.
func (m *model) penalty(phi, grad []float64, info []block) float64 {
	if m.kind != ThreePL {
		return 0
	}
	sum := 0.0
	for j, at := range m.first {
		sum += m.prior.Slope.add(phi, grad, at, &info[j], 0)
		sum += m.prior.Level.add(phi, grad, at+1, &info[j], 1)
		sum += m.prior.Guess.add(phi, grad, at+2, &info[j], 2)
	}
	return sum
}

// add is the log density at parameter i, which is row k of its item's
// information, and adds its derivatives.
func (d Normal) add(phi, grad []float64, i int, info *block, k int) float64 {
	if !(d.SD > 0) {
		return 0 // nothing is believed
	}
	gap, precision := phi[i]-d.Mean, 1/(d.SD*d.SD)
	grad[i] -= precision * gap
	info.add(k, k, precision)
	return -precision * gap * gap / 2
}

// slopes says which parameters are slopes.
func (m *model) slopes() []bool {
	out := make([]bool, m.number)
	if m.kind == Rasch {
		out[0] = true
		return out
	}
	for _, at := range m.first {
		out[at] = true
	}
	return out
}

// place is where parameter i of item j (slope, intercepts, logit of c) stands
// in the vector.
func (m *model) place(j, i int) int {
	switch {
	case m.kind != Rasch:
		return m.first[j] + i
	case i == 0:
		return 0
	}
	return m.first[j]
}

// size is how many parameters describe an item, its share of a common one included.
func (m *model) size(it *Item) int {
	if m.kind == ThreePL {
		return 3
	}
	return 1 + len(it.D)
}
