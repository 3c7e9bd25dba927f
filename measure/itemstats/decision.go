package itemstats

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// ErrDecision says that decision consistency cannot be computed from what was given.
var ErrDecision = errors.New("decision consistency needs a reliability between 0 and 1, a spread of scores, and a mean and a cut inside the scale")

// Scale describes scores whose decisions are examined.
type Scale struct {
	Low, High   float64 // least and highest possible score
	Mean, SD    float64 // of the observed scores
	Reliability float64 // between 0 and 1
}

// Decision is how safe pass-fail decisions at a cut are.
type Decision struct {
	Consistency float64 // probability of the same decision on an equivalent exam
	Kappa       float64 // consistency beyond chance
	Accuracy    float64 // probability of the decision that the true score deserves
	FalsePass   float64 // passes who should fail
	FalseFail   float64 // fails who should pass
	PassRate    float64 // under the model
	Length      int     // effective test length, in items of 0 and 1
}

// LivingstonLewis examines decisions that scores of at least cut pass (Livingston &
// Lewis 1995): true scores follow a beta distribution with the moments that the
// reliability leaves, errors are binomial over the effective test length. It fails
// with ErrDecision.
func LivingstonLewis(s Scale, cut float64) (Decision, error) {
	span := s.High - s.Low
	variance := s.SD * s.SD
	inside := s.Mean > s.Low && s.Mean < s.High && cut > s.Low && cut <= s.High
	if !(s.Reliability > 0 && s.Reliability < 1) || !(variance > 0) || !inside {
		return Decision{}, fmt.Errorf("%w: %+v, cut %g", ErrDecision, s, cut)
	}
	length := ((s.Mean-s.Low)*(s.High-s.Mean) - s.Reliability*variance) / (variance * (1 - s.Reliability))
	mean := (s.Mean - s.Low) / span
	strength := mean*(1-mean)/(s.Reliability*variance/(span*span)) - 1
	if !(length > 0) || length > 1e4 || !(strength > 0) || strength > 1e4 {
		return Decision{}, fmt.Errorf("%w: such scores have no beta distribution behind them", ErrDecision)
	}
	n := max(1, int(math.Round(length)))
	need := int(math.Ceil(float64(n)*(cut-s.Low)/span - 1e-9))
	truth := beta{mean * strength, (1 - mean) * strength}
	return truth.decide(n, need, (cut-s.Low)/span), nil
}

// beta is the distribution of true scores on 0 to 1.
type beta struct{ a, b float64 }

// below is the probability of a true score under x.
func (t beta) below(x float64) float64 {
	return min(max(mathext.RegIncBeta(t.a, t.b, min(max(x, 0), 1)), 0), 1)
}

// parts is into how many parts each side of the cut is divided.
const parts = 250

// decide integrates over the true scores below and above the cut, each side cut
// into equal slices.
func (t beta) decide(n, need int, cut float64) Decision {
	d := Decision{Length: n}
	d.integrate(t, 0, cut, n, need, false)
	d.integrate(t, cut, 1, n, need, true)
	chance := d.PassRate*d.PassRate + (1-d.PassRate)*(1-d.PassRate)
	if chance < 1 {
		d.Kappa = (d.Consistency - chance) / (1 - chance)
	}
	return d
}

func (d *Decision) integrate(t beta, from, to float64, n, need int, deserves bool) {
	before, width := t.below(from), (to-from)/parts
	for i := range parts {
		end := from + width*float64(i+1)
		upTo := 1.0
		if i+1 < parts || to < 1 {
			upTo = max(before, t.below(end))
		}
		d.see(end-width/2, n, need, upTo-before, deserves)
		before = upTo
	}
}

// see takes in persons of one true score.
func (d *Decision) see(truth float64, n, need int, weight float64, deserves bool) {
	pass := atLeast(need, n, truth)
	d.PassRate += weight * pass
	d.Consistency += weight * (pass*pass + (1-pass)*(1-pass))
	if deserves {
		d.Accuracy += weight * pass
		d.FalseFail += weight * (1 - pass)
	} else {
		d.Accuracy += weight * (1 - pass)
		d.FalsePass += weight * pass
	}
}

// atLeast is the binomial probability of need or more out of n.
func atLeast(need, n int, p float64) float64 {
	switch {
	case need <= 0:
		return 1
	case need > n:
		return 0
	}
	return mathext.RegIncBeta(float64(need), float64(n-need+1), p)
}

// Subkoviak is the consistency of decisions at a number-right cut, from one exam
// (Subkoviak 1976): each person's true share right is estimated by regressing the
// observed share on the mean (Kelley), errors are binomial. It fails with
// ErrDecision.
func Subkoviak(right []float64, items int, reliability float64, cut int) (consistency, kappa float64, err error) {
	if len(right) == 0 || items < 1 || !(reliability >= 0 && reliability <= 1) {
		return 0, 0, ErrDecision
	}
	mean := 0.0
	for _, x := range right {
		if !(x >= 0 && x <= float64(items)) {
			return 0, 0, fmt.Errorf("%w: %g right of %d", ErrDecision, x, items)
		}
		mean += x / float64(len(right))
	}
	passing := 0.0
	for _, x := range right {
		truth := (reliability*x + (1-reliability)*mean) / float64(items)
		pass := atLeast(cut, items, min(max(truth, 0), 1))
		consistency += (pass*pass + (1-pass)*(1-pass)) / float64(len(right))
		passing += pass / float64(len(right))
	}
	if chance := passing*passing + (1-passing)*(1-passing); chance < 1 {
		kappa = (consistency - chance) / (1 - chance)
	}
	return consistency, kappa, nil
}
