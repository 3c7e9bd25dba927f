package itemstats

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"preceptor/measure/responses"
)

// exam simulates right and wrong answers under a two-parameter logistic model; lost
// is the share of answers that are missing.
func exam(tb testing.TB, persons, items int, lost float64, seed uint64) *responses.Matrix {
	tb.Helper()
	rnd := rand.New(rand.NewPCG(seed, 3))
	names, rows := make([]string, items), make([][]int, persons)
	for j := range names {
		names[j] = string(rune('a'+j%26)) + string(rune('0'+j/26))
	}
	for p := range rows {
		ability := rnd.NormFloat64()
		rows[p] = make([]int, items)
		for j := range names {
			if rnd.Float64() < 1/(1+math.Exp(-1.2*ability-1.5*math.Sin(float64(j)))) {
				rows[p][j] = 1
			}
			if rnd.Float64() < lost {
				rows[p][j] = responses.Missing
			}
		}
	}
	m, err := responses.New(names, rows)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// Feldt's interval holds the alpha of the population as often as it says.
func TestFeldtCovers(t *testing.T) {
	whole, err := Reliable(exam(t, 40000, 12, 0, 999), 0.95)
	if err != nil {
		t.Fatal(err)
	}
	const runs = 400
	covered := 0
	for seed := range uint64(runs) {
		r, err := Reliable(exam(t, 120, 12, 0, seed), 0.9)
		if err != nil {
			t.Fatal(err)
		}
		if r.Low <= whole.Alpha && whole.Alpha <= r.High {
			covered++
		}
	}
	if covered < runs*85/100 || covered > runs*95/100 {
		t.Errorf("the 90 %% interval covers %d of %d", covered, runs)
	}
}

// A fifth of the answers lost changes what is estimated, not what is true.
func TestGapsDoNotBias(t *testing.T) {
	whole, holed := exam(t, 4000, 15, 0, 1), exam(t, 4000, 15, 0.2, 1)
	a, err := Reliable(whole, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Reliable(holed, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(a.Alpha-b.Alpha) > 0.02 || math.Abs(a.Mean-b.Mean) > 0.2 {
		t.Errorf("alpha %.3f and %.3f, mean %.2f and %.2f", a.Alpha, b.Alpha, a.Mean, b.Mean)
	}
	x, _ := Items(whole)
	y, _ := Items(holed)
	for j := range x {
		if math.Abs(x[j].Difficulty-y[j].Difficulty) > 0.03 || math.Abs(x[j].PointBiserial-y[j].PointBiserial) > 0.06 {
			t.Errorf("%s: %+v and %+v", x[j].Name, x[j], y[j])
		}
	}
}

// Bit sets count what adding up counts.
func TestBitsEqualSums(t *testing.T) {
	m := exam(t, 130, 7, 0.2, 5)
	bits, sums := pairsOf(m), &pairs{7, make([]float64, 49), make([]float64, 49), make([]float64, 49)}
	for p := range m.Persons() {
		sums.add(m.Row(p))
	}
	if !slices.Equal(bits.n, sums.n) || !slices.Equal(bits.x, sums.x) || !slices.Equal(bits.xy, sums.xy) {
		t.Errorf("%v\n%v", bits, sums)
	}
}

// Turning the persons' order round changes nothing, nor does turning the items'.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.IntRange(0, 3), 4, 4), 3, 30).Draw(t, "rows")
		turned := make([][]int, len(rows))
		for p, row := range rows {
			turned[len(rows)-1-p] = []int{row[3], row[2], row[1], row[0]}
		}
		a, _ := responses.New([]string{"a", "b", "c", "d"}, rows)
		b, _ := responses.New([]string{"d", "c", "b", "a"}, turned)
		x, _ := Items(a)
		y, _ := Items(b)
		for j := range x {
			if o := y[3-j]; math.Abs(x[j].PointBiserial-o.PointBiserial) > 1e-9 || math.Abs(x[j].Discrimination-o.Discrimination) > 1e-9 || x[j].Difficulty-o.Difficulty > 1e-12 {
				t.Fatalf("%+v and %+v", x[j], o)
			}
		}
		r, errA := Reliable(a, 0.95)
		s, errB := Reliable(b, 0.95)
		if (errA == nil) != (errB == nil) || math.Abs(r.Alpha-s.Alpha) > 1e-9 {
			t.Fatalf("%v %v, %v %v", r.Alpha, errA, s.Alpha, errB)
		}
	})
}

