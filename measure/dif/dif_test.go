package dif

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"preceptor/measure/responses"
)

// exam simulates a test in which the named items are harder for the focal
// group by shift logits, or discriminate otherwise where crossing is named.
func exam(t testing.TB, seed uint64, persons, items int, shift, crossing map[int]float64) (*responses.Matrix, []bool) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(seed, 1))
	names, rows, focal := make([]string, items), make([][]int, persons), make([]bool, persons)
	for j := range names {
		names[j] = fmt.Sprintf("i%d", j+1)
	}
	for p := range rows {
		focal[p] = p%3 == 0
		theta := rnd.NormFloat64()
		rows[p] = make([]int, items)
		for j := range rows[p] {
			a, d := 1.2, 2*math.Sin(float64(j))
			if focal[p] {
				a, d = a+crossing[j], d-shift[j]
			}
			if rnd.Float64() < 1/(1+math.Exp(-a*theta-d)) {
				rows[p][j] = 1
			}
		}
	}
	m, err := responses.New(names, rows)
	if err != nil {
		t.Fatal(err)
	}
	return m, focal
}

func flagged(items []MH) (out []int) {
	for j, x := range items {
		if x.Flag {
			out = append(out, j)
		}
	}
	return out
}

func TestUnfairItemsAreFoundAndFairOnesAreNot(t *testing.T) {
	m, focal := exam(t, 5, 3000, 25, map[int]float64{3: 1, 11: -1}, nil)
	found, err := MantelHaenszel(m, focal, Options{Purify: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := flagged(found); !slices.Contains(got, 3) || !slices.Contains(got, 11) || len(got) > 3 {
		t.Errorf("flagged %v, want 3, 11 and at most one false alarm", got)
	}
	if found[3].Delta > -1.5 || found[11].Delta < 1.5 || found[3].Class != "C" || found[0].Class != "A" {
		t.Errorf("sizes: %+v, %+v", found[3], found[11])
	}
	if found[3].Used || !found[0].Used {
		t.Error("purification keeps the flagged items out of the score, and only them")
	}
}

func TestPurificationHelpsWhereManyItemsAreUnfairInOneDirection(t *testing.T) {
	m, focal := exam(t, 9, 4000, 20, map[int]float64{0: 1.2, 1: 1.2, 2: 1.2, 3: 1.2, 4: 1.2}, nil)
	plain, _ := MantelHaenszel(m, focal, Options{})
	pure, err := MantelHaenszel(m, focal, Options{Purify: true})
	if err != nil {
		t.Fatal(err)
	}
	false1, false2 := len(flagged(plain))-5, len(flagged(pure))-5
	if false1 < 3 || false2 > 1 {
		t.Errorf("false alarms without and with purification: %d and %d", false1, false2)
	}
}

func TestLogisticSeesCrossingCurves(t *testing.T) {
	m, focal := exam(t, 3, 4000, 20, map[int]float64{8: 1}, map[int]float64{4: -0.9})
	found, err := Logistic(m, focal, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if x := found[4]; !x.Flag || x.CrossP > 1e-6 || x.Interaction > 0 {
		t.Errorf("the crossing item: %+v", x)
	}
	if x := found[8]; !x.Flag || x.UniformP > 1e-6 || x.CrossP < 0.001 || x.Group > 0 {
		t.Errorf("the uniform item: %+v", x)
	}
	if x := found[0]; x.Flag || x.Class != "A" || x.R2Change > 0.01 {
		t.Errorf("a fair item: %+v", x)
	}
}

// Hours of study and passing of twenty students, the worked example of the
// encyclopaedia article on logistic regression: -4.0777 + 1.5046 x.
func TestLogitMatchesAWorkedExample(t *testing.T) {
	hours := []float64{0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5}
	passed := []float64{0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1}
	x := make([][4]float64, len(hours))
	for i, h := range hours {
		x[i] = [4]float64{1, h}
	}
	fit, ok := logit(x, passed, 2)
	if !ok || math.Abs(fit.beta[0]+4.0777) > 5e-5 || math.Abs(fit.beta[1]-1.5046) > 5e-5 || math.Abs(fit.loglik+8.02988) > 5e-6 {
		t.Errorf("ok %v, %+v", ok, fit)
	}
}

func TestFalseAlarmsKeepTheirRate(t *testing.T) {
	below, n := 0, 0
	for seed := range uint64(40) {
		m, focal := exam(t, 100+seed, 600, 20, nil, nil)
		found, err := MantelHaenszel(m, focal, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range found {
			if n++; x.P < 0.05 {
				below++
			}
		}
	}
	if rate := float64(below) / float64(n); rate > 0.06 {
		t.Errorf("%.3f of the fair items have p < 0.05", rate)
	}
}

func TestShrinkageLowersTheErrorInSmallGroups(t *testing.T) {
	var raw, drawn float64
	for seed := range uint64(30) {
		m, focal := exam(t, 500+seed, 150, 20, nil, nil)
		found, err := MantelHaenszel(m, focal, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for j, s := range Shrink(found) {
			raw += found[j].Delta * found[j].Delta
			drawn += s.Delta * s.Delta
			if sum := s.Class[0] + s.Class[1] + s.Class[2]; math.Abs(sum-1) > 1e-9 {
				t.Fatalf("class chances add up to %v", sum)
			}
		}
	}
	if drawn > raw/4 {
		t.Errorf("squared error %.1f before and %.1f after", raw, drawn)
	}
}

func TestSwappingGroupsTurnsTheOddsRound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, focal := drawn(t)
		other := make([]bool, len(focal))
		for p := range focal {
			other[p] = !focal[p]
		}
		a, errA := MantelHaenszel(m, focal, Options{})
		b, errB := MantelHaenszel(m, other, Options{})
		if (errA == nil) != (errB == nil) {
			t.Fatal(errA, errB)
		}
		for j := range a {
			if math.Abs(a[j].Delta+b[j].Delta) > 1e-9 || math.Abs(a[j].Chi2-b[j].Chi2) > 1e-9 || a[j].Class != b[j].Class {
				t.Fatalf("%+v\n%+v", a[j], b[j])
			}
		}
	})
}

func TestOrderOfPersonsAndItemsDoesNotMatter(t *testing.T) {
	m, focal := exam(t, 5, 400, 8, map[int]float64{3: 1}, nil)
	want, err := MantelHaenszel(m, focal, Options{})
	if err != nil {
		t.Fatal(err)
	}
	turned := &responses.Matrix{Names: slices.Clone(m.Names), Values: slices.Clone(m.Values)}
	slices.Reverse(turned.Names)
	slices.Reverse(turned.Values) // persons and items both run backwards
	back := slices.Clone(focal)
	slices.Reverse(back)
	got, err := MantelHaenszel(turned, back, Options{})
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(got)
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(1e-12, 0)); diff != "" {
		t.Error(diff)
	}
}

// drawn is any small exam with gaps, constant items and lopsided groups.
func drawn(t *rapid.T) (*responses.Matrix, []bool) {
	persons, items := rapid.IntRange(1, 12).Draw(t, "persons"), rapid.IntRange(1, 5).Draw(t, "items")
	m := &responses.Matrix{}
	for j := range items {
		m.Names = append(m.Names, fmt.Sprint("i", j))
	}
	answer := rapid.SampledFrom([]int16{0, 1, 1, 0, responses.Missing})
	m.Values = rapid.SliceOfN(answer, persons*items, persons*items).Draw(t, "values")
	return m, rapid.SliceOfN(rapid.Bool(), persons, persons).Draw(t, "focal")
}

func TestNothingReturnsNaN(t *testing.T) {
	finite := func(t *rapid.T, xs ...float64) {
		for _, x := range xs {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				t.Fatal(xs)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		m, focal := drawn(t)
		mh, err := MantelHaenszel(m, focal, Options{Purify: true})
		logistic, err2 := Logistic(m, focal, Options{})
		if (err == nil) != (err2 == nil) || err != nil && !errors.Is(err, ErrGroups) {
			t.Fatal(err, err2)
		}
		for _, x := range mh {
			finite(t, x.Chi2, x.P, x.OddsRatio, x.SE, x.Delta)
		}
		for _, x := range logistic {
			finite(t, x.Uniform, x.UniformP, x.Crossing, x.CrossP, x.Both, x.P, x.Group, x.Interaction, x.R2Change)
		}
		for _, s := range Shrink(mh) {
			finite(t, s.Delta, s.SE, s.Weight, s.Class[0], s.Class[1], s.Class[2])
		}
	})
}

func TestSeparationIsSaidInASentence(t *testing.T) {
	rows := make([][]int, 40)
	focal := make([]bool, 40)
	for p := range rows {
		focal[p] = p%2 == 0
		rows[p] = []int{p % 2, p / 20, p / 10 % 2, p / 5 % 2}
	}
	m, err := responses.New([]string{"split", "b", "c", "d"}, rows)
	if err != nil {
		t.Fatal(err)
	}
	mh, err := MantelHaenszel(m, focal, Options{})
	if err != nil || mh[0].Note == "" || mh[0].OddsRatio < 5 {
		t.Errorf("%v %+v", err, mh[0])
	}
	logistic, err := Logistic(m, focal, Options{})
	if err != nil || !strings.Contains(logistic[0].Note, `column "split": separation`) || logistic[0].Flag {
		t.Errorf("%v %+v", err, logistic[0])
	}
}

func TestGroups(t *testing.T) {
	focal, ref, other, err := Groups([]string{"10", "9", "9", "10"})
	if err != nil || ref != "9" || other != "10" || !slices.Equal(focal, []bool{true, false, false, true}) {
		t.Error(focal, ref, other, err)
	}
	if _, _, _, err := Groups([]string{"a", "b", "c"}); !errors.Is(err, ErrGroups) {
		t.Error(err)
	}
	if _, _, _, err := Groups([]string{"a", ""}); err == nil || !strings.HasPrefix(err.Error(), "row 2: ") {
		t.Error(err)
	}
}

func BenchmarkMantelHaenszel(b *testing.B) {
	m, focal := exam(b, 1, 2000, 100, nil, nil)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := MantelHaenszel(m, focal, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLogistic(b *testing.B) {
	m, focal := exam(b, 1, 1000, 40, nil, nil)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Logistic(m, focal, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// What is no count, no probability and no delta is said or passed over, never NaN.
func TestWhatIsNoFigureDoesNoHarm(t *testing.T) {
	for _, bad := range []float64{-1, 0.5, math.NaN(), math.Inf(1)} {
		c := MantelHaenszelTest([]Stratum{{10, 5, 8, 7}, {bad, 5, 8, 7}})
		if c.Note != "stratum 2 holds what is not a count of persons" || c.P != 1 || c.OddsRatio != 1 {
			t.Errorf("%g: %+v", bad, c)
		}
	}
	if diff := cmp.Diff([]float64{0.03, 1, 1}, AdjustedP([]float64{0.01, math.NaN(), 7}), cmpopts.EquateApprox(0, 1e-12)); diff != "" {
		t.Error(diff)
	}
	plain := []MH{{Delta: 1, Common: Common{SE: 0.2}}, {Delta: -1, Common: Common{SE: 0.2}}}
	strange := append(slices.Clone(plain), MH{Delta: math.NaN(), Common: Common{SE: 0.2}}, MH{Delta: 1, Common: Common{SE: math.Inf(1)}})
	want, got := Shrink(plain), Shrink(strange)
	if diff := cmp.Diff(want, got[:2]); diff != "" || got[2].Delta != 0 || got[3].Weight != 0 {
		t.Error(diff, got)
	}
}
