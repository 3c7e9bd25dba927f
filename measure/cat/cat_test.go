package cat

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"preceptor/measure/irt"
)

// bankOf simulates a calibrated bank with two areas.
func bankOf(t testing.TB, items int, seed uint64) *Bank {
	t.Helper()
	rnd := rand.New(rand.NewPCG(seed, 500))
	list := make([]Item, items)
	for i := range list {
		a := math.Exp(0.3 * rnd.NormFloat64())
		list[i] = Item{Item: irt.Item{Name: fmt.Sprintf("i%d", i+1), A: a, D: []float64{-a * rnd.NormFloat64()}}, Area: []string{"heart", "lung", "lung"}[i%3]}
	}
	b, err := NewBank(list, 0.32)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var to032 = Stop{SE: 0.32, Most: 60}

func simulate(t testing.TB, b *Bank, plan Plan, n int) Summary {
	t.Helper()
	runs, err := Simulate(b, plan, n, 11)
	if err != nil {
		t.Fatal(err)
	}
	return Summarise(runs, len(b.Items))
}

func TestEstimateAndErrorAreThePosteriors(t *testing.T) {
	b := bankOf(t, 60, 1)
	runs, err := Simulate(b, Plan{Stop: to032}, 50, 3)
	if err != nil {
		t.Fatal(err)
	}
	for n, r := range runs {
		var mass, sum, square float64
		for theta := -6.0; theta <= 6; theta += 0.02 {
			x := math.Exp(-theta * theta / 2)
			for k, i := range r.Items {
				p := make([]float64, 2)
				b.Items[i].Probabilities(theta, p)
				x *= p[r.Answers[k]]
			}
			mass, sum, square = mass+x, sum+x*theta, square+x*theta*theta
		}
		mean := sum / mass
		if sd := math.Sqrt(square/mass - mean*mean); math.Abs(mean-r.Estimate) > 1e-5 || math.Abs(sd-r.SE) > 1e-5 {
			t.Errorf("run %d: %.6f ± %.6f, by definition %.6f ± %.6f", n, r.Estimate, r.SE, mean, sd)
		}
		if r.Stopped != (r.SE <= 0.32) || len(r.Items) > 60 {
			t.Errorf("run %d: stopped %v at %.3f after %d items", n, r.Stopped, r.SE, len(r.Items))
		}
	}
}

// atRandom takes any item that is left.
type atRandom struct{ Best }

func (atRandom) Choose(worth []float64, _ []bool, rnd *rand.Rand) int {
	for i := range worth {
		if !math.IsInf(worth[i], -1) {
			worth[i] = rnd.Float64()
		}
	}
	return highest(worth)
}

func TestEveryCriterionBeatsChance(t *testing.T) {
	b := bankOf(t, 300, 2)
	chance := simulate(t, b, Plan{Criterion: Information, Stop: to032, Control: atRandom{}}, 150)
	for _, c := range []Criterion{Precision, Information, KullbackLeibler} {
		if s := simulate(t, b, Plan{Criterion: c, Stop: to032}, 150); s.MeanItems > 0.6*chance.MeanItems || s.RMSE > 0.37 {
			t.Errorf("%s: %.2f items, RMSE %.3f; at random %.2f", c, s.MeanItems, s.RMSE, chance.MeanItems)
		}
	}
	if _, err := Simulate(b, Plan{Criterion: "magic", Stop: to032}, 1, 1); !errors.Is(err, ErrCriterion) {
		t.Error(err)
	}
}

// The figure that the product promises: with no item seen by more than 30 % of
// the examinees, a standard error of 0.32 takes at most 16.3 items.
func TestPricesKeepExposureAndStayShort(t *testing.T) {
	b := bankOf(t, 500, 3)
	plan := Plan{Stop: to032}
	prices, err := LearnPrices(b, plan, 0.3, 2000, 5)
	if err != nil {
		t.Fatal(err)
	}
	plan.Control = prices
	s := simulate(t, b, plan, 1000)
	if s.HighestExposure > 0.3 || s.MeanItems > 16.3 || s.RMSE > 0.34 || s.NotStopped > 10 {
		t.Errorf("%+v", s)
	}
	free := simulate(t, b, Plan{Stop: to032}, 1000)
	if free.HighestExposure < 0.9 || s.Overlap > 0.6*free.Overlap {
		t.Errorf("without a control: %+v", free)
	}
}

func TestSympsonHetterKeepsExposure(t *testing.T) {
	b := bankOf(t, 300, 4)
	plan := Plan{Stop: to032}
	control, err := LearnSympsonHetter(b, plan, 0.3, 8, 250, 5)
	if err != nil {
		t.Fatal(err)
	}
	plan.Control = control
	if s := simulate(t, b, plan, 1000); s.HighestExposure > 0.36 || s.MeanItems > 24 {
		t.Errorf("%+v", s)
	}
}

func TestRandomesqueSpreadsTheFirstItem(t *testing.T) {
	b := bankOf(t, 200, 5)
	runs, err := Simulate(b, Plan{Stop: to032, Control: Randomesque{Among: 5}}, 400, 8)
	if err != nil {
		t.Fatal(err)
	}
	first := map[int]int{}
	for _, r := range runs {
		first[r.Items[0]]++
	}
	if len(first) != 5 {
		t.Errorf("first items %v", first)
	}
	for i, n := range first {
		if n < 50 || n > 115 {
			t.Errorf("item %d came first %d times of 400", i, n)
		}
	}
}

func TestQuotasShapeEveryTest(t *testing.T) {
	b := bankOf(t, 300, 6)
	runs, err := Simulate(b, Plan{Quotas: Quotas{"heart": 0.6, "lung": 0.4}, Stop: Stop{Most: 20, Least: 20}}, 100, 8)
	if err != nil {
		t.Fatal(err)
	}
	for n, r := range runs {
		heart := 0
		for _, i := range r.Items {
			if b.Items[i].Area == "heart" {
				heart++
			}
		}
		if heart != 12 || len(r.Items) != 20 {
			t.Errorf("run %d: %d of %d items on the heart", n, heart, len(r.Items))
		}
	}
	for _, q := range []Quotas{{"liver": 0.5}, {"heart": 0.7, "lung": 0.7}, {"heart": math.NaN()}, {"lung": -1}} {
		if _, err := Simulate(b, Plan{Quotas: q, Stop: to032}, 1, 1); !errors.Is(err, ErrQuota) {
			t.Errorf("%v: %v", q, err)
		}
	}
}

func TestSPRTKeepsItsErrorRates(t *testing.T) {
	b := bankOf(t, 300, 7)
	cut := &SPRT{Cut: 0.3, Half: 0.4, Alpha: 0.05, Beta: 0.05}
	runs, err := Simulate(b, Plan{Criterion: Information, Stop: Stop{Cut: cut, Most: 100}}, 800, 9)
	if err != nil {
		t.Fatal(err)
	}
	wrongPass, wrongFail, below, above := 0.0, 0.0, 0.0, 0.0
	for _, r := range runs {
		switch {
		case r.Theta < cut.Cut-cut.Half:
			below++
			if r.Decision == Pass {
				wrongPass++
			}
		case r.Theta > cut.Cut+cut.Half:
			above++
			if r.Decision == Fail {
				wrongFail++
			}
		}
		if r.Decision == Open && r.Stopped {
			t.Fatal("a test stopped without a decision")
		}
	}
	if wrongPass/below > 0.06 || wrongFail/above > 0.06 {
		t.Errorf("wrong passes %.3f, wrong fails %.3f", wrongPass/below, wrongFail/above)
	}
}

func TestInformationStops(t *testing.T) {
	b := bankOf(t, 300, 8)
	runs, err := Simulate(b, Plan{Stop: Stop{Information: 5}}, 200, 4)
	if err != nil {
		t.Fatal(err)
	}
	for n, r := range runs {
		sum, before := 0.0, 0.0
		for _, i := range r.Items {
			before = sum
			sum += b.Items[i].Information(r.Estimate)
		}
		if r.Stopped && sum < 5 || before > 9 {
			t.Errorf("run %d: information %.2f", n, sum)
		}
	}
}

// Items with ordered categories are asked like any other.
func TestGradedItemsWork(t *testing.T) {
	var items []Item
	for i := range 60 {
		shift := 3*float64(i)/59 - 1.5
		items = append(items, Item{Item: irt.Item{Name: fmt.Sprint(i), A: 1.5, D: []float64{1.5 + shift, shift, shift - 1.5}}})
	}
	b, err := NewBank(items, 0.32)
	if err != nil {
		t.Fatal(err)
	}
	if s := simulate(t, b, Plan{Stop: to032}, 400); s.MeanItems > 14 || s.RMSE > 0.36 || math.Abs(s.Bias) > 0.05 {
		t.Errorf("%+v", s)
	}
}

func TestSeedsDecideEverything(t *testing.T) {
	b := bankOf(t, 100, 9)
	run := func(seed uint64) []Run {
		plan := Plan{Stop: to032}
		prices, err := LearnPrices(b, plan, 0.4, 200, seed)
		if err != nil {
			t.Fatal(err)
		}
		plan.Control = prices
		runs, err := Simulate(b, plan, 100, seed)
		if err != nil {
			t.Fatal(err)
		}
		return runs
	}
	if diff := cmp.Diff(run(1), run(1)); diff != "" {
		t.Error(diff)
	}
	if cmp.Equal(run(1), run(2)) {
		t.Error("another seed gives the same runs")
	}
}

func TestPlansThatCannotWorkAreRefused(t *testing.T) {
	b := bankOf(t, 10, 1)
	for _, s := range []Stop{{}, {SE: math.NaN()}, {SE: -1}, {Most: -1}, {Cut: &SPRT{}}, {Cut: &SPRT{Half: 1, Alpha: 0.7, Beta: 0.1}}} {
		if _, err := Simulate(b, Plan{Stop: s}, 1, 1); !errors.Is(err, ErrStop) {
			t.Errorf("%+v: %v", s, err)
		}
	}
	if _, err := NewBank(nil, 0); !errors.Is(err, ErrBank) {
		t.Error(err)
	}
	ten := make([]float64, 10)
	for _, c := range []Control{
		&Prices{Price: ten[:9], Limit: 0.3}, &Prices{Price: ten, Limit: 0}, &Prices{Price: ten, Limit: 0.3, Pace: math.NaN()},
		&SympsonHetter{Chance: ten[:3]}, &SympsonHetter{Chance: slices.Repeat([]float64{1.5}, 10)},
	} {
		if _, err := Simulate(b, Plan{Stop: Stop{SE: 0.5}, Control: c}, 5, 1); !errors.Is(err, ErrControl) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	for _, limit := range []float64{0, -1, 1.5, math.NaN()} {
		_, prices := LearnPrices(b, Plan{Stop: Stop{SE: 0.5}}, limit, 10, 1)
		_, chances := LearnSympsonHetter(b, Plan{Stop: Stop{SE: 0.5}}, limit, 1, 10, 1)
		if !errors.Is(prices, ErrControl) || !errors.Is(chances, ErrControl) {
			t.Errorf("limit %g: %v, %v", limit, prices, chances)
		}
	}
	// Prices made by hand serve as well as learned ones.
	if runs, err := Simulate(b, Plan{Stop: Stop{Most: 3}, Control: &Prices{Price: ten, Limit: 0.5, Pace: 0.1}}, 8, 1); err != nil || Summarise(runs, 10).HighestExposure > 0.5 {
		t.Error(err, runs)
	}
	bad := []Item{{Item: irt.Item{Name: "x", A: math.Inf(1), D: []float64{0}}}}
	if _, err := NewBank(bad, 0); !errors.Is(err, irt.ErrItem) || !strings.Contains(err.Error(), `"x"`) {
		t.Error(err)
	}
}

// Whatever bank and plan: every figure is finite, no item comes twice, and the
// limit on exposure holds.
func TestNothingReturnsNaN(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var items []Item
		for i := range rapid.IntRange(1, 12).Draw(t, "items") {
			d := []float64{rapid.Float64Range(-8, 8).Draw(t, "d")}
			if rapid.Bool().Draw(t, "graded") {
				d = append(d, d[0]-rapid.Float64Range(0.01, 3).Draw(t, "step"))
			}
			items = append(items, Item{Item: irt.Item{Name: fmt.Sprint(i), A: rapid.Float64Range(-4, 9).Draw(t, "a"), D: d}})
		}
		b, err := NewBank(items, rapid.SampledFrom([]float64{0, 0.05, 0.3, 5}).Draw(t, "finest"))
		if err != nil {
			t.Fatal(err)
		}
		limit := rapid.SampledFrom([]float64{0.1, 0.5, 1}).Draw(t, "limit")
		plan := Plan{Criterion: rapid.SampledFrom([]Criterion{Precision, Information, KullbackLeibler}).Draw(t, "criterion"), Stop: Stop{SE: 0.3, Information: 4}}
		prices, err := LearnPrices(b, plan, limit, 20, 1)
		if err != nil {
			t.Fatal(err)
		}
		plan.Control = prices
		runs, err := Simulate(b, plan, 20, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range runs {
			seen := map[int]bool{}
			for _, i := range r.Items {
				if seen[i] {
					t.Fatal("an item twice", r.Items)
				}
				seen[i] = true
			}
			if !finite(r.Theta, r.Estimate, r.SE) {
				t.Fatal(r)
			}
		}
		s := Summarise(runs, len(b.Items))
		if !finite(s.MeanItems, s.RMSE, s.Bias, s.MeanSE, s.HighestExposure, s.Overlap) || s.HighestExposure > limit+1e-9 {
			t.Fatalf("%+v", s)
		}
	})
}

// Choosing the next item of a test under way must not allocate.
func BenchmarkNextItem(b *testing.B) {
	bank := bankOf(b, 500, 1)
	e, worth, rnd := NewExam(bank), make([]float64, 500), rand.New(rand.NewPCG(1, 1))
	for i := range 8 {
		e.Answer(i*40, i%2)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := (Plan{Stop: to032}).Next(e, worth, rnd); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkThousandTests(b *testing.B) {
	bank := bankOf(b, 500, 1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Simulate(bank, Plan{Stop: to032}, 1000, 1); err != nil {
			b.Fatal(err)
		}
	}
}
