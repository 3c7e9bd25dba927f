package irt

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"preceptor/measure/responses"
)

// Reference values of R's mirt for section 7 (documentation of the package; tight tolerance).
func TestSection7MatchesMirt(t *testing.T) {
	fit, err := Calibrate(expand(lsat7), TwoPL, Options{})
	if err != nil {
		t.Fatal(err)
	}
	wantA := []float64{0.98755, 1.08084, 1.70748, 0.76499, 0.73567}
	wantD := []float64{1.85586, 0.80797, 1.80521, 0.48600, 1.85446}
	for j, it := range fit.Items {
		if math.Abs(it.A-wantA[j]) > 1e-5 || math.Abs(it.D[0]-wantD[j]) > 1e-5 {
			t.Errorf("%s: a %.5f d %.5f, want %.5f %.5f", it.Name, it.A, it.D[0], wantA[j], wantD[j])
		}
	}
	if math.Abs(fit.Loglik+2658.805114) > 1e-5 || !fit.Converged {
		t.Errorf("log-likelihood %.6f, converged %v", fit.Loglik, fit.Converged)
	}
}

// everyKind are small worlds of all kinds, with and without gaps.
var everyKind = []world{
	{kind: Rasch, persons: 300, items: 9},
	{kind: Rasch, persons: 300, items: 9, gaps: 0.2},
	{kind: TwoPL, persons: 300, items: 11},
	{kind: TwoPL, persons: 300, items: 11, gaps: 0.2},
	{kind: ThreePL, persons: 300, items: 11},
	{kind: ThreePL, persons: 300, items: 11, gaps: 0.3},
	{kind: Graded, persons: 300, items: 7, steps: 3},
	{kind: Graded, persons: 300, items: 7, steps: 5, gaps: 0.2},
}

func (w world) String() string {
	return fmt.Sprintf("%s %d×%d steps %d gaps %.1f", w.kind, w.persons, w.items, w.steps, w.gaps)
}

// bruteLoglik is the marginal likelihood from its definition, on a fine grid.
func bruteLoglik(m *responses.Matrix, items []Item) float64 {
	const nodes = 401
	total, p := 0.0, make([]float64, mostCategories)
	like := make([]float64, nodes)
	prior := 0.0
	for i := range m.Persons() {
		sum := 0.0
		for k := range like {
			theta := -reach + 2*reach*float64(k)/(nodes-1)
			like[k] = math.Exp(-theta * theta / 2)
			if i == 0 {
				prior += like[k]
			}
			for j, v := range m.Row(i) {
				if v != responses.Missing {
					items[j].Probabilities(theta, p[:items[j].Categories()])
					like[k] *= p[items[j].category(int(v))]
				}
			}
			sum += like[k]
		}
		total += math.Log(sum / prior)
	}
	return total
}

func TestLikelihoodIsWhatItsDefinitionSays(t *testing.T) {
	for _, w := range everyKind {
		m := w.must(t)
		fit, err := Calibrate(m, w.kind, Options{})
		if err != nil {
			t.Fatal(w, err)
		}
		if want := bruteLoglik(m, fit.Items); math.Abs(fit.Loglik-want) > 1e-6 {
			t.Errorf("%v: log-likelihood %.8f, by definition %.8f", w, fit.Loglik, want)
		}
		if !fit.Converged || fit.Cycles > 60 {
			t.Errorf("%v: converged %v after %d cycles", w, fit.Converged, fit.Cycles)
		}
	}
}

// surfaceOf prepares a likelihood and a point near its top.
func surfaceOf(t testing.TB, w world) (*fitter, *point) {
	m := w.must(t)
	data, err := code(m, w.kind)
	if err != nil {
		t.Fatal(err)
	}
	f := newFitter(m, w.kind, data, Options{}.filled())
	f.useGrid(fewestNodes)
	p := f.surface.at(f.surface.model.take(f.items))
	if p == nil {
		t.Fatal("no likelihood at the start")
	}
	return f, p
}