// Whatever the answers, every figure is a number.
func TestNothingIsNaN(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		answer := rapid.SampledFrom([]int{0, 1, 1, 2, -1, responses.Missing})
		rows := rapid.SliceOfN(rapid.SliceOfN(answer, 3, 3), 0, 12).Draw(t, "rows")
		m, err := responses.New([]string{"a", "b", "c"}, rows)
		if err != nil {
			t.Fatal(err)
		}
		var numbers []float64
		items, _ := Items(m)
		for _, it := range items {
			numbers = append(numbers, it.Mean, it.SD, it.Difficulty, it.PointBiserial, it.Discrimination)
			if it.Difficulty < 0 || it.Difficulty > 1 {
				t.Fatalf("%+v", it)
			}
		}
		if r, err := Reliable(m, 0.95); err == nil {
			numbers = append(numbers, r.Alpha, r.Low, r.High, r.Omega, r.SEM, r.Mean, r.SD)
			numbers = append(append(numbers, r.AlphaWithout...), r.Loadings...)
		}
		for _, v := range numbers {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("%v of %v", numbers, rows)
			}
		}
	})
}

// The model's consistency and accuracy are those of a simulated pair of exams.
func TestDecisionConsistencyEqualsSimulation(t *testing.T) {
	const items, persons, cut = 40, 60000, 24
	rnd := rand.New(rand.NewPCG(1, 4))
	var same, right int
	var sum, squares, cross float64
	first := make([]float64, persons)
	for p := range persons {
		truth := 1 / (1 + math.Exp(-0.5-0.7*rnd.NormFloat64()))
		var score [2]float64
		for form := range score {
			for range items {
				if rnd.Float64() < truth {
					score[form]++
				}
			}
		}
		if (score[0] >= cut) == (score[1] >= cut) {
			same++
		}
		if (score[0] >= cut) == (truth*items >= cut) {
			right++
		}
		first[p] = score[0]
		sum, squares, cross = sum+score[0]+score[1], squares+score[0]*score[0]+score[1]*score[1], cross+score[0]*score[1]
	}
	mean := sum / (2 * persons)
	variance := squares/(2*persons) - mean*mean
	reliability := (cross/persons - mean*mean) / variance
	d, err := LivingstonLewis(Scale{High: items, Mean: mean, SD: math.Sqrt(variance), Reliability: reliability}, cut)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := d.Consistency, float64(same)/persons; math.Abs(got-want) > 0.01 {
		t.Errorf("consistency %.3f, simulated %.3f", got, want)
	}
	if got, want := d.Accuracy, float64(right)/persons; math.Abs(got-want) > 0.01 {
		t.Errorf("accuracy %.3f, simulated %.3f", got, want)
	}
	consistency, kappa, err := Subkoviak(first, items, reliability, cut)
	if err != nil || math.Abs(consistency-float64(same)/persons) > 0.02 || math.Abs(kappa-d.Kappa) > 0.05 {
		t.Errorf("Subkoviak %.3f kappa %.3f (%v), Livingston-Lewis %+v", consistency, kappa, err, d)
	}
	if total := d.Accuracy + d.FalsePass + d.FalseFail; math.Abs(total-1) > 1e-9 {
		t.Errorf("accuracy and errors sum to %v", total)
	}
}

func TestDecisionsAreNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Scale{High: 100, Mean: rapid.Float64Range(0, 100).Draw(t, "mean"), SD: rapid.Float64Range(0, 60).Draw(t, "sd"), Reliability: rapid.Float64Range(0, 1).Draw(t, "reliability")}
		d, err := LivingstonLewis(s, rapid.Float64Range(0, 100).Draw(t, "cut"))
		if err != nil {
			return
		}
		for _, v := range []float64{d.Consistency, d.Accuracy, d.FalsePass, d.FalseFail, d.PassRate} {
			if !(v >= -1e-9 && v <= 1+1e-9) {
				t.Fatalf("%+v gives %+v", s, d)
			}
		}
		if math.IsNaN(d.Kappa) {
			t.Fatalf("%+v", d)
		}
	})
}

