package encounter

import (
	"errors"
	"fmt"
	"strings"

	"preceptor/internal/cases"
	"preceptor/internal/db"
	"preceptor/internal/id"
	"preceptor/internal/people"
	"preceptor/internal/policy"
)

// ID names an encounter; the learner's device makes it.
type ID string

// TurnID names a turn; the learner's device makes it.
type TurnID string

// Status is how far an encounter has come.
type Status string

// The statuses of an encounter; see the drawing in the package comment.
const (
	Talking  Status = "talking"
	Finished Status = "finished"
	Left     Status = "left" // ended by the learner without marks
)

// Encounter is one learner with one patient, without what was said.
type Encounter struct {
	ID          ID
	Learner     people.ID
	Course      people.CourseID
	Case        string // id of the case
	CaseVersion int
	Purpose     policy.Purpose
	Attempt     int // of this learner at this case, from 1
	Status      Status
	Turns       int
	OpenedAt    db.Time
	FinishedAt  db.Time // zero while it goes on
	Version     int64
}

// Kind is what the learner does in a turn.
type Kind string

// The kinds of turns.
const (
	Say      Kind = "say"       // words to the patient
	Do       Kind = "do"        // a manoeuvre or a test, in words
	Diagnose Kind = "diagnosis" // the leading diagnosis, committed
)

// Turn is one thing that the learner said or did, and the answer.
type Turn struct {
	ID       TurnID
	Number   int // from 0
	Kind     Kind
	Text     string         // the learner's words; of a Diagnose turn the leading diagnosis
	Grounds  Grounds        // of a turn of kind Diagnose
	Reply    cases.Reply    // of a turn of kind Say
	Found    cases.Findings // of a turn of kind Do
	WordedBy WordedBy
	At       db.Time
}

// Grounds are why a learner leads with a diagnosis, and how sure they are.
type Grounds struct {
	Why        string     `json:"why,omitempty"`
	Confidence Confidence `json:"confidence,omitempty"`
}

// Confidence is how sure a learner is of the leading diagnosis.
type Confidence string

// The degrees of confidence; empty when the learner did not say.
const (
	Low    Confidence = "low"
	Middle Confidence = "middle"
	High   Confidence = "high"
)

// WordedBy says who chose the words of a reply.
type WordedBy struct {
	// Model is empty when the engine worded the reply itself.
	Model string `json:"model,omitempty"`
	// Call is the ledger's name of the call, for the drawer behind the AI chip.
	Call string `json:"call,omitempty"`
	// Disclosure is the statement of the model's part.
	Disclosure string `json:"disclosure,omitempty"`
	// Instead says why a model's wording was not used, when one was asked for.
	Instead string `json:"instead,omitempty"`
}

// The causes why something cannot be done with an encounter.
var (
	ErrNotFound    = errors.New("there is no such encounter")
	ErrOver        = errors.New("the encounter is over")
	ErrNotOver     = errors.New("the encounter is still going on")
	ErrNothingSaid = errors.New("nothing was said")
	ErrTooLong     = errors.New("the text is longer than 2,000 characters")
	ErrOpenTaken   = errors.New("this encounter was opened before with another case or for another purpose")
	ErrTurnTaken   = errors.New("this turn was sent before with other words")
	ErrPurpose     = errors.New("an encounter is private, shared, an assignment or assessed")
	ErrNoDiagnosis = errors.New("name a leading diagnosis, or say that it is undifferentiated, before you finish")
	ErrKind        = errors.New("a turn is something said, done or diagnosed")
	ErrConfidence  = errors.New("confidence is low, middle or high")
	ErrNoTurn      = errors.New("the encounter has no such turn")
)

// mostText is the longest thing a learner can say in one turn, in characters.
const mostText = 2000

// words checks what the learner sent and trims it.
func words(text string) (string, error) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return "", ErrNothingSaid
	case len([]rune(text)) > mostText:
		return "", ErrTooLong
	}
	return text, nil
}

// check brings a turn's input into its one form, or says what is wrong with it.
func (in TurnInput) check() (TurnInput, error) {
	if _, err := id.Parse[TurnID](string(in.ID)); err != nil {
		return in, err
	}
	var err error
	if in.Text, err = words(in.Text); err != nil {
		return in, err
	}
	switch in.Kind {
	case Say, Do:
		in.Grounds = Grounds{}
		return in, nil
	case Diagnose:
		return in.checkGrounds()
	}
	return in, fmt.Errorf("%q: %w", in.Kind, ErrKind)
}

func (in TurnInput) checkGrounds() (TurnInput, error) {
	switch in.Grounds.Confidence {
	case "", Low, Middle, High:
	default:
		return in, fmt.Errorf("%q: %w", in.Grounds.Confidence, ErrConfidence)
	}
	why, err := words(in.Grounds.Why)
	if errors.Is(err, ErrNothingSaid) {
		err = nil
	}
	in.Grounds.Why = why
	return in, err
}

// check says what is wrong with an opening.
func (o Opening) check() error {
	if _, err := id.Parse[ID](string(o.ID)); err != nil {
		return err
	}
	switch o.Purpose {
	case policy.Private, policy.Shared, policy.Assignment, policy.Assessed:
		return nil
	}
	return fmt.Errorf("%q: %w", o.Purpose, ErrPurpose)
}

// mayGoOn says whether the encounter takes another turn.
func (e *Encounter) mayGoOn() error {
	if e.Status != Talking {
		return ErrOver
	}
	return nil
}

// Object is the encounter as the policy sees it.
func (e Encounter) Object() policy.Object {
	return policy.Object{Kind: policy.Encounter, ID: string(e.ID), Owner: e.Learner, Course: e.Course, Purpose: e.Purpose}
}
