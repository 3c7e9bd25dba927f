package agreement

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// marks simulates raters who see a true value through noise and a bias of their own.
func marks(rnd *rand.Rand, units, raters int, truth, bias, noise float64) [][]float64 {
	shift := make([]float64, raters)
	for r := range shift {
		shift[r] = bias * rnd.NormFloat64()
	}
	table := make([][]float64, units)
	for u := range table {
		value := truth * rnd.NormFloat64()
		for _, s := range shift {
			table[u] = append(table[u], value+s+noise*rnd.NormFloat64())
		}
	}
	return table
}

// grades simulates raters who put units into three categories; some ratings are
// missing.
func grades(rnd *rand.Rand, units, raters int, lost float64) [][]float64 {
	table := make([][]float64, units)
	for u := range table {
		truth := [...]float64{1, 1, 1, 2, 3}[rnd.IntN(5)]
		for range raters {
			v := truth
			if rnd.Float64() < 0.3 {
				v = float64(1 + rnd.IntN(3))
			}
			if rnd.Float64() < lost {
				v = Gap
			}
			table[u] = append(table[u], v)
		}
	}
	return table
}

// covers counts how often an interval holds what a very large table says.
func covers(t *testing.T, name string, estimate func(table [][]float64) Estimate, make func(rnd *rand.Rand, units int) [][]float64) {
	t.Helper()
	truth := estimate(make(rand.New(rand.NewPCG(99, 99)), 60000)).Value
	const runs = 300
	held := 0
	for seed := range uint64(runs) {
		if e := estimate(make(rand.New(rand.NewPCG(seed, 1)), 80)); e.Low <= truth && truth <= e.High {
			held++
		}
	}
	if held < runs*91/100 || held > runs*98/100 {
		t.Errorf("%s: the 95 %% interval holds the truth %d times of %d", name, held, runs)
	}
}

func must(t *testing.T) func(Estimate, error) Estimate {
	return func(e Estimate, err error) Estimate {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
}

func TestIntervalsCover(t *testing.T) {
	two := func(rnd *rand.Rand, units int) [][]float64 { return grades(rnd, units, 2, 0) }
	four := func(rnd *rand.Rand, units int) [][]float64 { return grades(rnd, units, 4, 0.2) }
	covers(t, "kappa", func(x [][]float64) Estimate { return must(t)(Kappa(x, Unweighted, nil, 0.95)) }, two)
	covers(t, "quadratic kappa", func(x [][]float64) Estimate { return must(t)(Kappa(x, Quadratic, nil, 0.95)) }, two)
	covers(t, "AC1", func(x [][]float64) Estimate { return must(t)(Gwet(x, Unweighted, nil, 0.95)) }, four)
	covers(t, "AC2", func(x [][]float64) Estimate { return must(t)(Gwet(x, Linear, nil, 0.95)) }, four)
	covers(t, "alpha", func(x [][]float64) Estimate {
		replicates := 400
		if len(x) > 1000 {
			replicates = 20 // only the value is wanted
		}
		return must(t)(Krippendorff(x, Ordinal, Bootstrap{replicates, 1}, 0.95))
	}, four)
}

// The intervals of all intraclass correlations hold the truth of the model.
func TestIntraclassIntervalsCover(t *testing.T) {
	const runs, truth, bias, noise = 1000, 3.0, 1.0, 2.0
	single, absolute := truth*truth/(truth*truth+noise*noise), truth*truth/(truth*truth+bias*bias+noise*noise)
	var consistent, agreed, mean int
	for seed := range uint64(runs) {
		c, err := ICC(marks(rand.New(rand.NewPCG(seed, 2)), 30, 5, truth, bias, noise), 0.95)
		if err != nil {
			t.Fatal(err)
		}
		consistent += holds(c.Consistency, single)
		agreed += holds(c.Agreement, absolute)
		mean += holds(c.ConsistencyMean, 5*single/(1+4*single))
	}
	for name, n := range map[string]int{"ICC(C,1)": consistent, "ICC(A,1)": agreed, "ICC(C,k)": mean} {
		if n < runs*92/100 || n > runs*98/100 {
			t.Errorf("%s holds the truth %d times of %d", name, n, runs)
		}
	}
}

// Without gaps, variance components and mean squares say the same; with a fifth of
// the ratings lost the intervals still hold the truth.
func TestIntraclassWithGaps(t *testing.T) {
	whole := marks(rand.New(rand.NewPCG(1, 2)), 30, 5, 3, 1, 2)
	a, err1 := ICC(whole, 0.95)
	b, err2 := ICCWithGaps(whole, 0.95)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][2]float64{{a.Single.Value, b.Single.Value}, {a.Agreement.Value, b.Agreement.Value}, {a.Consistency.Value, b.Consistency.Value}} {
		if math.Abs(pair[0]-pair[1]) > 1e-6 {
			t.Errorf("%.8f from mean squares, %.8f from components", pair[0], pair[1])
		}
	}
	const runs = 300
	consistent, agreed := 0, 0
	for seed := range uint64(runs) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		table := marks(rnd, 30, 8, 3, 1, 2)
		for _, row := range table {
			for r := range row {
				if rnd.Float64() < 0.2 {
					row[r] = Gap
				}
			}
		}
		c, err := ICCWithGaps(table, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		consistent += holds(Coefficient{Low: c.Consistency.Low, High: c.Consistency.High}, 9.0/13)
		agreed += holds(Coefficient{Low: c.Agreement.Low, High: c.Agreement.High}, 9.0/14)
	}
	for name, n := range map[string]int{"ICC(C,1)": consistent, "ICC(A,1)": agreed} {
		if n < runs*91/100 || n > runs*98/100 {
			t.Errorf("%s holds the truth %d times of %d", name, n, runs)
		}
	}
}

