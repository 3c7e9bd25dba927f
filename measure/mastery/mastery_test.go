package mastery

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func ward() []Competency {
	return []Competency{{ID: "reasoning", Needs: []string{"history", "exam"}}, {ID: "history"}, {ID: "exam", Needs: []string{"history"}}}
}

func newMap(tb testing.TB, m Model) *Map {
	tb.Helper()
	made, err := New(m, ward())
	if err != nil {
		tb.Fatal(err)
	}
	return made
}

func assess(tb testing.TB, m *Map, today float64, evidence ...Evidence) map[string]State {
	tb.Helper()
	states, err := m.Assess(evidence, today)
	if err != nil {
		tb.Fatal(err)
	}
	byID := map[string]State{}
	for _, s := range states {
		byID[s.Competency] = s
	}
	return byID
}

// A student takes good histories: that says much about histories, something about
// reasoning, and the latter less surely.
func TestPrerequisitesCarryOver(t *testing.T) {
	m := newMap(t, DefaultModel)
	var evidence []Evidence
	for day := range 10 {
		evidence = append(evidence, Evidence{"history", float64(day), 1, 0.5, 1})
	}
	s := assess(t, m, 10, evidence...)
	if !(s["history"].Mean > s["exam"].Mean && s["exam"].Mean > 0 && s["reasoning"].Mean > 0) {
		t.Errorf("%+v", s)
	}
	if s["history"].SD >= s["exam"].SD || s["reasoning"].Pieces != 0 || s["reasoning"].Weakest != "exam" {
		t.Errorf("%+v", s)
	}
	if alone := assess(t, newMap(t, Model{SD: 1, HalfLife: 100, Criterion: 0.8}), 10, evidence...); alone["exam"].Mean != 0 {
		t.Errorf("without pull %+v", alone["exam"])
	}
}

// Evidence fades: the mean returns to the prior, the uncertainty grows, and mastery
// once certain is so no longer.
func TestEvidenceFades(t *testing.T) {
	m := newMap(t, DefaultModel)
	var evidence []Evidence
	for range 25 {
		evidence = append(evidence, Evidence{"history", 0, 1, 1, 1})
	}
	last := assess(t, m, 0, evidence...)["history"]
	if last.Certainty < 0.95 {
		t.Fatalf("fresh %+v", last)
	}
	for _, today := range []float64{60, 120, 360, 1000} {
		s := assess(t, m, today, evidence...)["history"]
		if s.Mean >= last.Mean || s.SD <= last.SD || s.Certainty >= last.Certainty || s.Weight >= last.Weight {
			t.Errorf("day %v: %+v after %+v", today, s, last)
		}
		last = s
	}
}

// A success at a hard task says more than one at an easy task; a failure at an easy
// task says most.
func TestDifficultyCounts(t *testing.T) {
	m := newMap(t, DefaultModel)
	mean := func(score, difficulty float64) float64 {
		return assess(t, m, 0, Evidence{"history", 0, score, difficulty, 1})["history"].Mean
	}
	if !(mean(1, 2) > mean(1, -2) && mean(0, -2) < mean(0, 2)) {
		t.Errorf("success %v %v, failure %v %v", mean(1, 2), mean(1, -2), mean(0, -2), mean(0, 2))
	}
}

// Contributions tell who moved the estimate where.
func TestContributionsExplain(t *testing.T) {
	s := assess(t, newMap(t, DefaultModel), 100, Evidence{"history", 0, 1, 0, 1}, Evidence{"exam", 9, 1, 0, 1}, Evidence{"history", 100, 0, 0, 1})["history"]
	if len(s.Contributions) != 2 || s.Contributions[1].Evidence != 2 {
		t.Fatalf("%+v", s)
	}
	old, fresh := s.Contributions[0], s.Contributions[1]
	if !(old.Shift > 0 && fresh.Shift < 0 && old.Shift < -fresh.Shift && old.Weight < fresh.Weight) {
		t.Errorf("%+v", s.Contributions)
	}
}

// The intervals hold the truth of simulated learners.
func TestIntervalsCover(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 6))
	m := newMap(t, Model{SD: 1, HalfLife: 1e6, Criterion: 0.8})
	const runs = 2000
	held := 0
	for range runs {
		truth := rnd.NormFloat64()
		var evidence []Evidence
		for range 15 {
			e := Evidence{"history", 0, 0, rnd.NormFloat64(), 1}
			if rnd.Float64() < logistic(truth-e.Difficulty) {
				e.Score = 1
			}
			evidence = append(evidence, e)
		}
		if s := assess(t, m, 0, evidence...)["history"]; s.Low <= logistic(truth) && logistic(truth) <= s.High {
			held++
		}
	}
	if held < runs*93/100 || held > runs*97/100 {
		t.Errorf("the 95 %% interval holds %d of %d", held, runs)
	}
}

func drawEvidence(t *rapid.T) []Evidence {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Evidence {
		return Evidence{
			rapid.SampledFrom([]string{"history", "exam", "reasoning"}).Draw(t, "competency"), rapid.Float64Range(-500, 0).Draw(t, "day"),
			rapid.Float64Range(0, 1).Draw(t, "score"), rapid.Float64Range(-20, 20).Draw(t, "difficulty"), rapid.Float64Range(0, 100).Draw(t, "weight"),
		}
	}), 0, 12).Draw(t, "evidence")
}

