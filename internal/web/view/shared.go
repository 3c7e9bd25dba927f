package view

import (
	"errors"
	"time"
)

// Choice is one option of a select, a group of radios or a filter.
type Choice struct {
	Value    string
	Text     string // content, already in the reader's words
	Selected bool
}

// Pages says where a list stands: a window of Size out of Total from Offset.
type Pages struct {
	Offset, Size, Total int
	Path                string // address of the list without the offset
}

// HasPrevious tells whether an earlier page exists.
func (p Pages) HasPrevious() bool { return p.Offset > 0 }

// HasNext tells whether a later page exists.
func (p Pages) HasNext() bool { return p.Offset+p.Size < p.Total }

// Previous is the offset of the page before.
func (p Pages) Previous() int { return max(0, p.Offset-p.Size) }

// Next is the offset of the page after.
func (p Pages) Next() int { return p.Offset + p.Size }

// First is the number of the first row shown, counted from 1; 0 in an empty list.
func (p Pages) First() int {
	if p.Total == 0 {
		return 0
	}
	return p.Offset + 1
}

// Last is the number of the last row shown.
func (p Pages) Last() int { return min(p.Offset+p.Size, p.Total) }

// Maker says what made a text or a mark.
type Maker string

// The makers. Whatever is made by a model carries the AI chip.
const (
	MadeByPerson Maker = "person"
	MadeByEngine Maker = "engine" // deterministic, no model took part
	MadeByModel  Maker = "model"
)

// Support is the standing of a claim against its sources.
type Support string

// The standings of a claim.
const (
	Supported    Support = "supported"
	Unsupported  Support = "unsupported"
	Contradicted Support = "contradicted"
)

// Made is the small chip beside what an engine or a model made: who made it,
// and the reference under which its provenance is found.
type Made struct {
	By  Maker
	Ref string
}

// Shown tells whether a chip is shown at all.
func (m Made) Shown() bool { return m.Ref != "" && (m.By == MadeByModel || m.By == MadeByEngine) }

// Provenance is what the drawer behind the chip tells.
type Provenance struct {
	Ref        string
	By         Maker
	At         time.Time
	Model      string // name and where it runs; empty for the engine
	Prompt     string // name and version of the prompt or of the rule set
	Sources    []Source
	Checks     []Check
	Reviewer   string // empty while nobody has looked
	ReviewedAt time.Time
	Disclosure string // the sentence to be cited when this is used elsewhere
}

// Source is one source that an answer rests on.
type Source struct {
	Title   string
	Passage string
	Support Support
}

// Check is one check that the text went through.
type Check struct {
	Name   string
	Passed bool
	Detail string
}

// Invalid is the error of a form that cannot be accepted: a message key per
// field. The field "" speaks about the form as a whole.
type Invalid struct {
	Fields map[string]string
}

// Error names the fault for logs; people read the messages.
func (e *Invalid) Error() string { return "the form cannot be accepted" }

// Refuse makes the Invalid of a single field.
func Refuse(field, key string) error { return &Invalid{Fields: map[string]string{field: key}} }

// AsInvalid finds an Invalid in an error chain.
func AsInvalid(err error) (*Invalid, bool) {
	var invalid *Invalid
	ok := errors.As(err, &invalid)
	return invalid, ok
}

// Form is a form that is shown again: what was typed and what was wrong.
type Form struct {
	Values map[string]string
	Errors map[string]string // field → message key
}

// Value is what was typed into a field.
func (f Form) Value(field string) string { return f.Values[field] }

// Error is the message key of what was wrong with a field; empty when nothing was.
func (f Form) Error(field string) string { return f.Errors[field] }

// Fresh is a form with nothing typed and nothing wrong, for the forms of a
// page beside the one that was refused.
func (f Form) Fresh() Form { return Form{} }
