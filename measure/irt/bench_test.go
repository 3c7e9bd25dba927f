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
	p := make([]float64, max(1, w.steps)+1)
	for i := range theta {
		theta[i] = w.mean + rnd.NormFloat64()
		for j := range items {
			items[j].Probabilities(theta[i], p)
			x, u := 0, rnd.Float64()
			for ; x < len(p)-1 && u > p[x]; x++ {
				u -= p[x]
			}
			if rnd.Float64() < w.gaps && j != i%w.items {
				x = responses.Missing
			}
			m.Values = append(m.Values, int16(x))
		}
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

func benchmarkFit(b *testing.B, w world) {
	m, _, _ := w.make(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Calibrate(m, w.kind, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFit2PL2000x100(b *testing.B) {
	benchmarkFit(b, world{kind: TwoPL, persons: 2000, items: 100})
}
func BenchmarkFit3PL2000x100(b *testing.B) {
	benchmarkFit(b, world{kind: ThreePL, persons: 2000, items: 100})
}
func BenchmarkFit2PL20000x200(b *testing.B) {
	benchmarkFit(b, world{kind: TwoPL, persons: 20000, items: 200})
}
func BenchmarkFitGraded2000x40(b *testing.B) {
	benchmarkFit(b, world{kind: Graded, persons: 2000, items: 40, steps: 4})
}
func BenchmarkFit2PLGaps2000x100(b *testing.B) {
	benchmarkFit(b, world{kind: TwoPL, persons: 2000, items: 100, gaps: 0.2})
}

// The inner loops must not allocate: one E-step over everybody.
func benchmarkExpect(b *testing.B, w world) {
	m, items, _ := w.make(b)
	data, err := code(m, w.kind)
	if err != nil {
		b.Fatal(err)
	}
	simple := w.kind == TwoPL && data.complete()
	g := newGrid(61)
	c := newCurves(g, items, simple)
	c.fill()
	var e engine = newTableEngine(data, g)
	if simple {
		e = newScoreEngine(data, g)
	}
	b.ReportAllocs()
	for b.Loop() {
		e.expect(c)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*w.persons*w.items), "ns/answer")
}

func BenchmarkExpectScores(b *testing.B) {
	benchmarkExpect(b, world{kind: TwoPL, persons: 2000, items: 100})
}

func BenchmarkExpectTables(b *testing.B) {
	benchmarkExpect(b, world{kind: ThreePL, persons: 2000, items: 100})
}