func TestGradientIsTheSlopeOfTheLikelihood(t *testing.T) {
	for _, w := range everyKind {
		f, p := surfaceOf(t, w)
		for i := range p.phi {
			const h = 1e-5
			slope := (f.surface.at(moved(p.phi, i, h)).value - f.surface.at(moved(p.phi, i, -h)).value) / (2 * h)
			if math.Abs(slope-p.grad[i]) > 1e-4*(1+math.Abs(slope)) {
				t.Errorf("%v, parameter %d: gradient %.6f, slope %.6f", w, i, p.grad[i], slope)
			}
		}
	}
}

// The closed form against differences of the gradient, for every kind.
func TestObservedInformationIsTheCurvatureOfTheLikelihood(t *testing.T) {
	for _, w := range everyKind {
		f, p := surfaceOf(t, w)
		p, _ = f.climb(p, 1e-6, 200)
		got := newObserver(f, p).information()
		for i := range p.phi {
			const h = 1e-4
			up, down := f.surface.at(moved(p.phi, i, h)).grad, f.surface.at(moved(p.phi, i, -h)).grad
			for k := range p.phi {
				want := (down[k] - up[k]) / (2 * h)
				if scale := math.Sqrt(math.Abs(got.At(i, i) * got.At(k, k))); math.Abs(got.At(i, k)-want) > 1e-5*(1+scale) {
					t.Fatalf("%v, cell %d %d: %.7f, by differences %.7f", w, i, k, got.At(i, k), want)
				}
			}
		}
	}
}

func TestBothEnginesAgree(t *testing.T) {
	for _, w := range []world{{kind: TwoPL, persons: 1500, items: 21}, {kind: Rasch, persons: 700, items: 6}} {
		m, items, _ := w.make(t)
		data, err := code(m, w.kind)
		if err != nil {
			t.Fatal(err)
		}
		g := newGrid(61)
		fast, slow := newCurves(g, items, true), newCurves(g, items, false)
		fast.fill()
		slow.fill()
		a, b := newScoreEngine(data, g).expect(fast), newTableEngine(data, g).expect(slow)
		if math.Abs(a.loglik-b.loglik) > 1e-9*math.Abs(b.loglik) {
			t.Errorf("%v: log-likelihoods %.10f and %.10f", w, a.loglik, b.loglik)
		}
		for j := range items {
			right, sum := 0.0, 0.0
			for k, theta := range g.theta {
				x := b.counts[j][len(g.theta)+k]
				right, sum = right+x, sum+x*theta
			}
			if math.Abs(a.right[j]-right) > 1e-7 || math.Abs(a.rightSum[j]-sum) > 1e-7 {
				t.Errorf("%v, item %d: %v %v and %v %v", w, j, a.right[j], a.rightSum[j], right, sum)
			}
		}
	}
}

func TestLikelihoodNeverFalls(t *testing.T) {
	for _, w := range everyKind {
		last := math.Inf(-1)
		_, err := Calibrate(w.must(t), w.kind, Options{Trace: func(cycle int, value float64) {
			if value < last-1e-7 {
				t.Errorf("%v, cycle %d: from %.9f to %.9f", w, cycle, last, value)
			}
			last = value
		}})
		if err != nil {
			t.Fatal(w, err)
		}
	}
}

func TestAnyNumberOfCoresGivesTheSameBits(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, w := range []world{
		{kind: TwoPL, persons: 5000, items: 30}, {kind: ThreePL, persons: 2100, items: 12, gaps: 0.1},
		{kind: Graded, persons: 2100, items: 5, steps: 3}, {kind: Rasch, persons: 3000, items: 70},
	} {
		m := w.must(t)
		var fits []*Fit
		for _, cores := range []int{1, 2, 5} {
			runtime.GOMAXPROCS(cores)
			fit, err := Calibrate(m, w.kind, Options{Errors: w.kind == Graded})
			if err != nil {
				t.Fatal(w, err)
			}
			fits = append(fits, fit)
		}
		for _, other := range fits[1:] {
			if diff := cmp.Diff(fits[0], other); diff != "" {
				t.Errorf("%v: %s", w, diff)
			}
		}
	}
}

