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
	firstDays     [5]int // intervals, in strictly rising order
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
		s.firstDays[g] = s.days(s.firstS[g])
	}
	s.firstDays[Again] = min(s.firstDays[Again], s.firstDays[Hard])
	for g := Hard; g <= Easy; g++ {
		s.firstDays[g] = max(s.firstDays[g], s.firstDays[g-1]+1)
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
	return State{Stability: s.firstS[g], Difficulty: s.firstD[g], IntervalDays: s.firstDays[g]}
}

// Next returns the state after a review rated g, days after the state now.
func (s *Scheduler) Next(now State, days float64, g Rating) State {
	r := s.Recall(days, now.Stability)
	next := State{Difficulty: s.difficulty(now.Difficulty, g), Retrievability: r}
	if g == Again {
		next.Stability = s.forgotten(&now, r)
		next.IntervalDays = s.days(next.Stability)
	} else {
		next.Stability, next.IntervalDays = s.recalled(&now, r, g)
	}
	return next
}

// Recall returns the probability of recall, days after a review that left the
// given stability, both above 0: (1 + factor·days/stability)^-w20.
func (s *Scheduler) Recall(days, stability float64) float64 {
	return round8(power(1+s.factor*days/stability, s.decay))
}

// forgotten is the stability after Again, which is never above the one before.
func (s *Scheduler) forgotten(now *State, r float64) float64 {
	w := &s.w
	forget := w[11] * math.Exp((1-r)*w[14]-w[12]*math.Log(now.Difficulty)) * (power(now.Stability+1, w[13]) - 1)
	return clamp(now.Stability, minStability, round8(clamp(forget, minStability, maxStability)))
}

// recalled is the stability after Hard, Good or Easy, and the interval. The four
// ratings' intervals are kept in strictly rising order (Again may equal Hard's). What
// Again would give is below Hard's anyway where Hard's is longer than the stability
// before, so that it is seldom computed.
func (s *Scheduler) recalled(now *State, r float64, g Rating) (stability float64, interval int) {
	grow := s.growth * (11 - now.Difficulty) * math.Exp(-s.w[9]*math.Log(now.Stability)) * (math.Exp((1-r)*s.w[10]) - 1)
	after := func(grow float64) float64 {
		return round8(clamp(now.Stability*(1+grow), minStability, maxStability))
	}
	stability = after(grow * s.w[15])
	interval = s.days(stability)
	if s.days(now.Stability) >= interval && s.days(s.forgotten(now, r)) >= interval {
		interval++
	}
	if g == Hard {
		return stability, interval
	}
	stability = after(grow)
	interval = max(s.days(stability), interval+1)
	if g == Good {
		return stability, interval
	}
	stability = after(grow * s.w[16])
	return stability, max(s.days(stability), interval+1)
}

// difficulty moves d by the rating, ever less near 10, and reverts it a little
// towards the difficulty of an easy card.
func (s *Scheduler) difficulty(d float64, g Rating) float64 {
	moved := d + round8(-s.w[6]*(float64(g)-3)*(10-d)/9)
	return clamp(round8(s.easyD0+(1-s.w[7])*moved), 1, 10)
}

// days is a stability as an interval.
func (s *Scheduler) days(stability float64) int {
	return int(clamp(math.Floor(stability*s.intervalScale+0.5), 1, maxInterval))
}

// power is x^y for x > 0; a third faster than math.Pow and as exact as needed here.
func power(x, y float64) float64 { return math.Exp(y * math.Log(x)) }

// round8 rounds to eight decimals, halves up.
func round8(x float64) float64 { return math.Floor(x*1e8+0.5) / 1e8 }

func clamp(x, low, high float64) float64 { return min(max(x, low), high) }
