package rubric

import (
	"errors"
	"strings"
	"time"
)

// SignOff is how far humans have taken the marks of one talk.
type SignOff string

// The states of sign-off; see the drawing in the package comment.
const (
	ByMachine SignOff = "machine"
	Overruled SignOff = "overruled"
	Signed    SignOff = "signed"
)

// Overruling is a human's answer in place of the marker's.
type Overruling struct {
	Item   string    `json:"item"`
	By     string    `json:"by"`
	Reason string    `json:"reason"`
	Before *bool     `json:"before"`
	After  bool      `json:"after"`
	At     time.Time `json:"at"`
	// Turn is the turn that the human pointed at, -1 for none.
	Turn int `json:"turn"`
}

// Marks are the marks of one talk with everything that humans did to them.
type Marks struct {
	Results     []Result     `json:"results"`
	State       SignOff      `json:"state"`
	Overrulings []Overruling `json:"overrulings,omitempty"`
	SignedBy    string       `json:"signed_by,omitempty"`
	SignedAt    time.Time    `json:"signed_at,omitzero"`
}

// The causes why marks cannot be overruled or signed.
var (
	ErrNoReason   = errors.New("an overruling needs a reason")
	ErrNoPerson   = errors.New("a mark is changed and signed by a named human")
	ErrNoItem     = errors.New("the checklist has no such item")
	ErrSigned     = errors.New("the marks are signed; reopen them first")
	ErrNotSigned  = errors.New("the marks are not signed")
	ErrSameMark   = errors.New("the mark already says so")
	ErrUndecided  = errors.New("items that the marker left open must be decided before signing")
	ErrOwnReading = errors.New("a learner cannot mark the own talk")
)

// NewMarks are the machine's marks before any human has seen them.
func NewMarks(results []Result) Marks {
	return Marks{Results: results, State: ByMachine}
}

// Overrule gives the marks with one item decided by a human. m is left as it was.
func (m Marks) Overrule(item, by, reason string, after bool, at time.Time, turn int) (Marks, error) {
	n := m.find(item)
	switch {
	case m.State == Signed:
		return m, ErrSigned
	case strings.TrimSpace(by) == "":
		return m, ErrNoPerson
	case strings.TrimSpace(reason) == "":
		return m, ErrNoReason
	case n < 0:
		return m, ErrNoItem
	case m.Results[n].Met != nil && *m.Results[n].Met == after:
		return m, ErrSameMark
	}
	before := m.Results[n].Met
	m.Results = append([]Result{}, m.Results...)
	m.Results[n].Met, m.Results[n].Confidence = &after, 1
	m.Overrulings = append(append([]Overruling{}, m.Overrulings...),
		Overruling{Item: item, By: by, Reason: reason, Before: before, After: after, At: at, Turn: turn})
	m.State = Overruled
	return m, nil
}

// Sign closes the marks in a human's name. learner is whose talk it is.
func (m Marks) Sign(by, learner string, at time.Time) (Marks, error) {
	switch {
	case m.State == Signed:
		return m, ErrSigned
	case strings.TrimSpace(by) == "":
		return m, ErrNoPerson
	case by == learner:
		return m, ErrOwnReading
	case len(m.Open()) > 0:
		return m, ErrUndecided
	}
	m.State, m.SignedBy, m.SignedAt = Signed, by, at
	return m, nil
}

// Reopen takes the signature back, so that marks can be overruled again.
func (m Marks) Reopen(by string) (Marks, error) {
	switch {
	case m.State != Signed:
		return m, ErrNotSigned
	case strings.TrimSpace(by) == "":
		return m, ErrNoPerson
	}
	m.State, m.SignedBy, m.SignedAt = Overruled, "", time.Time{}
	return m, nil
}

// Open lists the items that wait for a human.
func (m Marks) Open() []string {
	var open []string
	for _, r := range m.Results {
		if r.Unsure() {
			open = append(open, r.ID)
		}
	}
	return open
}

func (m Marks) find(item string) int {
	for n, r := range m.Results {
		if r.ID == item {
			return n
		}
	}
	return -1
}
