package generalizability

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// circuit simulates an OSCE with two examiners in each station.
type circuit struct {
	persons, stations int
	p, s, r, ps, rest float64 // standard deviations
	harsh             int     // this rater marks 25 below the others; -1 for none
	random            int     // this rater marks at random; -1 for none
	lost              float64 // share of marks that are missing
}

func (c circuit) marks(seed uint64) (marks []Mark) {
	rnd := rand.New(rand.NewPCG(seed, 1))
	person := make([]float64, c.persons)
	for p := range person {
		person[p] = c.p * rnd.NormFloat64()
	}
	for s := range c.stations {
		station := c.s * rnd.NormFloat64()
		shift := [2]float64{c.r * rnd.NormFloat64(), c.r * rnd.NormFloat64()}
		for p := range c.persons {
			here := c.ps * rnd.NormFloat64()
			for e := range 2 {
				rater := 2*s + e
				value := 60 + station + shift[e] + person[p] + here + c.rest*rnd.NormFloat64()
				if rater == c.harsh {
					value -= 25
				}
				if rater == c.random {
					value = 60 + station + 15*rnd.NormFloat64()
				}
				if rnd.Float64() >= c.lost {
					marks = append(marks, Mark{p, s, rater, value})
				}
			}
		}
	}
	return marks
}

func usual() circuit {
	return circuit{persons: 100, stations: 10, p: 6, s: 5, r: 3, ps: 8, rest: 7, harsh: -1, random: -1}
}

// On a complete table REML equals the analysis of variance.
func TestCompleteTableEqualsMeanSquares(t *testing.T) {
	c := usual()
	marks := c.marks(1)
	s, err := Analyse(marks, DesignOf(marks))
	if err != nil {
		t.Fatal(err)
	}
	want := nestedMeanSquares(marks, c.persons, c.stations)
	for i, w := range want {
		if got := s.Components[i].Variance; math.Abs(got-w) > 1e-6*w {
			t.Errorf("%s: %v, mean squares give %v", s.Components[i].Name, got, w)
		}
	}
}

// nestedMeanSquares solves the expected mean squares of p × (r:s) with two raters
// (Brennan 2001, section 3.4).
func nestedMeanSquares(marks []Mark, persons, stations int) [5]float64 {
	np, ns := float64(persons), float64(stations)
	grand, mp, ms := 0.0, make([]float64, persons), make([]float64, stations)
	mr, mps := make([]float64, 2*stations), make([]float64, persons*stations)
	for _, m := range marks {
		grand += m.Value / (2 * np * ns)
		mp[m.Person] += m.Value / (2 * ns)
		ms[m.Station] += m.Value / (2 * np)
		mr[m.Rater] += m.Value / np
		mps[m.Person*stations+m.Station] += m.Value / 2
	}
	var p, s, r, ps, rest float64
	for _, m := range marks {
		a, b, c, d := mp[m.Person], ms[m.Station], mr[m.Rater], mps[m.Person*stations+m.Station]
		p += (a - grand) * (a - grand) / (np - 1)
		s += (b - grand) * (b - grand) / (ns - 1)
		r += (c - b) * (c - b) / ns
		ps += (d - a - b + grand) * (d - a - b + grand) / ((np - 1) * (ns - 1))
		rest += (m.Value - d - c + b) * (m.Value - d - c + b) / (ns * (np - 1))
	}
	return [5]float64{(p - ps) / (2 * ns), (s - ps - r + rest) / (2 * np), (r - rest) / np, (ps - rest) / 2, rest}
}

// With a third of the marks lost the components are still unbiased, and their
// standard errors tell their spread.
func TestIncompleteTablesAreUnbiased(t *testing.T) {
	c := usual()
	c.persons, c.stations, c.lost = 50, 8, 0.33
	truth := []float64{36, 25, 9, 64, 49}
	const runs = 50
	sum, squares, claimed := make([]float64, 5), make([]float64, 5), make([]float64, 5)
	for seed := range uint64(runs) {
		s, err := Analyse(c.marks(seed), RatersInStations)
		if err != nil {
			t.Fatal(err)
		}
		for i, k := range s.Components {
			sum[i] += k.Variance / runs
			squares[i] += k.Variance * k.Variance / runs
			claimed[i] += k.SE / runs
		}
	}
	for i, want := range truth {
		sd := math.Sqrt(squares[i] - sum[i]*sum[i])
		if math.Abs(sum[i]-want) > 4*sd/math.Sqrt(runs) {
			t.Errorf("component %d: mean %.2f, truth %.2f", i, sum[i], want)
		}
		if ratio := claimed[i] / sd; ratio < 0.7 || ratio > 1.4 {
			t.Errorf("component %d: claimed SE %.2f, spread %.2f", i, claimed[i], sd)
		}
	}
}

