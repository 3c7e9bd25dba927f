package spacing

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// learner simulates cards of a learner whose memory follows the weights w.
func learner(tb testing.TB, cards, reviews int, seed uint64, w Weights) [][]Review {
	tb.Helper()
	fsrs := scheduler(tb, w)
	rnd := rand.New(rand.NewPCG(seed, 7))
	all := make([][]Review, cards)
	for c := range all {
		card := fsrs.First(Good)
		all[c] = append(all[c], Review{0, Good})
		for range reviews - 1 {
			days := max(1, math.Round(float64(card.IntervalDays)*(0.6+1.1*rnd.Float64())))
			g := Again
			if rnd.Float64() < fsrs.Recall(days, card.Stability) {
				g = [...]Rating{Hard, Good, Good, Good, Easy}[rnd.IntN(5)]
			}
			card = fsrs.Next(card, days, g)
			all[c] = append(all[c], Review{int32(days), g})
		}
	}
	return all
}

func scheduler(tb testing.TB, w Weights) *Scheduler {
	tb.Helper()
	s, err := New(w, 0.9)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func drawReviews(t *rapid.T) []Review {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Review {
		return Review{rapid.Int32Range(0, 5000).Draw(t, "days"), Rating(rapid.IntRange(1, 4).Draw(t, "rating"))}
	}), 1, 40).Draw(t, "reviews")
}

func drawWeights(t *rapid.T) (w Weights) {
	for i := range w {
		w[i] = rapid.Float64Range(lowest[i], highest[i]).Draw(t, "w")
	}
	return w
}

// Whatever the weights and the reviews, memory stays inside its bounds.
func TestMemoryStaysInBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fsrs, err := New(drawWeights(t), rapid.Float64Range(0.5, 0.99).Draw(t, "retention"))
		if err != nil {
			t.Fatal(err)
		}
		states, err := fsrs.Replay(nil, drawReviews(t))
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range states {
			ok := s.Stability >= minStability && s.Stability <= maxStability &&
				s.Difficulty >= 1 && s.Difficulty <= 10 &&
				s.IntervalDays >= 1 && s.IntervalDays <= maxInterval+3 &&
				s.Retrievability >= 0 && s.Retrievability <= 1
			if !ok {
				t.Fatalf("review %d: %+v", i+1, s)
			}
		}
	})
}

// A better rating never means an earlier next review or a less stable memory.
func TestBetterRatingsWaitLonger(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fsrs, err := New(DefaultWeights, 0.9)
		if err != nil {
			t.Fatal(err)
		}
		states, _ := fsrs.Replay(nil, drawReviews(t))
		days := float64(rapid.IntRange(1, 5000).Draw(t, "days"))
		last, from := State{}, states[len(states)-1]
		for g := Again; g <= Easy; g++ {
			next := fsrs.Next(from, days, g)
			if next.IntervalDays < last.IntervalDays || next.Stability < last.Stability {
				t.Fatalf("rating %d: %+v after %+v", g, next, last)
			}
			last = next
		}
	})
}

// Forgetting: recall falls with time, from 1 now to 0.9 at the stability.
func TestRecallFallsToNineTenthsAtStability(t *testing.T) {
	fsrs := scheduler(t, DefaultWeights)
	if got := fsrs.Recall(0, 10); got != 1 {
		t.Errorf("recall at once = %v", got)
	}
	if got := fsrs.Recall(10, 10); math.Abs(got-0.9) > 1e-8 {
		t.Errorf("recall at the stability = %v", got)
	}
	if fsrs.Recall(20, 10) >= fsrs.Recall(10, 10) {
		t.Error("recall does not fall")
	}
}

// A lower desired retention waits longer.
func TestRetentionScalesIntervals(t *testing.T) {
	lax, err := New(DefaultWeights, 0.8)
	if err != nil {
		t.Fatal(err)
	}
	strict := scheduler(t, DefaultWeights)
	if a, b := lax.First(Easy).IntervalDays, strict.First(Easy).IntervalDays; a <= b {
		t.Errorf("0.8 waits %d days, 0.9 %d", a, b)
	}
}

