package spacing

import (
	"errors"
	"fmt"
	"math"
)

// Rating is how a recall went.
type Rating uint8

// The four ratings. Again means forgotten; the others mean recalled.
const (
	Again Rating = 1 + iota
	Hard
	Good
	Easy
)

// Review is one attempt to recall a card. ElapsedDays are the whole days since the
// attempt before; they do not matter at the first review.
type Review struct {
	ElapsedDays int32
	Rating      Rating
}

// State is a card's memory after a review.
type State struct {
	Stability    float64 // days until retrievability is 0.9; 0.001 to 36,500
	Difficulty   float64 // 1 to 10
	IntervalDays int     // days until the next review
	// Retrievability is the probability of recall just before the review. At the
	// first review, which nothing predicts, it is 0.
	Retrievability float64
}

// Faults of a review sequence; the error that wraps one names the review.
var (
	ErrRating    = errors.New("rating is not 1, 2, 3 or 4")
	ErrElapsed   = errors.New("elapsed days are negative")
	ErrRetention = errors.New("desired retention is not within 0.5 and 0.99")
)

const (
	minStability = 0.001
	maxStability = 36500
	minFirst     = 0.1   // least first stability
	maxInterval  = 36500 // days
)

// Scheduler replays reviews under FSRS-6. It is made by New, is not changed by
// use, and may be shared by goroutines.
type Scheduler struct {
	w             Weights
	decay         float64 // -w20
	factor        float64 // makes R(S, S) = 0.9
	intervalScale float64 // interval / stability at the desired retention
	growth        float64 // e^w8
	easyD0        float64 // w7 · D0(Easy), what difficulty reverts to
	firstS        [5]float64
	firstD        [5]float64
}

// New returns a scheduler for the weights and the desired retention (0.9 makes the
// interval the stability itself). It fails with ErrWeights or ErrRetention.
func New(w Weights, retention float64) (*Scheduler, error) {
	if err := w.Validate(); err != nil {
		return nil, err
	}
	if !(retention >= 0.5 && retention <= 0.99) {
		return nil, fmt.Errorf("%w: %g", ErrRetention, retention)
	}
	s := &Scheduler{w: w, decay: -w[20], growth: math.Exp(w[8])}
	s.factor = round8(math.Exp(math.Log(0.9)/s.decay) - 1)
	s.intervalScale = round8((math.Exp(math.Log(retention)/s.decay) - 1) / (math.Exp(math.Log(0.9)/s.decay) - 1))
	s.easyD0 = w[7] * round8(w[4]-math.Exp(3*w[5])+1)
	for g := Again; g <= Easy; g++ {
		s.firstS[g] = max(w[g-1], minFirst)
		s.firstD[g] = clamp(round8(w[4]-math.Exp(float64(g-1)*w[5])+1), 1, 10)
	}
	return s, nil
}

// Replay appends to dst the state after each review of one card, in order, and
// returns the extended slice. It allocates nothing when dst has room. A faulty
// review stops it with ErrRating or ErrElapsed; reviews are counted from 1.
func (s *Scheduler) Replay(dst []State, reviews []Review) ([]State, error) {
	var now State
	for i, r := range reviews {
		if r.Rating < Again || r.Rating > Easy || i > 0 && r.ElapsedDays < 0 {
			return dst, r.check(i)
		}
		if i == 0 {
			now = s.First(r.Rating)
		} else {
			now = s.Next(now, float64(r.ElapsedDays), r.Rating)
		}
		dst = append(dst, now)
	}
	return dst, nil
}

// First returns the state after the first review of a card, rated g. What is no rating
// panics here and in Next, where speed counts; Check and Replay refuse it in a sentence.
func (s *Scheduler) First(g Rating) State {
	return State{
		Stability:    s.firstS[g],
		Difficulty:   s.firstD[g],
		IntervalDays: s.interval(g, &s.firstS),
	}
}

// Next returns the state after a review rated g, days after the state now.
func (s *Scheduler) Next(now State, days float64, g Rating) State {
	r := s.Recall(days, now.Stability)
	after := s.stabilities(now.Stability, now.Difficulty, r)
	return State{
		Stability:      after[g],
		Difficulty:     s.difficulty(now.Difficulty, g),
		IntervalDays:   s.interval(g, &after),
		Retrievability: r,
	}
}

// Recall returns the probability of recall, days after a review that left the
// given stability, both above 0: (1 + factor·days/stability)^-w20.
func (s *Scheduler) Recall(days, stability float64) float64 {
	return round8(power(1+s.factor*days/stability, s.decay))
}

// stabilities returns the stability after each of the four ratings.
func (s *Scheduler) stabilities(st, d, r float64) (after [5]float64) {
	w := &s.w
	logS := math.Log(st)
	grow := s.growth * (11 - d) * math.Exp(-w[9]*logS) * (math.Exp((1-r)*w[10]) - 1)
	forget := w[11] * math.Exp((1-r)*w[14]-w[12]*math.Log(d)) * (power(st+1, w[13]) - 1)
	after[Again] = clamp(st, minStability, round8(clamp(forget, minStability, maxStability)))
	after[Hard] = round8(clamp(st*(1+grow*w[15]), minStability, maxStability))
	after[Good] = round8(clamp(st*(1+grow), minStability, maxStability))
	after[Easy] = round8(clamp(st*(1+grow*w[16]), minStability, maxStability))
	return after
}

// difficulty moves d by the rating, ever less near 10, and reverts it a little
// towards the difficulty of an easy card.
func (s *Scheduler) difficulty(d float64, g Rating) float64 {
	moved := d + round8(-s.w[6]*(float64(g)-3)*(10-d)/9)
	return clamp(round8(s.easyD0+(1-s.w[7])*moved), 1, 10)
}

// interval returns the days until the next review after rating g. The four
// ratings' intervals are kept in strictly rising order (Again may equal Hard's).
func (s *Scheduler) interval(g Rating, after *[5]float64) int {
	again, hard := s.days(after[Again]), s.days(after[Hard])
	again = min(again, hard)
	if g == Again {
		return again
	}
	hard = max(hard, again+1)
	if g == Hard {
		return hard
	}
	good := max(s.days(after[Good]), hard+1)
	if g == Good {
		return good
	}
	return max(s.days(after[Easy]), good+1)
}

func (s *Scheduler) days(stability float64) int {
	return int(clamp(math.Floor(stability*s.intervalScale+0.5), 1, maxInterval))
}

// power is x^y for x > 0; a third faster than math.Pow and as exact as needed here.
func power(x, y float64) float64 { return math.Exp(y * math.Log(x)) }

// round8 rounds to eight decimals, halves up.
func round8(x float64) float64 { return math.Floor(x*1e8+0.5) / 1e8 }

func clamp(x, low, high float64) float64 { return min(max(x, low), high) }
