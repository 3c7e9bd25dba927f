package irt

import "testing"

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
