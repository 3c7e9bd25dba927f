package ledger

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"time"
)

// ErrEntry is returned for an entry that may not be written: a malformed part,
// or text that could be personal where only codes may stand.
var ErrEntry = errors.New("not a ledger entry")

// LeafID names an entry from the moment it is appended: a ULID. Its index in
// the tree is known once it has been integrated.
type LeafID string

// Kind says what happened, in dotted lower case: "encounter.turn", "gate.intent".
type Kind string

// Actor is who did it: System or a pseudonym. Never an account.
type Actor string

// System is the actor of what the installation does by itself.
const System Actor = "system"

// Object is what it was done to.
type Object struct {
	Kind string // "encounter", "record", "case", "person" …
	ID   string // an identifier; for a person always a pseudonym
}

// Entry is one line of the ledger before it becomes a leaf.
type Entry struct {
	Kind       Kind
	At         time.Time // rounded down to the microsecond; zero: the time of Append
	Actor      Actor
	Object     Object
	Commitment []byte            // SHA-256 of ciphertext or of a canonical public payload; empty if there is no content
	Detail     map[string]string // public codes and counts, printable ASCII, never personal
}

const (
	mostDetails     = 24
	mostDetailBytes = 200
)

var (
	kindForm      = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,3}$`)
	pseudonymForm = regexp.MustCompile(`^[0-9a-f]{32}$`)
	objectIDForm  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,127}$`)
	detailKeyForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	detailForm    = regexp.MustCompile(`^[\x20-\x7e]*$`)
)

// IsPseudonym says whether text has the form of a pseudonym: 128 random bits as 32
// lower-case hexadecimal digits.
func IsPseudonym(text string) bool { return pseudonymForm.MatchString(text) }

// Validate returns ErrEntry with the first part that may not be written.
func (e Entry) Validate() error {
	switch {
	case !kindForm.MatchString(string(e.Kind)):
		return fmt.Errorf("%w: the kind %q is not dotted lower case", ErrEntry, e.Kind)
	case e.Actor != System && !IsPseudonym(string(e.Actor)):
		return fmt.Errorf("%w: the actor is neither a pseudonym nor the system", ErrEntry)
	case len(e.Commitment) != 0 && len(e.Commitment) != sha256.Size:
		return fmt.Errorf("%w: the commitment has %d bytes, not %d", ErrEntry, len(e.Commitment), sha256.Size)
	}
	if err := e.Object.validate(); err != nil {
		return err
	}
	return validateDetail(e.Detail)
}

func (o Object) validate() error {
	switch {
	case o == Object{}:
		return nil
	case !kindForm.MatchString(o.Kind):
		return fmt.Errorf("%w: the object's kind %q is not lower case", ErrEntry, o.Kind)
	case !objectIDForm.MatchString(o.ID):
		return fmt.Errorf("%w: the object's id has an unknown form", ErrEntry)
	case o.Kind == "person" && !IsPseudonym(o.ID):
		return fmt.Errorf("%w: a person may be named by a pseudonym only", ErrEntry)
	}
	return nil
}

func validateDetail(detail map[string]string) error {
	if len(detail) > mostDetails {
		return fmt.Errorf("%w: %d details, at most %d", ErrEntry, len(detail), mostDetails)
	}
	for key, value := range detail {
		if !detailKeyForm.MatchString(key) {
			return fmt.Errorf("%w: the detail %q is not lower case", ErrEntry, key)
		}
		if len(value) > mostDetailBytes || !detailForm.MatchString(value) {
			return fmt.Errorf("%w: the detail %s is not a short printable ASCII text", ErrEntry, key)
		}
	}
	return nil
}
