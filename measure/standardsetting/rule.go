package standardsetting

import (
	"errors"
	"fmt"
)

// Rule decides about a candidate: the mean over stations must reach the exam's cut
// (compensatory), and, if asked for, enough stations must be passed, and some
// without fail (conjunctive; AMEE guide 85).
type Rule struct {
	Cuts     []float64 // of each station
	Margin   float64   // added to the exam's cut, for example one standard error of measurement
	Passed   int       // stations to be passed at least
	MustPass []bool    // stations that nothing makes up for; nil for none
}

// Decision is what a rule makes of one candidate.
type Decision struct {
	Pass    bool
	Mean    float64 // over the stations taken
	Needed  float64 // mean of their cuts, plus margin
	Passed  int
	Reasons []Reason // why the candidate fails; empty for a pass
}

// Reason is one condition that was not met. Station counts from 0 and is -1 when the
// exam as a whole is meant.
type Reason struct {
	Code    ReasonCode
	Station int
}

// ReasonCode says which condition it was.
type ReasonCode string

// The conditions.
const (
	BelowCut        ReasonCode = "below_cut"
	TooFewStations  ReasonCode = "too_few_stations"
	EssentialFailed ReasonCode = "essential_station_failed"
)

// Faults of a rule or of the scores that it is given.
var (
	ErrRule   = errors.New("the rule does not fit its stations")
	ErrAbsent = errors.New("the candidate has taken no station")
)

// Score is a candidate's result at a station; Taken is false for one not taken,
// which is left out of the mean and counts as not passed.
type Score struct {
	Value float64
	Taken bool
}

// Decide applies the rule. It fails with ErrRule, ErrAbsent or ErrNotFinite.
func (r Rule) Decide(scores []Score) (Decision, error) {
	if len(scores) != len(r.Cuts) || r.MustPass != nil && len(r.MustPass) != len(r.Cuts) || r.Passed > len(r.Cuts) || !finite(r.Margin) {
		return Decision{}, ErrRule
	}
	var d Decision
	taken := 0.0
	for i, s := range scores {
		if s.Taken && !finite(s.Value) || !finite(r.Cuts[i]) {
			return Decision{}, fmt.Errorf("station %d: %w", i+1, ErrNotFinite)
		}
		passed := s.Taken && s.Value >= r.Cuts[i]
		if passed {
			d.Passed++
		} else if r.MustPass != nil && r.MustPass[i] {
			d.Reasons = append(d.Reasons, Reason{EssentialFailed, i})
		}
		if s.Taken {
			d.Mean, d.Needed, taken = d.Mean+s.Value, d.Needed+r.Cuts[i], taken+1
		}
	}
	if taken == 0 {
		return Decision{}, ErrAbsent
	}
	d.Mean, d.Needed = d.Mean/taken, d.Needed/taken+r.Margin
	if d.Mean < d.Needed {
		d.Reasons = append(d.Reasons, Reason{BelowCut, -1})
	}
	if d.Passed < r.Passed {
		d.Reasons = append(d.Reasons, Reason{TooFewStations, -1})
	}
	d.Pass = len(d.Reasons) == 0
	return d, nil
}
