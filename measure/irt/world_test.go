package irt

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"preceptor/measure/responses"
)

// world simulates calibrated items and the answers of persons to them.
type world struct {
	kind    Kind
	persons int
	items   int
	steps   int     // intercepts per item; 0 means 1
	gaps    float64 // share of answers not seen
	mean    float64 // of the persons' ability
	seed    uint64
}

func (w world) make(t testing.TB) (*responses.Matrix, []Item, []float64) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(w.seed, 20261120))
	items := make([]Item, w.items)
	m := &responses.Matrix{}
	for j := range items {
		items[j] = w.item(rnd, j)
		m.Names = append(m.Names, items[j].Name)
	}
	theta := make([]float64, w.persons)
	for i := range theta {
		theta[i] = w.mean + rnd.NormFloat64()
		m.Values = append(m.Values, answersOf(rnd, w, items, i, theta[i])...)
	}
	return m, items, theta
}

func (w world) item(rnd *rand.Rand, j int) Item {
	it := Item{Name: fmt.Sprintf("i%d", j+1), A: math.Exp(0.1 + 0.3*rnd.NormFloat64()), D: []float64{rnd.NormFloat64()}}
	if w.kind == Rasch {
		it.A = 1.1
	}
	if w.kind == ThreePL {
		it.C = 0.1 + 0.15*rnd.Float64()
	}
	for k := 1; k < w.steps; k++ {
		it.D = append(it.D, it.D[k-1]-0.6-rnd.Float64())
	}
	return it
}

// resample draws new persons for given items.
func resample(t testing.TB, w world, items []Item, seed uint64) *responses.Matrix {
	t.Helper()
	rnd := rand.New(rand.NewPCG(seed, 77))
	m := &responses.Matrix{}
	for j := range items {
		m.Names = append(m.Names, items[j].Name)
	}
	for i := range w.persons {
		m.Values = append(m.Values, answersOf(rnd, w, items, i, w.mean+rnd.NormFloat64())...)
	}
	return m
}

// answersOf draws one person's answers; everybody answers at least one item.
func answersOf(rnd *rand.Rand, w world, items []Item, person int, theta float64) []int16 {
	out, p := make([]int16, len(items)), make([]float64, max(1, w.steps)+1)
	for j := range items {
		items[j].Probabilities(theta, p)
		x, u := 0, rnd.Float64()
		for ; x < len(p)-1 && u > p[x]; x++ {
			u -= p[x]
		}
		if out[j] = int16(x); rnd.Float64() < w.gaps && j != person%len(items) {
			out[j] = responses.Missing
		}
	}
	return out
}

func (w world) must(t testing.TB) *responses.Matrix {
	t.Helper()
	m, _, _ := w.make(t)
	return m
}
