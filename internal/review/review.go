package review

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	"preceptor/internal/people"
)

// ID is the identifier of a review.
type ID string

// State says how far people have vouched for a thing.
type State string

// The states; the package comment draws their changes.
const (
	Draft            State = "draft"
	InReview         State = "in-review"
	ChangesRequested State = "changes-requested"
	Approved         State = "approved"
	Retired          State = "retired"
)

// Action is what a person does in a review.
type Action string

// The actions.
const (
	Submit   Action = "submit"
	Withdraw Action = "withdraw"
	Return   Action = "return"
	Approve  Action = "approve"
	Revise   Action = "revise"
	Retire   Action = "retire"
	Restore  Action = "restore"
)

// changes is the picture of the package comment as a table.
var changes = map[Action]map[State]State{
	Submit:   {Draft: InReview, ChangesRequested: InReview},
	Withdraw: {InReview: Draft},
	Return:   {InReview: ChangesRequested},
	Approve:  {InReview: Approved},
	Revise:   {Approved: Draft},
	Retire:   {Draft: Retired, ChangesRequested: Retired, Approved: Retired},
	Restore:  {Retired: Draft},
}

// Subject is the thing that is reviewed.
type Subject struct {
	Kind string // "case", "item", "source"
	ID   string
}

// Review is where a thing stands.
type Review struct {
	ID               ID
	Subject          Subject
	Course           people.CourseID // empty: the whole installation's
	Author           people.ID
	State            State
	Revision         int64     // as last submitted; 0 before
	Submitter        people.ID // who submitted it; empty before
	ApprovedRevision int64     // the newest that was approved; 0 none
	ApprovalsNeeded  int       // how many people have to approve; 0 counts as 1
	Since            time.Time // when it came into this state
	Version          int64     // grows with every step
}

// Step is one thing that was done in a review.
type Step struct {
	ID       StepID
	Action   Action
	From, To State
	Revision int64
	By       people.ID
	At       time.Time
	Comment  string
	Erased   bool // there was a comment, but its writer was erased
}

// StepID is the identifier of a step.
type StepID string

// Decision is what a person wants to do.
type Decision struct {
	Action   Action
	By       people.ID
	Version  int64  // of the review, as the person saw it
	Revision int64  // of the thing: what is submitted, approved or returned
	Comment  string // needed for Return
}

var (
	// ErrNotFound is returned for a review that does not exist.
	ErrNotFound = errors.New("there is no such review")
	// ErrChanged is returned when the review or the thing changed since the person looked at it.
	ErrChanged = errors.New("this was changed meanwhile; look at it again before you decide")
	// ErrState is returned for an action that the state does not allow.
	ErrState = errors.New("that cannot be done in this state")
	// ErrOwnWork is returned to a person who wants to judge what they wrote or submitted.
	ErrOwnWork = errors.New("nobody reviews what they wrote or submitted themselves")
	// ErrAlready is returned to a person who has already approved this revision.
	ErrAlready = errors.New("you have already approved this; another person has to")
	// ErrNoReason is returned for a thing that is sent back without saying why.
	ErrNoReason = errors.New("say what should change")
	// ErrIncomplete is returned for a subject or decision with a part missing or malformed.
	ErrIncomplete = errors.New("the review is incomplete")
)

const longestComment = 10_000

var kindForm = regexp.MustCompile(`^[a-z][a-z_]{0,39}$`)

func (s Subject) check() error {
	if !kindForm.MatchString(s.Kind) || s.ID == "" {
		return fmt.Errorf("%w: it names no subject", ErrIncomplete)
	}
	return nil
}

// Next is the state that the decision leads to, given who approved this
// revision so far, or the reason why it may not be taken.
func (r Review) Next(d Decision, approvers []people.ID) (State, error) {
	to, allowed := changes[d.Action][r.State]
	judging := d.Action == Approve || d.Action == Return
	switch {
	case d.By == "" || len(d.Comment) > longestComment || d.Action == Submit && d.Revision <= 0:
		return "", fmt.Errorf("%w: it needs a person, a revision and at most %d characters", ErrIncomplete, longestComment)
	case d.Version != r.Version || judging && d.Revision != r.Revision:
		return "", ErrChanged
	case !allowed:
		return "", fmt.Errorf("%w: %s while %s", ErrState, d.Action, r.State)
	case judging && (d.By == r.Author || d.By == r.Submitter):
		return "", ErrOwnWork
	case d.Action == Return && d.Comment == "":
		return "", ErrNoReason
	case d.Action != Approve:
		return to, nil
	}
	return r.afterApproval(d.By, approvers)
}

func (r Review) afterApproval(by people.ID, approvers []people.ID) (State, error) {
	for _, p := range approvers {
		if p == by {
			return "", ErrAlready
		}
	}
	if len(approvers)+1 < r.ApprovalsNeeded {
		return InReview, nil
	}
	return Approved, nil
}

// after is the review once the decision was taken.
func (r Review) after(d Decision, to State, at time.Time) Review {
	r.Version++
	if r.State != to {
		r.State, r.Since = to, at
	}
	switch {
	case d.Action == Submit:
		r.Revision, r.Submitter = d.Revision, d.By
	case to == Approved:
		r.ApprovedRevision = r.Revision
	case to == Retired:
		r.ApprovedRevision = 0
	}
	return r
}
