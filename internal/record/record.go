package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"

	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/policy"
)

// Faults of a record.
var (
	ErrNotFound   = errors.New("there is no such record")
	ErrIncomplete = errors.New("the record is not complete")
	ErrSupersedes = errors.New("the record to replace is of another learner or activity, or was replaced already")
	ErrScope      = errors.New("a list of records needs the scope of its reader")
)

// ID names a record: a ULID.
type ID string

// purposes stand in the order of their consequence.
var purposes = []policy.Purpose{policy.Private, policy.Shared, policy.Assignment, policy.Assessed}

// MayServeAs says whether what was done for one purpose may be used for
// another: for the same or less consequence, never for more.
func MayServeAs(done, other policy.Purpose) bool {
	from, to := slices.Index(purposes, done), slices.Index(purposes, other)
	return to >= 0 && to <= from
}

// Activity names what the evidence comes from.
type Activity struct {
	Kind string // "encounter"
	ID   string
}

// Provenance says how a judgement came about.
type Provenance struct {
	Engine     string `json:"engine,omitempty"`     // version of the deterministic engine
	Marker     string `json:"marker,omitempty"`     // version of what marked, or "human"
	Disclosure string `json:"disclosure,omitempty"` // the sentence about the model's part; empty: no model took part
}

// Envelope is one piece of learning evidence.
type Envelope struct {
	ID           ID // empty: made by Append
	Learner      people.ID
	By           people.ID // the human who judged; empty: the engine
	Course       people.CourseID
	Activity     Activity
	Competencies []string        // codes as framework:code
	Purpose      policy.Purpose  // chosen before the start and never raised afterwards
	At           time.Time       // when it was learnt or judged; microseconds are kept
	Schema       string          // of the body, with its version: "encounter.marks/1"
	Body         json.RawMessage // nil in lists; see Service.Body
	Provenance   Provenance
	Supersedes   ID // the record that this one corrects; empty: none
}

// Record is an envelope that was kept.
type Record struct {
	Envelope
	Leaf ledger.LeafID // the entry that commits to it
}

var (
	activityForm   = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	schemaForm     = regexp.MustCompile(`^[a-z][a-z0-9_.]{0,59}/[1-9][0-9]{0,3}$`)
	competencyForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}:[A-Za-z0-9][A-Za-z0-9._-]{0,79}$`)
)

// Check returns ErrIncomplete with the first part that is missing or malformed.
func (e Envelope) Check() error {
	switch {
	case e.Learner == "":
		return fmt.Errorf("%w: it names no learner", ErrIncomplete)
	case !activityForm.MatchString(e.Activity.Kind) || e.Activity.ID == "":
		return fmt.Errorf("%w: it names no activity", ErrIncomplete)
	case !slices.Contains(purposes, e.Purpose):
		return fmt.Errorf("%w: %q is not a purpose", ErrIncomplete, e.Purpose)
	case e.At.IsZero():
		return fmt.Errorf("%w: it has no time", ErrIncomplete)
	case !schemaForm.MatchString(e.Schema):
		return fmt.Errorf("%w: %q is not a schema with a version", ErrIncomplete, e.Schema)
	case !json.Valid(e.Body):
		return fmt.Errorf("%w: its body is not JSON", ErrIncomplete)
	}
	for _, code := range e.Competencies {
		if !competencyForm.MatchString(code) {
			return fmt.Errorf("%w: %q is not a competency code framework:code", ErrIncomplete, code)
		}
	}
	return nil
}