// Whatever the evidence: numbers, the mode where the slope is 0, more certainty than
// the prior, and the same in any order.
func TestEstimatesHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		model := Model{
			Mean: rapid.Float64Range(-3, 3).Draw(t, "mean"), SD: rapid.Float64Range(0.1, 5).Draw(t, "sd"),
			HalfLife: rapid.Float64Range(1, 500).Draw(t, "half"), Pull: rapid.Float64Range(0, 1).Draw(t, "pull"), Criterion: 0.8,
		}
		m, err := New(model, ward())
		if err != nil {
			t.Fatal(err)
		}
		evidence := drawEvidence(t)
		states, err := m.Assess(evidence, 0)
		if err != nil {
			t.Fatal(err)
		}
		turned := make([]Evidence, len(evidence))
		for i, e := range evidence {
			turned[len(evidence)-1-i] = e
		}
		other, _ := m.Assess(turned, 0)
		for c, s := range states {
			for _, v := range []float64{s.Mean, s.SD, s.Expected, s.Low, s.High, s.Certainty, s.Weight, s.Predict(3)} {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Fatalf("%+v", s)
				}
			}
			slope := -(s.Mean - s.Prior) / (s.PriorSD * s.PriorSD)
			for _, e := range evidence {
				if e.Competency == s.Competency {
					slope += e.Weight * math.Exp2(e.Day/model.HalfLife) * (e.Score - logistic(s.Mean-e.Difficulty))
				}
			}
			if math.Abs(slope) > 1e-6 || s.SD > s.PriorSD+1e-12 {
				t.Fatalf("slope %v at %+v", slope, s)
			}
			if math.Abs(other[c].Mean-s.Mean) > 1e-9 {
				t.Fatalf("in another order %+v instead of %+v", other[c], s)
			}
		}
	})
}

// A fit finds a course whose learners forget fast and differ much.
func TestFitFindsTheHalfLife(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 6))
	var histories [][]Evidence
	for range 150 {
		var history []Evidence
		level, day := 2*rnd.NormFloat64(), 0.0
		for range 15 {
			pause := 40 * rnd.Float64()
			day += pause
			keep := math.Exp2(-pause / 30) // mastery itself drifts
			level = keep*level + 2*math.Sqrt(1-keep*keep)*rnd.NormFloat64()
			e := Evidence{"history", day, 0, rnd.NormFloat64(), 1}
			if rnd.Float64() < logistic(level+1-e.Difficulty) {
				e.Score = 1
			}
			history = append(history, e)
		}
		histories = append(histories, history)
	}
	fit, err := Fit(DefaultModel, ward(), histories)
	if err != nil {
		t.Fatal(err)
	}
	if fit.LogLoss >= fit.StartLoss-0.005 || fit.HalfLife > 80 || fit.Mean < 0.5 || fit.SD < 1.2 || fit.Predictions != 2250 {
		t.Errorf("%+v", fit)
	}
	if err := fit.Model.Validate(); err != nil {
		t.Error(err)
	}
}

func TestFaultsAreNamed(t *testing.T) {
	_, model := New(Model{}, nil)
	_, twice := New(DefaultModel, []Competency{{ID: "a"}, {ID: "a"}})
	_, unknown := New(DefaultModel, []Competency{{ID: "a", Needs: []string{"b"}}})
	_, cycle := New(DefaultModel, []Competency{{ID: "a", Needs: []string{"b"}}, {ID: "b", Needs: []string{"a"}}})
	m := newMap(t, DefaultModel)
	_, nowhere := m.Assess([]Evidence{{Competency: "x"}}, 0)
	_, score := m.Assess([]Evidence{{Competency: "exam", Score: 2}}, 0)
	_, number := m.Assess([]Evidence{{Competency: "exam", Difficulty: math.NaN()}}, 0)
	_, future := m.Assess([]Evidence{{Competency: "exam", Day: 2}}, 1)
	_, few := Fit(DefaultModel, ward(), nil)
	_, learner := Fit(DefaultModel, ward(), [][]Evidence{{}, {{Competency: "x"}}})
	for name, c := range map[string]struct{ got, want error }{
		"model": {model, ErrModel}, "twice": {twice, ErrTwice}, "unknown": {unknown, ErrUnknown}, "cycle": {cycle, ErrCycle},
		"nowhere": {nowhere, ErrUnknown}, "score": {score, ErrEvidence}, "number": {number, ErrEvidence}, "future": {future, ErrDay},
		"few": {few, ErrTooFew}, "learner": {learner, ErrUnknown},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	if got := cycle.Error(); got != ErrCycle.Error()+": a needs b needs a" {
		t.Errorf("cycle %q", got)
	}
}

func BenchmarkAssess(b *testing.B) {
	m := newMap(b, DefaultModel)
	var evidence []Evidence
	for i := range 90 {
		evidence = append(evidence, Evidence{[]string{"history", "exam", "reasoning"}[i%3], float64(-i), float64(i % 2), 0.1 * float64(i%7), 1})
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Assess(evidence, 0); err != nil {
			b.Fatal(err)
		}
	}
}
