package cat

import (
	"errors"
	"fmt"
	"math"
)

// Criterion rates how much an item would tell about an examinee.
type Criterion string

// The criteria, with the papers they come from.
const (
	// Information is Fisher's information at the estimate (Lord 1980).
	Information Criterion = "information"
	// KullbackLeibler is how well an item tells the estimate from the other
	// abilities, weighted by the posterior (Chang & Ying 1996; van der Linden 1998).
	KullbackLeibler Criterion = "kl"
	// Precision is the expected gain in posterior precision one answer ahead
	// (Owen 1975; van der Linden 1998), counted only as far as the test needs it,
	// with a bonus for an answer that would end the test.
	Precision Criterion = "precision"
)

// ErrCriterion is a name that is not a Criterion.
var ErrCriterion = errors.New("the criteria are information, kl and precision")

// rate writes the worth of every item that may be asked into worth, and -Inf
// for the others.
func (e *Exam) rate(c Criterion, stop Stop, worth []float64) error {
	var one func(item int) float64
	switch c {
	case Information:
		one = func(i int) float64 { return e.bank.Items[i].Information(e.Estimate) }
	case KullbackLeibler:
		one = e.divergence
	case Precision, "":
		need := stop.precision()
		one = func(i int) float64 { return e.gain(i, need) }
	default:
		return fmt.Errorf("%q is not a criterion: %w", c, ErrCriterion)
	}
	for i := range worth {
		worth[i] = math.Inf(-1)
		if !e.used[i] && !e.aside[i] {
			worth[i] = one(i)
		}
	}
	return nil
}

// divergence is the posterior mean of the Kullback-Leibler distance of an
// item's answers at the estimate from those at other abilities.
func (e *Exam) divergence(item int) float64 {
	it := &e.bank.Items[item]
	at := make([]float64, it.Categories())
	it.Probabilities(e.Estimate, at)
	sum := 0.0
	for c, p := range at {
		logs := 0.0
		for k := e.from; k < e.to; k++ {
			logs += e.post[k] * math.Log(e.bank.prob[item][c][k])
		}
		sum += p * (math.Log(p) - logs/e.mass)
	}
	return sum
}

// done is what ending the test is worth, in units of precision; 1.5 was the best
// of 0..3 in simulations with several banks and exposure limits, by little.
const done = 1.5

// gain is the expected precision after the item's answer minus the present
// one. Precision beyond need is worth nothing, and reaching it a bonus.
func (e *Exam) gain(item int, need float64) float64 {
	prob, theta := e.bank.prob[item], e.bank.theta[e.from:e.to]
	post := e.post[e.from:e.to][:len(theta)]
	rest := moments{e.mass, e.mass * e.Estimate, e.mass * (e.SE*e.SE + e.Estimate*e.Estimate)}
	expected := 0.0
	for _, p := range prob[1:] {
		p = p[e.from:e.to][:len(theta)]
		var m moments
		for k, t := range theta {
			x := post[k] * p[k]
			m.mass += x
			x *= t
			m.sum += x
			m.square += x * t
		}
		rest.mass, rest.sum, rest.square = rest.mass-m.mass, rest.sum-m.sum, rest.square-m.square
		expected += m.worth(e.mass, need)
	}
	return expected + rest.worth(e.mass, need) - 1/(e.SE*e.SE)
}

// moments are those of the posterior after one answer, not yet divided by the mass.
type moments struct{ mass, sum, square float64 }

// worth is the precision after the answer, times the answer's probability.
func (m moments) worth(whole, need float64) float64 {
	if m.mass < 1e-9*whole {
		return 0
	}
	mean := m.sum / m.mass
	precision := 1 / math.Max(m.square/m.mass-mean*mean, 1e-9)
	if precision >= need {
		precision = need + done
	}
	return precision * m.mass / whole
}