// On a small incomplete table the restricted likelihood is that of the textbook
// formula with the whole covariance matrix, and the fit stands at its top.
func TestLikelihoodEqualsTheWholeMatrix(t *testing.T) {
	c := usual()
	c.persons, c.stations, c.lost = 12, 4, 0.25
	marks := c.marks(11)
	m, y := modelOf(marks, RatersInStations), make([]float64, len(marks))
	for i := range marks {
		y[i] = marks[i].Value
	}
	fit, err := REML(y, m.terms)
	if err != nil {
		t.Fatal(err)
	}
	variances := make([]float64, 0, 5)
	for _, term := range fit.Terms {
		variances = append(variances, term.Variance)
	}
	variances = append(variances, fit.Residual)
	top := wholeLikelihood(y, m.terms, variances)
	if math.Abs(top-fit.LogLik) > 1e-6 {
		t.Errorf("log-likelihood %v, the whole matrix gives %v", fit.LogLik, top)
	}
	for i := range variances {
		for _, factor := range []float64{0.95, 1.05} {
			moved := slices.Clone(variances)
			moved[i] = moved[i]*factor + (factor-0.95)/10 // away from 0 too
			if here := wholeLikelihood(y, m.terms, moved); here > top+1e-9 {
				t.Errorf("component %d: %v is more likely than %v", i, moved[i], variances[i])
			}
		}
	}
}

// wholeLikelihood is -½(log|V| + log|1'V⁻¹1| + y'Py + (n-1) log 2π).
func wholeLikelihood(y []float64, terms []Term, variances []float64) float64 {
	n := len(y)
	v := mat.NewSymDense(n, nil)
	for i := range n {
		for j := range i + 1 {
			sum := 0.0
			for k, term := range terms {
				if term.Levels[i] == term.Levels[j] {
					sum += variances[k]
				}
			}
			v.SetSym(i, j, sum)
		}
		v.SetSym(i, i, v.At(i, i)+variances[len(terms)])
	}
	var factored mat.Cholesky
	factored.Factorize(v)
	ones, marks := mat.NewVecDense(n, nil), mat.NewVecDense(n, y)
	for i := range n {
		ones.SetVec(i, 1)
	}
	var byOnes, byMarks mat.VecDense
	_, _ = factored.SolveVecTo(&byOnes, ones), factored.SolveVecTo(&byMarks, marks)
	information := mat.Dot(ones, &byOnes)
	mean := mat.Dot(ones, &byMarks) / information
	return -(factored.LogDet() + math.Log(information) + mat.Dot(marks, &byMarks) - mean*mean*information + float64(n-1)*math.Log(2*math.Pi)) / 2
}

// Names mean nothing: renumbering persons and raters changes no component.
func TestRenumberingChangesNothing(t *testing.T) {
	marks := usual().marks(3)
	before, err := Analyse(marks, RatersInStations)
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(5, 5))
	people, raters := rnd.Perm(100), rnd.Perm(20)
	for i := range marks {
		marks[i].Person, marks[i].Rater = people[marks[i].Person], raters[marks[i].Rater]
	}
	rnd.Shuffle(len(marks), func(i, j int) { marks[i], marks[j] = marks[j], marks[i] })
	after, err := Analyse(marks, RatersInStations)
	if err != nil {
		t.Fatal(err)
	}
	for i := range before.Components {
		if a, b := before.Components[i].Variance, after.Components[i].Variance; math.Abs(a-b) > 1e-6*a {
			t.Errorf("%s: %v became %v", before.Components[i].Name, a, b)
		}
	}
}