// near compares calibrations of the same information up to the stopping rule.
var near = cmp.Options{cmpopts.EquateApprox(0, 2e-5), cmpopts.IgnoreFields(Fit{}, "Cycles")}

func TestOrderOfPersonsAndItemsDoesNotMatter(t *testing.T) {
	for _, w := range everyKind {
		m := w.must(t)
		turned := &responses.Matrix{Names: slices.Clone(m.Names), Values: slices.Clone(m.Values)}
		slices.Reverse(turned.Names)
		slices.Reverse(turned.Values)
		want, err1 := Calibrate(m, w.kind, Options{})
		got, err2 := Calibrate(turned, w.kind, Options{})
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(w, err)
		}
		slices.Reverse(got.Items)
		if diff := cmp.Diff(want, got, near); diff != "" {
			t.Errorf("%v: %s", w, diff)
		}
	}
}

func TestSwappingRightAndWrongTurnsTheIntercepts(t *testing.T) {
	for _, w := range []world{{kind: TwoPL, persons: 400, items: 12}, {kind: Rasch, persons: 400, items: 12}, {kind: Graded, persons: 400, items: 6, steps: 3}} {
		m := w.must(t)
		swapped := &responses.Matrix{Names: m.Names, Values: make([]int16, len(m.Values))}
		for i, v := range m.Values {
			swapped.Values[i] = int16(max(1, w.steps)) - v
		}
		want, err1 := Calibrate(m, w.kind, Options{})
		got, err2 := Calibrate(swapped, w.kind, Options{})
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(w, err)
		}
		for j := range got.Items {
			slices.Reverse(got.Items[j].D)
			for k := range got.Items[j].D {
				got.Items[j].D[k] *= -1
			}
		}
		if diff := cmp.Diff(want, got, near); diff != "" {
			t.Errorf("%v: %s", w, diff)
		}
	}
}

func TestCategoriesMayHaveAnyNumbers(t *testing.T) {
	w := world{kind: Graded, persons: 400, items: 5, steps: 3}
	m := w.must(t)
	odd := &responses.Matrix{Names: m.Names, Values: make([]int16, len(m.Values))}
	for i, v := range m.Values {
		odd.Values[i] = []int16{-5, 2, 3, 400}[v]
	}
	want, err1 := Calibrate(m, Graded, Options{})
	got, err2 := Calibrate(odd, Graded, Options{})
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{-5, 2, 3, 400}, got.Items[0].Codes); diff != "" {
		t.Error(diff)
	}
	for j := range got.Items {
		got.Items[j].Codes = want.Items[j].Codes
	}
	if diff := cmp.Diff(want, got, near); diff != "" {
		t.Error(diff)
	}
}

func TestTrueParametersAreRecovered(t *testing.T) {
	for _, w := range []world{
		{kind: Rasch, persons: 3000, items: 30}, {kind: TwoPL, persons: 3000, items: 30},
		{kind: TwoPL, persons: 4000, items: 30, gaps: 0.4}, {kind: Graded, persons: 2000, items: 12, steps: 4},
		{kind: ThreePL, persons: 5000, items: 40},
	} {
		m, truth, _ := w.make(t)
		fit, err := Calibrate(m, w.kind, Options{})
		if err != nil {
			t.Fatal(w, err)
		}
		gap, n := 0.0, 0.0
		for j := range truth {
			p, q := make([]float64, truth[j].Categories()), make([]float64, truth[j].Categories())
			for theta := -3.0; theta <= 3; theta += 0.25 {
				truth[j].Probabilities(theta, p)
				fit.Items[j].Probabilities(theta, q)
				for c := range p {
					gap += (p[c] - q[c]) * (p[c] - q[c]) * math.Exp(-theta*theta/2)
					n += math.Exp(-theta * theta / 2)
				}
			}
		}
		if rmse := math.Sqrt(gap / n); rmse > 0.02 {
			t.Errorf("%v: the curves are off by %.4f", w, rmse)
		}
	}
}

