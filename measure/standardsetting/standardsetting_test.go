package standardsetting

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// circuit simulates stations with two attempts per candidate, on the line
// 40 + 7·grade with a noise of 8.
func circuit(candidates, stations int, seed uint64) [][]Attempt {
	rnd := rand.New(rand.NewPCG(seed, 2))
	all := make([][]Attempt, stations)
	for s := range all {
		for c := range candidates {
			for range 2 {
				grade := math.Round(min(max(3+1.2*rnd.NormFloat64(), 1), 5))
				all[s] = append(all[s], Attempt{c, 40 + 7*grade + 8*rnd.NormFloat64(), grade})
			}
		}
	}
	return all
}

// The bootstrap's standard error and interval tell how cuts spread from circuit to
// circuit.
func TestBootstrapCoversTheTruth(t *testing.T) {
	const runs, truth = 300, 54.0
	covered, sum, squares, claimed := 0, 0.0, 0.0, 0.0
	for seed := range uint64(runs) {
		stations := circuit(60, 1, seed)
		cut, err := BorderlineRegression(stations[0], 2)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Bootstrap(stations, 2, 400, seed)
		if err != nil {
			t.Fatal(err)
		}
		if b.Exam.Low <= truth && truth <= b.Exam.High {
			covered++
		}
		sum, squares, claimed = sum+cut.Cut, squares+cut.Cut*cut.Cut, claimed+b.Stations[0].SE/runs
	}
	sd := math.Sqrt(squares/runs - sum/runs*sum/runs)
	if covered < runs*90/100 || covered > runs*98/100 {
		t.Errorf("the 95 %% interval covers %d of %d", covered, runs)
	}
	if claimed < 0.85*sd || claimed > 1.15*sd {
		t.Errorf("claimed SE %.3f, spread %.3f", claimed, sd)
	}
}

// Where the regression's assumptions hold its own standard error agrees.
func TestAnalyticErrorAgreesWithBootstrap(t *testing.T) {
	stations := circuit(200, 2, 1)
	b, err := Bootstrap(stations, 2, 2000, 1)
	if err != nil {
		t.Fatal(err)
	}
	for s := range stations {
		cut, err := BorderlineRegression(stations[s], 2)
		if err != nil || math.Abs(cut.SE/b.Stations[s].SE-1) > 0.25 {
			t.Errorf("station %d: analytic %.3f, bootstrap %.3f (%v)", s+1, cut.SE, b.Stations[s].SE, err)
		}
	}
	if b.Exam.SE >= b.Stations[0].SE {
		t.Errorf("the exam's cut is less certain than a station's: %+v", b)
	}
}

func TestBootstrapIsRepeatable(t *testing.T) {
	one, err := Bootstrap(circuit(30, 3, 1), 2, 100, 9)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := Bootstrap(circuit(30, 3, 1), 2, 100, 9)
	other, _ := Bootstrap(circuit(30, 3, 1), 2, 100, 10)
	if one.Exam != again.Exam || one.Exam == other.Exam {
		t.Errorf("seed 9 gives %+v and %+v, seed 10 %+v", one.Exam, again.Exam, other.Exam)
	}
}

// Whatever the attempts, cuts are numbers or there is an error; adding marks to
// everyone moves the cut by as much.
func TestCutsAreNumbersAndMoveWithTheScores(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		attempts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Attempt {
			return Attempt{rapid.IntRange(0, 5).Draw(t, "c"), rapid.Float64Range(0, 100).Draw(t, "score"), float64(rapid.IntRange(1, 3).Draw(t, "grade"))}
		}), 0, 20).Draw(t, "attempts")
		cut, err := BorderlineRegression(attempts, 2)
		if err != nil {
			return
		}
		group, errGroup := BorderlineGroup(attempts, 2)
		b, err := Bootstrap([][]Attempt{attempts}, 2, 20, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range []float64{cut.Cut, cut.SE, cut.R2, group.Mean, group.MeanSE, group.Median, b.Exam.SE, b.Exam.Low, b.Exam.High} {
			if !finite(v) {
				t.Fatalf("%+v %+v %+v", cut, group, b)
			}
		}
		moved := make([]Attempt, len(attempts))
		for i, a := range attempts {
			moved[i] = Attempt{a.Candidate, a.Score + 10, a.Grade}
		}
		after, _ := BorderlineRegression(moved, 2)
		if math.Abs(after.Cut-cut.Cut-10) > 1e-6 {
			t.Fatalf("cut %v became %v", cut.Cut, after.Cut)
		}
		if afterGroup, _ := BorderlineGroup(moved, 2); errGroup == nil && math.Abs(afterGroup.Mean-group.Mean-10) > 1e-6 {
			t.Fatalf("group cut %v became %v", group.Mean, afterGroup.Mean)
		}
	})
}

