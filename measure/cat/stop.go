package cat

import (
	"errors"
	"fmt"
	"math"
)

// ErrStop is a plan whose tests would never end as asked.
var ErrStop = errors.New("a test needs a usable rule to stop")

// Stop says when a test ends: as soon as one of the rules that are set holds,
// not before Least items, and in any case after Most.
type Stop struct {
	SE          float64 // posterior standard deviation at most this; 0 means not used
	Information float64 // Fisher's information at the estimate at least this; 0 means not used
	Cut         *SPRT   // pass or fail decided; nil means not used
	Least, Most int     // items; Most 0 means the whole bank
}

// SPRT is Wald's sequential probability ratio test (1945) of an ability above
// against one below a cut, for tests that only need to decide (Reckase 1983).
type SPRT struct {
	Cut, Half   float64 // the hypotheses are Cut+Half and Cut-Half
	Alpha, Beta float64 // chances of passing wrongly and of failing wrongly
}

// Decision is what an SPRT has come to.
type Decision string

// The decisions.
const (
	Open Decision = ""
	Pass Decision = "pass"
	Fail Decision = "fail"
)

func (s Stop) check() error {
	if !finite(s.SE, s.Information) || s.SE < 0 || s.Information < 0 || s.Least < 0 || s.Most < 0 {
		return fmt.Errorf("%w: limits must be finite and not negative", ErrStop)
	}
	if s.SE == 0 && s.Information == 0 && s.Cut == nil && s.Most == 0 {
		return ErrStop
	}
	if c := s.Cut; c != nil {
		half := func(x float64) bool { return x > 0 && x < 0.5 }
		if !finite(c.Cut, c.Half) || c.Half <= 0 || !half(c.Alpha) || !half(c.Beta) {
			return fmt.Errorf("%w: the SPRT needs a finite cut, a positive half width and error rates below one half", ErrStop)
		}
	}
	return nil
}

// precision is how precise a posterior must become; far away when no rule says.
func (s Stop) precision() float64 {
	need := math.Inf(1)
	if s.SE > 0 {
		need = 1 / (s.SE * s.SE)
	}
	if s.Information > 0 {
		need = math.Min(need, s.Information+1)
	}
	return need
}

// reached says whether the test has answered what it was given for.
func (s Stop) reached(e *Exam) (bool, Decision) {
	if len(e.Items) < s.Least {
		return false, Open
	}
	if s.Cut != nil {
		if d := s.Cut.decide(e); d != Open {
			return true, d
		}
	}
	met := s.SE > 0 && e.SE <= s.SE || s.Information > 0 && e.information() >= s.Information
	return met, Open
}

// decide compares the likelihoods of the answers at both hypotheses.
func (s *SPRT) decide(e *Exam) Decision {
	ratio := 0.0
	for n, i := range e.Items {
		it := &e.bank.Items[i]
		p := make([]float64, it.Categories())
		it.Probabilities(s.Cut+s.Half, p)
		above := p[e.Answers[n]]
		it.Probabilities(s.Cut-s.Half, p)
		ratio += math.Log(above / p[e.Answers[n]])
	}
	switch {
	case ratio >= math.Log((1-s.Beta)/s.Alpha):
		return Pass
	case ratio <= math.Log(s.Beta/(1-s.Alpha)):
		return Fail
	}
	return Open
}

func finite(xs ...float64) bool {
	for _, x := range xs {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}