// A crossed design with raters who walk from station to station.
func TestRatersAcrossStations(t *testing.T) {
	rnd := rand.New(rand.NewPCG(8, 1))
	var marks []Mark
	person, rater := make([]float64, 80), []float64{-6, 2, 0, 4}
	for p := range person {
		person[p] = 6 * rnd.NormFloat64()
	}
	for s := range 6 {
		for p := range person {
			for r, shift := range rater {
				marks = append(marks, Mark{p, s, r, 50 + person[p] + shift + 4*rnd.NormFloat64()})
			}
		}
	}
	s, err := Analyse(marks, DesignOf(marks))
	if err != nil || s.Design != RatersAcrossStations {
		t.Fatal(s.Design, err)
	}
	for _, c := range s.Components {
		if c.Name == "pr" && c.Share > 0.05 || c.Name == "p" && math.Abs(c.Variance-36) > 15 {
			t.Errorf("%s %.2f", c.Name, c.Variance)
		}
	}
	if f := s.Forecast(12, 4); f.G <= s.Observed.G || f.Phi <= s.Observed.Phi || f.Phi > f.G {
		t.Errorf("twice the stations: %+v after %+v", f, s.Observed)
	}
}

// One examiner in each station cannot be told from the station, nor the
// interaction from the rest; the study says so and does not promise more from
// more examiners.
func TestWhatCannotBeToldApartIsMerged(t *testing.T) {
	marks := slices.DeleteFunc(usual().marks(4), func(m Mark) bool { return m.Rater%2 == 1 })
	s, err := Analyse(marks, RatersInStations)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(s.Merged, "; "); got != "r:s with s; ps with the residual" {
		t.Errorf("merged %q", got)
	}
	if one, two := s.Forecast(10, 1), s.Forecast(10, 2); one.G != two.G {
		t.Errorf("two raters promise G %.3f instead of %.3f", two.G, one.G)
	}
	if s.CompareRaters() != nil {
		t.Error("severity of raters who are their stations")
	}
}

// A harsh examiner stands out, and so does one who marks at random. What the harsh
// one's colleague in the station looks like is left open: marks cannot say who is off.
func TestDiscordantRatersAreFound(t *testing.T) {
	c := usual()
	c.harsh, c.random = 5, 12
	s, err := Analyse(c.marks(6), RatersInStations)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range s.CompareRaters() {
		if r.Rater == 4 {
			continue
		}
		if r.Outlying != (r.Rater == 5) || r.Incoherent != (r.Rater == 12) || r.Discordant() != (r.Rater == 5 || r.Rater == 12) {
			t.Errorf("%+v", r)
		}
	}
}

// Where all raters are alike, few are called discordant.
func TestAlikeRatersAreLeftInPeace(t *testing.T) {
	called := 0
	c := usual()
	c.persons, c.stations = 40, 8
	for seed := range uint64(50) {
		s, err := Analyse(c.marks(seed), RatersInStations)
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(s.CompareRaters(), RaterReport.Discordant) {
			called++
		}
	}
	if called > 12 { // two families of tests at 0.05: about 5 expected
		t.Errorf("a rater was called discordant at least once in %d of 50 circuits", called)
	}
}

// A cut far from the mean makes decisions more dependable than levels.
func TestPhiAtCut(t *testing.T) {
	s, err := Analyse(usual().marks(2), RatersInStations)
	if err != nil {
		t.Fatal(err)
	}
	if at := s.PhiAt(s.Mean, s.Observed); at != s.Observed.Phi {
		t.Errorf("at the mean %v, phi %v", at, s.Observed.Phi)
	}
	if odd := s.PhiAt(math.NaN(), s.Observed); odd != s.Observed.Phi {
		t.Errorf("at no number %v", odd)
	}
	if odd := s.Forecast(math.NaN(), -3); odd != s.Forecast(1, 1) {
		t.Errorf("forecast for no number of stations: %+v", odd)
	}
	if far := s.PhiAt(s.Mean-20, s.Observed); far <= s.Observed.Phi || far > 1 {
		t.Errorf("20 below the mean %v", far)
	}
}

// Whatever the table, every number is a number, or there is an error.
func TestNothingIsNaN(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		marks := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Mark {
			return Mark{rapid.IntRange(0, 4).Draw(t, "p"), rapid.IntRange(0, 3).Draw(t, "s"), rapid.IntRange(0, 5).Draw(t, "r"), float64(rapid.IntRange(0, 3).Draw(t, "v"))}
		}), 6, 60).Draw(t, "marks")
		d := Design(rapid.IntRange(0, 2).Draw(t, "design"))
		s, err := Analyse(marks, d)
		if err != nil {
			return
		}
		f := s.Forecast(4, 2)
		g, phi, _ := s.Intervals(f, 0.95)
		numbers := []float64{g.Low, g.High, phi.Low, phi.High, s.Mean, s.MeanSE, f.G, f.Phi, f.AbsoluteSEM(), f.RelativeSEM(), s.PhiAt(1, f), s.Fit.LogLik}
		for _, c := range s.Components {
			if c.Variance < 0 {
				t.Fatalf("%+v", c)
			}
			numbers = append(numbers, c.Variance, c.SE, c.Share)
		}
		for _, r := range s.CompareRaters() {
			numbers = append(numbers, r.Severity, r.SeveritySE, r.SeverityP, r.Coherence, r.CoherenceP, r.Spread)
		}
		for _, v := range numbers {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("%+v\n%+v", s, numbers)
			}
		}
	})
}