// Hofstee's cut is where share and diagonal meet: a hair lower too few fail for the
// diagonal, a hair higher enough.
func TestHofsteeMeetsTheDiagonal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scores := rapid.SliceOfN(rapid.Float64Range(0, 100), 10, 60).Draw(t, "scores")
		a := Acceptable{
			LowCut: rapid.Float64Range(10, 50).Draw(t, "low"), HighCut: rapid.Float64Range(51, 90).Draw(t, "high"),
			LowFail: rapid.Float64Range(0, 0.3).Draw(t, "least"), HighFail: rapid.Float64Range(0.31, 1).Draw(t, "most"),
		}
		c, err := Hofstee(scores, a)
		if err != nil {
			t.Fatal(err)
		}
		if c.Cut < a.LowCut || c.Cut > a.HighCut || !finite(c.FailRate) {
			t.Fatalf("%+v", c)
		}
		if !c.Crosses {
			return
		}
		diagonal := func(x float64) float64 {
			return a.HighFail - (x-a.LowCut)/(a.HighCut-a.LowCut)*(a.HighFail-a.LowFail)
		}
		below := func(x float64) (share float64) {
			for _, s := range scores {
				if s < x {
					share += 1 / float64(len(scores))
				}
			}
			return share
		}
		const hair = 1e-7
		if c.Cut > a.LowCut+hair && below(c.Cut-hair) > diagonal(c.Cut-hair)+1e-6 {
			t.Fatalf("met the diagonal before %+v", c)
		}
		if c.Cut < a.HighCut-hair && below(c.Cut+hair) < diagonal(c.Cut+hair)-1e-6 {
			t.Fatalf("has not met the diagonal at %+v", c)
		}
	})
}

func TestHofsteeOutsideTheAcceptable(t *testing.T) {
	scores := []float64{10, 11, 12, 13, 14, 15, 16, 17, 18, 19}
	c, err := Hofstee(scores, Acceptable{LowCut: 30, HighCut: 40, LowFail: 0, HighFail: 0.2})
	if err != nil || c != (Compromise{Cut: 30, FailRate: 1}) {
		t.Errorf("everybody below: %+v, %v", c, err)
	}
	c, err = Hofstee(scores, Acceptable{LowCut: 1, HighCut: 5, LowFail: 0.1, HighFail: 0.2})
	if err != nil || c != (Compromise{Cut: 5}) {
		t.Errorf("everybody above: %+v, %v", c, err)
	}
}

// Discussion brings judges together and one judge stays apart.
func TestAngoffRounds(t *testing.T) {
	observed := []float64{0.9, 0.5, 0.7, 0.3}
	first := Round{{0.9, 0.4, 0.6, 0.3}, {0.5, 0.2, 0.4, 0.1}, {0.2, 0.9, 0.4, 0.8}}
	second := Round{{0.9, 0.4, 0.6, 0.3}, {0.8, 0.4, 0.5, 0.2}, {0.4, 0.7, 0.5, 0.6}}
	r, err := ModifiedAngoff([]Round{first, second}, observed)
	if err != nil {
		t.Fatal(err)
	}
	if r.Convergence >= 1 {
		t.Errorf("convergence %v", r.Convergence)
	}
	judges := r.Rounds[1].Judges
	if judges[0].Realism < 0.9 || judges[2].Realism > 0 || judges[2].Agreement > 0 || judges[0].Distance >= judges[2].Distance {
		t.Errorf("judges %+v", judges)
	}
}

// The order of judges does not matter.
func TestAngoffForgetsNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		round := make(Round, rapid.IntRange(2, 6).Draw(t, "judges"))
		items := rapid.IntRange(1, 8).Draw(t, "items")
		for j := range round {
			round[j] = rapid.SliceOfN(rapid.Float64Range(0, 1), items, items).Draw(t, "judge")
		}
		if len(round) > 2 {
			round[0][0] = math.NaN()
		}
		turned := append(append(Round{}, round[1:]...), round[0])
		a, err := ModifiedAngoff([]Round{round}, nil)
		if err != nil {
			t.Fatal(err)
		}
		b, err := ModifiedAngoff([]Round{turned}, nil)
		if err != nil || math.Abs(a.Rounds[0].Cut-b.Rounds[0].Cut) > 1e-9 || math.Abs(a.Rounds[0].SE-b.Rounds[0].SE) > 1e-9 {
			t.Fatalf("%+v and %+v (%v)", a, b, err)
		}
		for _, j := range a.Rounds[0].Judges {
			if !finite(j.Agreement) || !finite(j.Cut) {
				t.Fatalf("%+v", j)
			}
		}
	})
}