// Ninety-five per cent intervals hold the truth in about 95 of 100 samples.
func TestIntervalsCoverTheTruth(t *testing.T) {
	for _, w := range []world{{kind: TwoPL, persons: 800, items: 8}, {kind: Graded, persons: 600, items: 5, steps: 3, gaps: 0.1}} {
		inside, n := 0.0, 0.0
		_, truth, _ := w.make(t)
		for seed := range uint64(40) {
			fit, err := Calibrate(resample(t, w, truth, seed), w.kind, Options{Errors: true})
			if err != nil {
				t.Fatal(w, err)
			}
			for j, it := range fit.Items {
				check := func(got, want, se float64) {
					if n++; math.Abs(got-want) <= 1.96*se {
						inside++
					}
				}
				check(it.A, truth[j].A, fit.Errors[j].A)
				for k := range it.D {
					check(it.D[k], truth[j].D[k], fit.Errors[j].D[k])
				}
			}
		}
		if rate := inside / n; rate < 0.93 || rate > 0.97 {
			t.Errorf("%v: coverage %.3f of %d intervals", w, rate, int(n))
		}
	}
}

func TestBadInputIsSaidInASentence(t *testing.T) {
	cases := []struct {
		kind Kind
		csv  string
		want string
	}{
		{TwoPL, "i1,i2,i3\n1,0,1\n0,0,1\n1,1,1\n", `column "i3": every answer is 1, so nothing can be estimated from this item`},
		{TwoPL, "i1,i2\n1,0\n,\n0,1\n", "row 2 (line 3): this person has answered no item"},
		{TwoPL, "i1,i2\n1,0\n0,9\n", `row 2 (line 3), column "i2": 9 was found where only 0 and 1 are allowed`},
		{Graded, "i1,i2\n1,4\n2,4\n", `column "i2": every answer is 4, so nothing can be estimated from this item`},
		{Rasch, "i1,i2\n", "there are no persons"},
		{Rasch, "i1\n1\n0\n", ErrFewItems.Error()},
		{"4pl", "i1,i2\n1,0\n", `"4pl" is not a kind: the kinds are rasch, 2pl, 3pl and grm`},
	}
	for _, c := range cases {
		m, err := responses.ParseCSV([]byte(c.csv))
		if err == nil {
			_, err = Calibrate(m, c.kind, Options{})
		}
		if err == nil || err.Error() != c.want {
			t.Errorf("%q: got %v, want %s", c.csv, err, c.want)
		}
	}
}

func TestTooManyCategories(t *testing.T) {
	m := &responses.Matrix{Names: []string{"essay", "i2"}}
	for p := range int16(120) {
		m.Values = append(m.Values, p, p%2)
	}
	_, err := Calibrate(m, Graded, Options{})
	if err == nil || err.Error() != `column "essay": 120 different answers were found; a graded item has at most 50` {
		t.Error(err)
	}
}

// Two columns that are copies of each other measure each other, not ability:
// their slopes have no finite estimate.
func TestSeparationNamesTheColumn(t *testing.T) {
	m := (world{kind: TwoPL, persons: 500, items: 6}).must(t)
	for p := range m.Persons() {
		row := m.Row(p)
		row[4] = row[1]
	}
	_, err := Calibrate(m, TwoPL, Options{})
	if !errors.Is(err, ErrSeparation) || !(strings.Contains(err.Error(), `"i2"`) || strings.Contains(err.Error(), `"i5"`)) {
		t.Error(err)
	}
}