func TestFaults(t *testing.T) {
	good := usual().marks(1)
	for name, c := range map[string]struct {
		spoil func([]Mark) []Mark
		want  error
	}{
		"one person":   {func(m []Mark) []Mark { return slices.DeleteFunc(m, func(m Mark) bool { return m.Person > 0 }) }, ErrPersons},
		"one station":  {func(m []Mark) []Mark { return slices.DeleteFunc(m, func(m Mark) bool { return m.Station > 0 }) }, ErrStations},
		"not a number": {func(m []Mark) []Mark { m[7].Value = math.NaN(); return m }, ErrNotFinite},
		"numbering":    {func(m []Mark) []Mark { m[7].Person = -2; return m }, ErrNumbering},
		"no rater":     {func(m []Mark) []Mark { m[7].Rater = NoRater; return m }, ErrRaters},
		"all equal": {func(m []Mark) []Mark {
			for i := range m {
				m[i].Value = 5
			}
			return m
		}, ErrConstant},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Analyse(c.spoil(slices.Clone(good)), RatersInStations); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
		})
	}
}

func BenchmarkAnalyse(b *testing.B) {
	c := usual()
	c.persons, c.stations = 120, 8
	marks := c.marks(1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Analyse(marks, RatersInStations); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAnalyseIncomplete(b *testing.B) {
	c := usual()
	c.persons, c.stations, c.lost = 400, 16, 0.3
	marks := c.marks(1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Analyse(marks, RatersInStations); err != nil {
			b.Fatal(err)
		}
	}
}

// Intervals of G and Φ hold what the variances behind the marks say.
func TestIntervalsCover(t *testing.T) {
	const runs = 200
	c := usual()
	c.persons = 50
	truth := Study{Components: []Component{
		{Variance: c.p * c.p, of: person}, {Variance: c.s * c.s, of: station}, {Variance: c.r * c.r, of: station | rater},
		{Variance: c.ps * c.ps, of: person | station}, {Variance: c.rest * c.rest, of: person | station | rater},
	}}
	want := truth.Forecast(12, 2)
	var g, phi int
	for seed := range uint64(runs) {
		s, err := Analyse(c.marks(seed), RatersInStations)
		if err != nil {
			t.Fatal(err)
		}
		a, b, err := s.Intervals(s.Forecast(12, 2), 0.95)
		if err != nil {
			t.Fatal(err)
		}
		g, phi = g+within(a, want.G), phi+within(b, want.Phi)
	}
	for name, n := range map[string]int{"G": g, "Φ": phi} {
		if n < runs*91/100 || n > runs*98/100 {
			t.Errorf("the interval of %s holds the truth %d times of %d", name, n, runs)
		}
	}
}

func within(i Interval, truth float64) int {
	if i.Low <= truth && truth <= i.High {
		return 1
	}
	return 0
}

// Persons who do not differ: G is 0, and how high it might be nobody can say.
func TestIntervalsWithoutDifferences(t *testing.T) {
	c := usual()
	c.p, c.persons, c.stations = 0, 12, 4
	for seed := range uint64(20) {
		s, err := Analyse(c.marks(seed), RatersInStations)
		if err != nil {
			t.Fatal(err)
		}
		g, phi, err := s.Intervals(s.Observed, 0.9)
		if err != nil || g.Low > s.Observed.G || phi.Low > s.Observed.Phi || s.Observed.G == 0 && g != (Interval{0, 1}) {
			t.Errorf("G %v %v, phi %v %v, %v", s.Observed.G, g, s.Observed.Phi, phi, err)
		}
	}
	s, _ := Analyse(usual().marks(1), RatersInStations)
	if _, _, err := s.Intervals(s.Observed, 1); !errors.Is(err, ErrLevel) {
		t.Error(err)
	}
}