// Omega sees what alpha misses when items load unequally.
func TestOmegaExceedsAlphaForUnequalItems(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 2))
	rows := make([][]int, 3000)
	for p := range rows {
		f := rnd.NormFloat64()
		for _, loading := range []float64{9, 9, 3, 1, 1} {
			rows[p] = append(rows[p], int(math.Round(50+loading*f+4*rnd.NormFloat64())))
		}
	}
	m, _ := responses.New([]string{"a", "b", "c", "d", "e"}, rows)
	r, err := Reliable(m, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	want := 23.0 * 23 / (23*23 + 5*16)
	if math.Abs(r.Omega-want) > 0.02 || r.Omega <= r.Alpha {
		t.Errorf("omega %.3f, truth %.3f, alpha %.3f", r.Omega, want, r.Alpha)
	}
	if math.Abs(math.Abs(r.Loadings[0])-9) > 0.6 || math.Abs(math.Abs(r.Loadings[4])-1) > 0.4 {
		t.Errorf("loadings %.2f", r.Loadings)
	}
}

// An item that everybody gets right is reported, not refused.
func TestConstantItemIsSaid(t *testing.T) {
	m, _ := responses.New([]string{"a", "b", "c"}, [][]int{{1, 0, 1}, {1, 1, 1}, {1, 0, 0}, {1, 1, 1}})
	items, err := Items(m)
	if err != nil {
		t.Fatal(err)
	}
	if items[0].Note == "" || items[0].Difficulty != 1 || items[1].Note != "" {
		t.Errorf("%+v", items)
	}
}

func TestFaults(t *testing.T) {
	two, _ := responses.New([]string{"a", "b"}, [][]int{{1, 0}, {0, 1}})
	one, _ := responses.New([]string{"a"}, [][]int{{1}, {0}, {1}})
	flat, _ := responses.New([]string{"a", "b"}, [][]int{{1, 0}, {0, 1}, {1, 0}})
	if _, err := Items(two); !errors.Is(err, ErrPersons) {
		t.Errorf("two persons: %v", err)
	}
	if _, err := Reliable(one, 0.95); !errors.Is(err, ErrItems) {
		t.Errorf("one item: %v", err)
	}
	if _, err := Reliable(flat, 0.95); !errors.Is(err, ErrNoSpread) {
		t.Errorf("equal sums: %v", err)
	}
	if _, err := LivingstonLewis(Scale{High: 10, Mean: 5, SD: 2, Reliability: 1}, 5); !errors.Is(err, ErrDecision) {
		t.Errorf("reliability 1: %v", err)
	}
	if _, _, err := Subkoviak([]float64{12}, 10, 0.5, 5); !errors.Is(err, ErrDecision) {
		t.Errorf("12 of 10: %v", err)
	}
	if _, err := Distractors(Choices{Chosen: []string{"A"}}, nil); !errors.Is(err, ErrChoices) {
		t.Errorf("no rest scores: %v", err)
	}
}

func TestDistractorFlaws(t *testing.T) {
	c := Choices{Key: "A"}
	var rest []float64
	for p := range 60 { // the best choose B, the weakest the key
		label := []string{"A", "C", "B"}[p/20]
		c.Chosen, rest = append(c.Chosen, label), append(rest, float64(p))
	}
	options, err := Distractors(c, rest)
	if err != nil {
		t.Fatal(err)
	}
	if options[0].Flaw != KeyRepels || options[1].Flaw != AttractsBest || options[2].Flaw != "" {
		t.Errorf("%+v", options)
	}
}

func BenchmarkItems2000x100(b *testing.B) {
	m := exam(b, 2000, 100, 0, 1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Items(m); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReliable2000x100(b *testing.B) {
	m := exam(b, 2000, 100, 0, 1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Reliable(m, 0.95); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLivingstonLewis(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := LivingstonLewis(Scale{High: 100, Mean: 65, SD: 10, Reliability: 0.8}, 60); err != nil {
			b.Fatal(err)
		}
	}
}

// Hostile numbers give 0, or a fault that names the person.
func TestNumbersThatAreNone(t *testing.T) {
	nan := math.NaN()
	for _, x := range [][4]float64{{nan, 20, 5, 0.8}, {10, nan, 5, 0.8}, {10, 20, nan, 0.8}, {10, 20, 5, nan}, {10, 20, math.Inf(1), 0.8}, {10, 20, 5, math.Inf(-1)}, {41, 20, 5, 0.8}} {
		if got := ConditionalSEM(x[0], 40, x[1], x[2], x[3]); got != 0 {
			t.Errorf("%v: %g", x, got)
		}
	}
	for _, bad := range []float64{nan, math.Inf(1)} {
		_, err := Distractors(Choices{Key: "A", Chosen: []string{"A", "B", "A", "A"}}, []float64{1, 2, bad, 3})
		if !errors.Is(err, ErrChoices) || !strings.Contains(err.Error(), "person 3") {
			t.Error(err)
		}
	}
}