func TestFaultsAreNamed(t *testing.T) {
	good := circuit(10, 1, 1)[0]
	bad := append([]Attempt{}, good...)
	bad[3].Score = math.NaN()
	same := append([]Attempt{}, good...)
	for i := range same {
		same[i].Grade = 3
	}
	away := append([]Attempt{}, good...)
	away[0].Candidate = -1
	_, notNumber := BorderlineRegression(bad, 2)
	_, oneGrade := BorderlineRegression(same, 2)
	_, few := BorderlineRegression(good[:2], 2)
	_, nobody := BorderlineGroup(same, 2)
	_, second := Bootstrap([][]Attempt{good, same}, 2, 100, 1)
	_, number := Bootstrap([][]Attempt{away}, 2, 100, 1)
	_, replicates := Bootstrap([][]Attempt{good}, 2, 3, 1)
	_, judge := ModifiedAngoff([]Round{{{0.5, 0.5}, {0.5, 55}}}, nil)
	_, ragged := ModifiedAngoff([]Round{{{0.5, 0.5}, {0.5}}}, nil)
	_, silent := ModifiedAngoff([]Round{{{math.NaN()}, {math.NaN()}}}, nil)
	_, alone := ModifiedAngoff([]Round{{{0.5}}}, nil)
	_, cells := Ebel(nil)
	_, scores := Cohen([]float64{1}, 0.6, 0)
	_, turned := Hofstee(make([]float64, 10), Acceptable{LowCut: 2, HighCut: 1})
	_, rule := Rule{Cuts: []float64{1}, Passed: 2}.Decide([]Score{{1, true}})
	_, absent := Rule{Cuts: []float64{1}}.Decide([]Score{{}})
	for name, c := range map[string]struct{ got, want error }{
		"NaN score": {notNumber, ErrNotFinite}, "one grade": {oneGrade, ErrOneGrade}, "two attempts": {few, ErrTooFew},
		"no borderline": {nobody, ErrNoBorderline}, "second station": {second, ErrOneGrade}, "candidate": {number, ErrCandidate},
		"replicates": {replicates, ErrReplicates}, "per cent": {judge, ErrJudgment}, "ragged": {ragged, ErrRagged},
		"unjudged": {silent, ErrUnjudged}, "one judge": {alone, ErrJudges}, "no cells": {cells, ErrCells},
		"one score": {scores, ErrScores}, "low above high": {turned, ErrAcceptable}, "rule": {rule, ErrRule}, "absent": {absent, ErrAbsent},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	if got := judge.Error(); got != "round 1: judge 2, item 2: "+ErrJudgment.Error()+": 55" {
		t.Errorf("fault %q", got)
	}
}

func TestRuleWithMarginAndAbsence(t *testing.T) {
	rule := Rule{Cuts: []float64{50, 60}, Margin: 3}
	d, err := rule.Decide([]Score{{52, true}, {}})
	if err != nil || d.Pass || d.Mean != 52 || d.Needed != 53 || d.Passed != 1 {
		t.Errorf("%+v %v", d, err)
	}
	rule.Passed = 2
	d, err = rule.Decide([]Score{{60, true}, {59, true}})
	if err != nil || d.Pass || len(d.Reasons) != 1 || d.Reasons[0].Code != TooFewStations {
		t.Errorf("%+v %v", d, err)
	}
}

// A circuit of 8 stations, 120 candidates and two examiners, 2,000 resamples.
func BenchmarkBootstrap2000(b *testing.B) {
	stations := circuit(120, 8, 1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Bootstrap(stations, 2, 2000, 1); err != nil {
			b.Fatal(err)
		}
	}
}

// Cuts and grades that are no numbers are refused in a sentence.
func TestNumbersThatAreNone(t *testing.T) {
	scores := make([]float64, 20)
	for _, bad := range []float64{math.NaN(), math.Inf(1)} {
		if _, err := Hofstee(scores, Acceptable{LowCut: 40, HighCut: bad, HighFail: 0.5}); !errors.Is(err, ErrNotFinite) {
			t.Error(err)
		}
		station := circuit(30, 1, 1)
		_, line := BorderlineRegression(station[0], bad)
		_, group := BorderlineGroup(station[0], bad)
		_, drawn := Bootstrap(station, bad, 100, 1)
		for _, err := range []error{line, group, drawn} {
			if !errors.Is(err, ErrNotFinite) {
				t.Error(err)
			}
		}
	}
}

// Candidates are drawn from those who came, whatever their numbers.
func TestBootstrapIgnoresNumbersNobodyHas(t *testing.T) {
	dense := circuit(40, 3, 1)
	sparse := circuit(40, 3, 1)
	for _, station := range sparse {
		for i := range station {
			station[i].Candidate = 1_000_000_000 * (1 + station[i].Candidate)
		}
	}
	want, err1 := Bootstrap(dense, 2, 100, 1)
	got, err2 := Bootstrap(sparse, 2, 100, 1)
	if diff := cmp.Diff(want, got); diff != "" || err1 != nil || err2 != nil {
		t.Error(diff, err1, err2)
	}
}