func holds(c Coefficient, truth float64) int {
	if c.Low <= truth && truth <= c.High {
		return 1
	}
	return 0
}

// Limits of agreement and their intervals hold the model's.
func TestLimitsCover(t *testing.T) {
	const runs = 1000
	held := 0
	for seed := range uint64(runs) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		table := make([][]float64, 50)
		for u := range table {
			v := 50 + 10*rnd.NormFloat64()
			table[u] = []float64{v + 2 + 3*rnd.NormFloat64(), v}
		}
		c, err := BlandAltman(table, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		if truth := 2 + 1.96*3; c.Upper.Low <= truth && truth <= c.Upper.High {
			held++
		}
	}
	if held < runs*92/100 || held > runs*98/100 {
		t.Errorf("the upper limit's interval holds %d times of %d", held, runs)
	}
}

// A method that reads ten per cent more is a trend, not a bias.
func TestTrendIsSeen(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 4))
	table := make([][]float64, 60)
	for u := range table {
		v := 50 + 15*rnd.NormFloat64()
		table[u] = []float64{1.1 * v, v + rnd.NormFloat64()}
	}
	c, err := BlandAltman(table, 0.95)
	if err != nil || math.Abs(c.Trend-0.095) > 0.03 || c.TrendP > 0.001 {
		t.Errorf("%+v (%v)", c, err)
	}
}

// With two categories quadratic and linear weights are no weights; ordinal and
// interval alpha are nominal.
func TestTwoCategoriesKnowNoDistance(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 5))
	table := grades(rnd, 60, 2, 0)
	for _, row := range table {
		for r := range row {
			row[r] = min(row[r], 2)
		}
	}
	plain, squared := must(t)(Kappa(table, Unweighted, nil, 0.95)), must(t)(Kappa(table, Quadratic, nil, 0.95))
	if math.Abs(plain.Value-squared.Value) > 1e-12 || math.Abs(plain.SE-squared.SE) > 1e-12 {
		t.Errorf("%+v and %+v", plain, squared)
	}
	nominal := must(t)(Krippendorff(table, Nominal, Bootstrap{20, 1}, 0.95))
	for _, m := range []Metric{Ordinal, Interval} {
		if a := must(t)(Krippendorff(table, m, Bootstrap{20, 1}, 0.95)); math.Abs(a.Value-nominal.Value) > 1e-12 {
			t.Errorf("metric %d: %v instead of %v", m, a.Value, nominal.Value)
		}
	}
}

