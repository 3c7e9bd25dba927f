package policy

import (
	"errors"
	"fmt"
	"slices"
)

// ErrDenied is what every refusal is; errors.As with *Denied tells why.
var ErrDenied = errors.New("not allowed")

// ErrUndecided is wrapped when a question could not be decided; the answer is no.
var ErrUndecided = errors.New("the rules cannot decide this")

// Reason is the category of a refusal, for the face to put into words.
type Reason string

// The reasons, the most telling first. Rules name theirs by @reason.
const (
	ReasonSignIn    Reason = "signin"    // nobody is signed in
	ReasonSuspended Reason = "suspended" // the account is suspended
	ReasonUndecided Reason = "undecided" // a fault in the question or in the rules
	ReasonScope     Reason = "scope"     // the API token lacks the scope
	ReasonPrivate   Reason = "private"   // it is another's private work; the face says "not found"
	ReasonOwn       Reason = "own"       // nobody does this to themselves
	ReasonClass     Reason = "class"     // the texts may not leave the institution
	ReasonLevel     Reason = "level"     // the course does not let AI go so far
	ReasonAssessed  Reason = "assessed"  // the learner is being assessed
	ReasonRole      Reason = "role"      // no rule permits it
)

var byWeight = []Reason{ReasonSignIn, ReasonSuspended, ReasonUndecided, ReasonScope, ReasonPrivate, ReasonOwn, ReasonClass, ReasonLevel, ReasonAssessed, ReasonRole}

// Denied is a refusal.
type Denied struct {
	Action Action
	Reason Reason
	Cause  error // of an undecided question; nil otherwise
}

// Error says what was refused and why, for logs; it names nobody.
func (d *Denied) Error() string {
	if d.Cause != nil {
		return fmt.Sprintf("%s is not allowed (%s): %v", d.Action, d.Reason, d.Cause)
	}
	return fmt.Sprintf("%s is not allowed (%s)", d.Action, d.Reason)
}

// Is makes every refusal an ErrDenied.
func (d *Denied) Is(target error) bool { return target == ErrDenied }

// Unwrap gives the cause of an undecided question.
func (d *Denied) Unwrap() error { return d.Cause }

func undecided(action Action, cause error) *Denied {
	return &Denied{Action: action, Reason: ReasonUndecided, Cause: cause}
}

// weightiest picks the most telling of several reasons.
func weightiest(reasons []Reason) Reason {
	for _, r := range byWeight {
		if slices.Contains(reasons, r) {
			return r
		}
	}
	return ReasonRole
}