// The analytic derivatives equal central differences of the summed log loss.
func TestGradientEqualsDifferences(t *testing.T) {
	for name, w := range map[string]Weights{
		"defaults": DefaultWeights,
		"another":  {0.5, 1.8, 4, 12, 5.5, 0.6, 2.5, 0.1, 1.6, 0.2, 0.9, 1.2, 0.1, 0.3, 1.4, 0.5, 2.2, 0.5, 0.1, 0.1, 0.25},
	} {
		t.Run(name, func(t *testing.T) {
			cards := learner(t, 80, 12, 3, DefaultWeights)
			got := weigh(cards, &w)
			for j := range w {
				h := 1e-6 * max(1e-2, w[j])
				up, down := w, w
				up[j] += h
				down[j] -= h
				want := (weigh(cards, &up).loss - weigh(cards, &down).loss) / (2 * h)
				if math.Abs(got.gradient[j]-want) > 1e-3+1e-4*math.Abs(want) {
					t.Errorf("w%d: gradient %v, differences %v", j, got.gradient[j], want)
				}
			}
		})
	}
}

// A learner unlike the defaults: the fit predicts unseen cards better than the
// defaults do, and nearly as well as the truth.
func TestFitPredictsUnseenCards(t *testing.T) {
	truth := DefaultWeights
	truth[2], truth[8], truth[20] = 4, 1.5, 0.3
	fit, err := Fit(learner(t, 800, 10, 1, truth))
	if err != nil {
		t.Fatal(err)
	}
	unseen := learner(t, 2000, 10, 2, truth)
	loss := func(w Weights) float64 {
		l, _, err := scheduler(t, w).LogLoss(unseen)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	gap, prior := loss(fit.Weights)-loss(truth), loss(DefaultWeights)-loss(truth)
	if !fit.Converged || gap > 0.25*prior {
		t.Errorf("converged %v: %.5f above the truth, the defaults %.5f", fit.Converged, gap, prior)
	}
	for _, j := range []int{2, 8, 20} {
		if z := (fit.Weights[j] - truth[j]) / fit.SE[j]; math.Abs(z) > 4 {
			t.Errorf("w%d = %.3f ± %.3f, truth %.3f", j, fit.Weights[j], fit.SE[j], truth[j])
		}
	}
}

// The order of cards does not matter, nor does the number of cores.
func TestFitIsDeterministic(t *testing.T) {
	cards := learner(t, 150, 8, 5, DefaultWeights)
	one, err := Fit(cards)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Fit(cards)
	if err != nil || one != again {
		t.Errorf("two fits differ (%v)", err)
	}
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(cards), func(i, j int) { cards[i], cards[j] = cards[j], cards[i] })
	shuffled, err := Fit(cards)
	if err != nil || math.Abs(shuffled.LogLoss-one.LogLoss) > 1e-6 {
		t.Errorf("shuffled cards: %v instead of %v (%v)", shuffled.LogLoss, one.LogLoss, err)
	}
}

// Extreme learners push weights to their bounds and not beyond.
func TestFitStaysInBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cards := rapid.SliceOfN(rapid.Custom(drawReviews), 1, 20).Draw(t, "cards")
		fit, err := Fit(cards)
		if errors.Is(err, ErrNoPredictions) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := fit.Weights.Validate(); err != nil {
			t.Fatal(err)
		}
		for j, se := range fit.SE {
			if math.IsNaN(se) || se < 0 {
				t.Fatalf("SE of w%d is %v", j, se)
			}
		}
		if math.IsNaN(fit.LogLoss) || fit.LogLoss > fit.DefaultLoss+1e-9 {
			t.Fatalf("log loss %v, defaults %v", fit.LogLoss, fit.DefaultLoss)
		}
	})
}