// Kappa's paradox: nearly all units healthy, raters agree on 92 of 100, and kappa is
// below 0 while AC1 is not.
func TestGwetSurvivesThePrevalenceParadox(t *testing.T) {
	var table [][]float64
	for u := range 100 {
		row := []float64{0, 0}
		if u < 8 {
			row[u%2] = 1
		}
		table = append(table, row)
	}
	k, g := must(t)(Kappa(table, Unweighted, nil, 0.95)), must(t)(Gwet(table, Unweighted, nil, 0.95))
	if k.Value >= 0 || g.Value < 0.9 || math.Abs(k.Observed-g.Observed) > 1e-9 {
		t.Errorf("kappa %+v, AC1 %+v", k, g)
	}
}

// Neither the order of units and raters nor, for nominal coefficients, the names of
// categories matter.
func TestNamesDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.SampledFrom([]float64{1, 2, 3, 3, Gap})
		table := rapid.SliceOfN(rapid.SliceOfN(cell, 3, 3), 2, 25).Draw(t, "table")
		turned := make([][]float64, len(table))
		for u, row := range table {
			for _, r := range []int{2, 0, 1} {
				turned[len(table)-1-u] = append(turned[len(table)-1-u], map[float64]float64{1: 7, 2: -1, 3: 4}[row[r]])
				if IsGap(row[r]) {
					turned[len(table)-1-u][len(turned[len(table)-1-u])-1] = Gap
				}
			}
		}
		a, errA := Gwet(table, Unweighted, nil, 0.95)
		b, errB := Gwet(turned, Unweighted, nil, 0.95)
		if (errA == nil) != (errB == nil) || math.Abs(a.Value-b.Value) > 1e-9 || math.Abs(a.SE-b.SE) > 1e-9 {
			t.Fatalf("AC1 %+v %v and %+v %v", a, errA, b, errB)
		}
		a, errA = Krippendorff(table, Nominal, Bootstrap{20, 1}, 0.95)
		b, errB = Krippendorff(turned, Nominal, Bootstrap{20, 1}, 0.95)
		if (errA == nil) != (errB == nil) || math.Abs(a.Value-b.Value) > 1e-9 {
			t.Fatalf("alpha %+v %v and %+v %v", a, errA, b, errB)
		}
	})
}

// Whatever the ratings, there are numbers or an error.
func TestNothingIsNaN(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.SampledFrom([]float64{0, 0, 1, 2, 1e9, -3, Gap})
		raters := rapid.IntRange(1, 4).Draw(t, "raters")
		table := rapid.SliceOfN(rapid.SliceOfN(cell, raters, raters), 0, 8).Draw(t, "table")
		var numbers []float64
		take := func(e Estimate, err error) {
			if err == nil {
				numbers = append(numbers, e.Value, e.SE, e.Low, e.High, e.Observed, e.Expected)
			}
		}
		for _, w := range []Weighting{Unweighted, Linear, Quadratic} {
			take(Kappa(table, w, nil, 0.95))
			take(Gwet(table, w, nil, 0.95))
		}
		for _, m := range []Metric{Nominal, Ordinal, Interval, Ratio} {
			take(Krippendorff(table, m, Bootstrap{20, 1}, 0.95))
		}
		if c, err := ICC(table, 0.95); err == nil {
			for _, k := range []Coefficient{c.Single, c.Agreement, c.Consistency, c.SingleMean, c.AgreementMean, c.ConsistencyMean} {
				numbers = append(numbers, k.Value, k.Low, k.High, k.F, k.P)
				if k.Low > k.Value+1e-9 || k.High < k.Value-1e-9 {
					t.Fatalf("%+v", k)
				}
			}
		}
		if c, err := ICCWithGaps(table, 0.95); err == nil {
			for _, l := range []Limit{c.Single, c.Agreement, c.Consistency} {
				numbers = append(numbers, l.Value, l.Low, l.High, c.BetweenUnits, c.BetweenRaters, c.Rest)
			}
		}
		if c, err := BlandAltman(table, 0.95); err == nil {
			numbers = append(numbers, c.Bias.Value, c.Bias.Low, c.Lower.Low, c.Upper.High, c.Trend, c.TrendP)
		}
		if i := slices.IndexFunc(numbers, func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }); i >= 0 {
			t.Fatalf("number %d of %v", i, numbers)
		}
	})
}

