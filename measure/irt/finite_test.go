package irt

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"preceptor/measure/responses"
)

// anything is a small matrix of whatever people may type in.
func anything(t *rapid.T) *responses.Matrix {
	persons, items := rapid.IntRange(1, 30).Draw(t, "persons"), rapid.IntRange(1, 6).Draw(t, "items")
	m := &responses.Matrix{}
	for j := range items {
		m.Names = append(m.Names, fmt.Sprintf("i%d", j+1))
	}
	pool := rapid.SampledFrom([][]int16{{0, 1}, {0, 1, responses.Missing}, {0, 0, 0, 1}, {1, 2, 3, 4, 5}, {-7, 0, 300, responses.Missing}}).Draw(t, "pool")
	m.Values = rapid.SliceOfN(rapid.SampledFrom(pool), persons*items, persons*items).Draw(t, "values")
	return m
}

// Either one sentence, or numbers: never NaN, never infinite, never a panic.
func TestNothingReturnsNaN(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := anything(t)
		kind := rapid.SampledFrom([]Kind{Rasch, TwoPL, ThreePL, Graded}).Draw(t, "kind")
		fit, err := Calibrate(m, kind, Options{Errors: rapid.Bool().Draw(t, "errors"), Cycles: 60})
		if err != nil {
			return
		}
		must := func(what string, xs ...float64) {
			if !finite(xs...) {
				t.Fatalf("%s: %v", what, xs)
			}
		}
		must("log-likelihood", fit.Loglik)
		for j := range fit.Items {
			if err := fit.Items[j].Check(); err != nil {
				t.Fatal(err)
			}
			must("difficulty", fit.Items[j].B()...)
		}
		for _, e := range fit.Errors {
			must("errors", append(e.D, e.A, e.C)...)
		}
		for _, method := range []Method{EAP, MAP, WLE, Sum} {
			scores, err := Score(m, fit.Items, method)
			if err != nil && method != Sum {
				t.Fatal(method, err)
			}
			for _, s := range scores {
				must(string(method), s.Theta, s.SE)
			}
		}
		judged(t, fit, m, must)
	})
}

func judged(t *rapid.T, fit *Fit, m *responses.Matrix, must func(string, ...float64)) {
	if items, err := fit.SX2(m); err == nil {
		for _, x := range items {
			must("S-X²", x.Chi2, x.P, x.RMSEA)
		}
	}
	if x, err := fit.M2(m); err == nil {
		must("M2", x.M2, x.P, x.RMSEA, x.SRMSR)
	}
	q3, err := fit.Q3(m)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range q3 {
		must("Q3", row...)
	}
	lz, err := fit.PersonFit(m)
	if err != nil {
		t.Fatal(err)
	}
	must("lz", lz...)
	for _, method := range []LinkMethod{MeanSigma, Haebara, StockingLord} {
		if l, err := FindLink(fit.Items, fit.Items, method); err == nil {
			must(string(method), l.Slope, l.Shift)
		}
	}
}

func TestExtremeParametersStillGiveScores(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var items []Item
		m := &responses.Matrix{}
		for j := range rapid.IntRange(1, 5).Draw(t, "items") {
			it := Item{Name: fmt.Sprint("i", j), A: rapid.Float64Range(-200, 200).Draw(t, "a"), D: []float64{rapid.Float64Range(-900, 900).Draw(t, "d")}}
			it.C = rapid.SampledFrom([]float64{0, 0, 0.2, 0.999}).Draw(t, "c")
			items, m.Names = append(items, it), append(m.Names, it.Name)
			m.Values = append(m.Values, rapid.SampledFrom([]int16{0, 1}).Draw(t, "answer"))
		}
		for _, method := range []Method{EAP, MAP, WLE, Sum} {
			scores, err := Score(m, items, method)
			if err != nil {
				t.Fatal(err)
			}
			if s := scores[0]; !finite(s.Theta, s.SE) || math.Abs(s.Theta) > reach+1e-9 || s.SE < 0 {
				t.Fatal(method, s)
			}
		}
	})
}

// extreme are parameters that a hostile or damaged file may hold.
var extreme = []float64{0, 1e-300, 1, -1, 40, -700, 1e6, -1e6, 1e300, -1e300, math.Inf(1), math.NaN()}

// Damaged item parameters: a sentence, or finite figures from everything.
func TestExtremeItemsGiveNumbersOrASentence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &responses.Matrix{}
		var items []Item
		for j := range rapid.IntRange(1, 4).Draw(t, "items") {
			m.Names = append(m.Names, fmt.Sprint(j))
			number := rapid.SampledFrom(extreme)
			it := Item{Name: fmt.Sprint(j), A: number.Draw(t, "a"), D: rapid.SliceOfN(number, 0, 3).Draw(t, "d")}
			if rapid.Bool().Draw(t, "guess") {
				it.C = rapid.SampledFrom([]float64{1e-300, 0.2, 1 - 1e-16, -1, math.NaN()}).Draw(t, "c")
			}
			items = append(items, it)
		}
		m.Values = rapid.SliceOfN(rapid.SampledFrom([]int16{0, 0, 1, 1, 2, responses.Missing}), 5*len(items), 5*len(items)).Draw(t, "answers")
		for _, method := range []Method{EAP, MAP, WLE, Sum} {
			scores, _ := Score(m, items, method)
			for _, s := range scores {
				if !finite(s.Theta, s.SE) {
					t.Fatalf("%s: %+v", method, s)
				}
			}
		}
		table, _ := SumScoreEAP(items)
		for _, s := range table {
			if !finite(s.Theta, s.SE) {
				t.Fatalf("sum score: %+v", s)
			}
		}
		for _, method := range []LinkMethod{MeanSigma, Haebara, StockingLord} {
			if link, err := FindLink(items, items, method); err == nil && !finite(link.Slope, link.Shift) {
				t.Fatalf("%s: %+v", method, link)
			}
		}
		fit := &Fit{Kind: TwoPL, Items: items}
		if _, err := Score(m, items, EAP); err != nil {
			return
		}
		judged(t, fit, m, func(what string, xs ...float64) {
			if !finite(xs...) {
				t.Fatalf("%s: %v", what, xs)
			}
		})
	})
}