func TestFaultsAreNamed(t *testing.T) {
	fsrs := scheduler(t, DefaultWeights)
	if _, err := fsrs.Replay(nil, []Review{{0, Good}, {1, 5}}); !errors.Is(err, ErrRating) || err.Error() != "review 2: "+ErrRating.Error() {
		t.Errorf("rating 5: %v", err)
	}
	if _, err := fsrs.Replay(nil, []Review{{0, Good}, {-1, Good}}); !errors.Is(err, ErrElapsed) {
		t.Errorf("minus one day: %v", err)
	}
	if _, err := Fit([][]Review{{{0, Good}}, {{0, Good}, {0, Good}}}); !errors.Is(err, ErrNoPredictions) {
		t.Errorf("nothing to predict: %v", err)
	}
	if _, err := Fit([][]Review{{{0, 0}}}); !errors.Is(err, ErrRating) {
		t.Errorf("rating 0: %v", err)
	}
	bad := DefaultWeights
	bad[20] = math.NaN()
	if _, err := New(bad, 0.9); !errors.Is(err, ErrWeights) {
		t.Errorf("NaN weight: %v", err)
	}
	if _, err := New(DefaultWeights, 1); !errors.Is(err, ErrRetention) {
		t.Errorf("retention 1: %v", err)
	}
}

// SM-2's easiness falls with hard recalls, never below 1.3.
func TestSM2Easiness(t *testing.T) {
	card := NewSM2()
	for range 20 {
		card = card.Next(3)
	}
	if diff := cmp.Diff(1.3, card.Easiness); diff != "" {
		t.Error(diff)
	}
	if got := NewSM2().Next(5).Easiness; math.Abs(got-2.6) > 1e-12 {
		t.Errorf("easiness after quality 5 = %v", got)
	}
}

// On a learner whose memory is FSRS-6, FSRS-6 predicts better than SM-2.
func TestSM2PredictsWorse(t *testing.T) {
	cards := learner(t, 300, 10, 9, DefaultWeights)
	fsrs, n, err := scheduler(t, DefaultWeights).LogLoss(cards)
	if err != nil {
		t.Fatal(err)
	}
	sm2, m, err := SM2LogLoss(cards)
	if err != nil || n != m || sm2 <= fsrs {
		t.Errorf("SM-2 %v on %d, FSRS-6 %v on %d (%v)", sm2, m, fsrs, n, err)
	}
}

func TestReplayAllocatesNothing(t *testing.T) {
	cards := learner(t, 1, 30, 1, DefaultWeights)
	fsrs, states := scheduler(t, DefaultWeights), make([]State, 0, 30)
	if n := testing.AllocsPerRun(100, func() { states, _ = fsrs.Replay(states[:0], cards[0]) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkReplay(b *testing.B) {
	cards := learner(b, 200, 13, 1, DefaultWeights)
	fsrs, states := scheduler(b, DefaultWeights), make([]State, 0, 13)
	b.ReportAllocs()
	for b.Loop() {
		for _, reviews := range cards {
			states, _ = fsrs.Replay(states[:0], reviews)
		}
	}
	b.ReportMetric(float64(b.N)*200*13/b.Elapsed().Seconds(), "reviews/s")
}

func BenchmarkFit15000Reviews(b *testing.B) {
	truth := DefaultWeights
	truth[2], truth[8], truth[20] = 4, 1.5, 0.3
	cards := learner(b, 1500, 10, 1, truth)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Fit(cards); err != nil {
			b.Fatal(err)
		}
	}
}

// Whatever the memory, the interval is what the four ratings' intervals, all computed
// and put into rising order, say.
func TestIntervalsRise(t *testing.T) {
	fsrs, err := New(DefaultWeights, 0.9)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		now := State{
			Stability:  round8(math.Exp(rapid.Float64Range(math.Log(minStability), math.Log(maxStability)).Draw(t, "log stability"))),
			Difficulty: round8(rapid.Float64Range(1, 10).Draw(t, "difficulty")),
		}
		days := float64(rapid.IntRange(0, 3000).Draw(t, "days"))
		var got, want [5]State
		for g := Again; g <= Easy; g++ {
			got[g] = fsrs.Next(now, days, g)
			want[g].IntervalDays = fsrs.days(got[g].Stability)
		}
		want[Again].IntervalDays = min(want[Again].IntervalDays, want[Hard].IntervalDays)
		for g := Hard; g <= Easy; g++ {
			want[g].IntervalDays = max(want[g].IntervalDays, want[g-1].IntervalDays+1)
		}
		for g := Again; g <= Easy; g++ {
			if got[g].IntervalDays != want[g].IntervalDays {
				t.Fatalf("rating %d after %+v: %d days, not %d", g, now, got[g].IntervalDays, want[g].IntervalDays)
			}
		}
	})
}