func TestFaultsAreNamed(t *testing.T) {
	good := [][]float64{{1, 2}, {2, 2}, {1, 1}}
	_, category := Kappa([][]float64{{1, 2}, {10, 2}}, Unweighted, []float64{1, 2}, 0.95)
	_, gap := ICC([][]float64{{1, 2}, {1, Gap}}, 0.95)
	_, ragged := Gwet([][]float64{{1, 2}, {1}}, Unweighted, nil, 0.95)
	_, infinite := Gwet([][]float64{{1, 2}, {1, math.Inf(1)}}, Unweighted, nil, 0.95)
	_, constant := Kappa([][]float64{{1, 1}, {1, 1}}, Unweighted, nil, 0.95)
	_, flat := ICC([][]float64{{1, 1}, {1, 1}}, 0.95)
	_, same := Krippendorff([][]float64{{1, 1}, {1, 1}}, Nominal, Bootstrap{20, 1}, 0.95)
	_, few := BlandAltman(good[:2], 0.95)
	_, level := Kappa(good, Unweighted, nil, 95)
	_, replicates := Krippendorff(good, Nominal, Bootstrap{}, 0.95)
	_, negative := Krippendorff([][]float64{{-1, 2}, {2, 2}}, Ratio, Bootstrap{20, 1}, 0.95)
	for name, c := range map[string]struct{ got, want error }{
		"category": {category, ErrCategory}, "gap": {gap, ErrGap}, "ragged": {ragged, ErrRagged}, "infinite": {infinite, ErrNotFinite},
		"constant": {constant, ErrConstant}, "flat": {flat, ErrConstant}, "same": {same, ErrConstant}, "few": {few, ErrTooFew},
		"level": {level, ErrLevel}, "replicates": {replicates, ErrReplicates}, "negative": {negative, ErrNegative},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	if got := category.Error(); got != "unit 2, rater 1: "+ErrCategory.Error()+": 10" {
		t.Errorf("fault %q", got)
	}
}

// The same seed gives the same interval.
func TestBootstrapIsRepeatable(t *testing.T) {
	table := grades(rand.New(rand.NewPCG(1, 1)), 40, 3, 0.1)
	one, again := must(t)(Krippendorff(table, Ordinal, Bootstrap{200, 7}, 0.95)), must(t)(Krippendorff(table, Ordinal, Bootstrap{200, 7}, 0.95))
	if one != again {
		t.Errorf("%+v and %+v", one, again)
	}
}

func BenchmarkKrippendorff(b *testing.B) {
	table := grades(rand.New(rand.NewPCG(1, 1)), 200, 4, 0.1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Krippendorff(table, Ordinal, Bootstrap{1000, 1}, 0.95); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkGwet(b *testing.B) {
	table := grades(rand.New(rand.NewPCG(1, 1)), 1000, 4, 0.1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Gwet(table, Linear, nil, 0.95); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkICC(b *testing.B) {
	table := marks(rand.New(rand.NewPCG(1, 1)), 1000, 5, 3, 1, 2)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ICC(table, 0.95); err != nil {
			b.Fatal(err)
		}
	}
}

func TestCategoriesMustBeNumbers(t *testing.T) {
	table := [][]float64{{1, 2}, {2, 2}, {1, 1}}
	for _, bad := range []float64{Gap, math.Inf(1)} {
		_, kappa := Kappa(table, Linear, []float64{1, 2, bad}, 0.95)
		_, gwet := Gwet(table, Linear, []float64{1, 2, bad}, 0.95)
		if !errors.Is(kappa, ErrNotFinite) || !errors.Is(gwet, ErrNotFinite) {
			t.Error(kappa, gwet)
		}
	}
}
