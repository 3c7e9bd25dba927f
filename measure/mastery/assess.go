package mastery

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Evidence is one observed performance.
type Evidence struct {
	Competency string
	Day        float64 // any count of days that all evidence shares
	Score      float64 // 0 failed, 1 succeeded, or between
	Difficulty float64 // of the task, in logits; 0 is an ordinary one
	Weight     float64 // how many ordinary tasks it is worth
}

// State is what is known of one competency.
type State struct {
	Competency string
	Mean, SD   float64 // of mastery, in logits
	// Expected is the probability of success at an ordinary task, the uncertainty
	// counted in; Low and High are the 95 % interval of that probability.
	Expected, Low, High float64
	// Certainty is the probability that the learner meets the criterion.
	Certainty float64
	// Prior is Mean as it would be without evidence of its own: what learners show
	// on the whole and what the prerequisites add.
	Prior, PriorSD float64
	Pieces         int     // pieces of evidence of its own
	Weight         float64 // what they still count for, in ordinary tasks of today
	Weakest        string  // the prerequisite with the lowest mean; "" for none
	Contributions  []Contribution
}

// Contribution is how one piece of evidence moved the estimate.
type Contribution struct {
	Evidence int     // its index
	Weight   float64 // what it still counts for
	Shift    float64 // Mean less the mean without it, in logits
}

// Assess says what the evidence shows on the day today about every competency of the
// map, prerequisites first. It fails with ErrUnknown, ErrEvidence or ErrDay, naming
// the piece of evidence, from 1.
func (m *Map) Assess(evidence []Evidence, today float64) ([]State, error) {
	own := make([][]piece, len(m.order))
	for i, e := range evidence {
		c, p, err := m.weigh(e, today)
		if err != nil {
			return nil, fmt.Errorf("evidence %d: %w", i+1, err)
		}
		p.index = i
		own[c] = append(own[c], p)
	}
	states := make([]State, len(m.order))
	for c := range states {
		states[c] = m.assess(c, own[c], states)
	}
	return states, nil
}

// piece is evidence with its weight of today.
type piece struct {
	index                     int
	score, difficulty, weight float64
}

// weigh checks a piece of evidence and ages it.
func (m *Map) weigh(e Evidence, today float64) (competency int, p piece, err error) {
	competency, known := m.index[e.Competency]
	if !known {
		return 0, p, fmt.Errorf("%w: %s", ErrUnknown, e.Competency)
	}
	if !(e.Score >= 0 && e.Score <= 1 && e.Weight >= 0 && e.Weight <= 100 && math.Abs(e.Difficulty) <= 20) {
		return 0, p, fmt.Errorf("%w: %+v", ErrEvidence, e)
	}
	if !(e.Day <= today) || math.IsInf(e.Day, 0) || math.IsInf(today, 0) {
		return 0, p, fmt.Errorf("%w: day %g, today %g", ErrDay, e.Day, today)
	}
	age := math.Exp2((e.Day - today) / m.model.HalfLife)
	return competency, piece{score: e.Score, difficulty: e.Difficulty, weight: e.Weight * age}, nil
}

// assess estimates competency c, whose prerequisites stand in states.
func (m *Map) assess(c int, own []piece, states []State) State {
	s := State{Competency: m.order[c], Pieces: len(own)}
	s.Prior, s.PriorSD, s.Weakest = m.prior(c, states)
	s.Mean, s.SD = estimate(s.Prior, s.PriorSD, own, -1)
	s.Expected = expected(s.Mean, s.SD)
	s.Low, s.High = logistic(s.Mean-1.96*s.SD), logistic(s.Mean+1.96*s.SD)
	line := math.Log(m.model.Criterion / (1 - m.model.Criterion))
	s.Certainty = distuv.UnitNormal.CDF((s.Mean - line) / s.SD)
	for i, p := range own {
		without, _ := estimate(s.Prior, s.PriorSD, own, i)
		s.Contributions = append(s.Contributions, Contribution{p.index, p.weight, s.Mean - without})
		s.Weight += p.weight
	}
	return s
}

// prior is what is thought of competency c before its own evidence: the mean of all
// learners, moved by the pull towards the mean of its prerequisites.
func (m *Map) prior(c int, states []State) (mean, sd float64, weakest string) {
	mean, variance := m.model.Mean, m.model.SD*m.model.SD
	lowest := math.Inf(1)
	for _, need := range m.needs[c] {
		share := m.model.Pull / float64(len(m.needs[c]))
		mean += share * (states[need].Mean - m.model.Mean)
		variance += share * share * states[need].SD * states[need].SD
		if states[need].Mean < lowest {
			lowest, weakest = states[need].Mean, states[need].Competency
		}
	}
	return mean, math.Sqrt(variance), weakest
}

// estimate is the mode of the posterior of mastery and its standard deviation by
// Laplace's approximation, leaving out the piece without (-1 for none). The log
// posterior is concave, so its slope changes sign once, inside a bracket; Newton's
// steps that leave the bracket, or that do not shrink, give way to halving it.
func estimate(prior, sd float64, own []piece, without int) (mean, deviation float64) {
	precision, total := 1/(sd*sd), 0.0
	for _, p := range own {
		total += p.weight
	}
	low, high := prior-total/precision, prior+total/precision
	mean = prior
	var information float64
	for last := high - low; ; {
		var slope float64
		slope, information = slopeAt(mean, prior, precision, own, without)
		if slope > 0 {
			low = mean
		} else {
			high = mean
		}
		step := slope / information
		if math.Abs(step) > last/2 || mean+step < low || mean+step > high {
			step = (low+high)/2 - mean
		}
		if last = math.Abs(step); last < 1e-12*(1+math.Abs(mean)) {
			return mean, 1 / math.Sqrt(information)
		}
		mean += step
	}
}

// slopeAt is the derivative of the log posterior and the negative of its second one.
func slopeAt(mean, prior, precision float64, own []piece, without int) (slope, information float64) {
	slope, information = -(mean-prior)*precision, precision
	for i, p := range own {
		if i == without {
			continue
		}
		success := logistic(mean - p.difficulty)
		slope += p.weight * (p.score - success)
		information += p.weight * success * (1 - success)
	}
	return slope, information
}

// Predict is the probability that a learner in this state succeeds at a task of the
// given difficulty, the uncertainty counted in.
func (s State) Predict(difficulty float64) float64 { return expected(s.Mean-difficulty, s.SD) }

// expected is the mean of the logistic of a normal variable, in MacKay's
// approximation.
func expected(mean, sd float64) float64 {
	return logistic(mean / math.Sqrt(1+math.Pi*sd*sd/8))
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
