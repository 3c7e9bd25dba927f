package events

import (
	"errors"
	"fmt"
	"regexp"

	"preceptor/internal/db"
)

// ID is the identifier of an event.
type ID string

// Kind says what happened: the noun, a dot and the verb, "encounter.finished".
type Kind string

// Position is the place of an event in the order of all events, from 1.
type Position int64

// Event is one thing that happened. It carries ids only, so that it may be kept
// and shown without asking whom it is about.
type Event struct {
	ID       ID       // made by Append when empty
	Position Position // given after the commit; 0 until then
	At       db.Time  // set by Append
	Kind     Kind
	Subject  string // the id of what it happened to
	Course   string // the id of the course, if any
	Person   string // the id of the person whose doing or matter it is, if any
}

var (
	// ErrKind is returned for a kind that is not "noun.verb".
	ErrKind = errors.New("an event's kind must be like encounter.finished")
	// ErrNotAnID is returned for an event that carries anything but ids.
	ErrNotAnID = errors.New("an event carries ids only")
	// ErrPruned is returned to a reader that was away for so long that events
	// after its position are gone, or whose position was never given out (after
	// a restore); it has to build anew from the tables.
	ErrPruned = errors.New("the events after this position are not kept; read the tables anew")
	// ErrFollowed is returned to a follower whose cursor was moved by another one.
	ErrFollowed = errors.New("this reader is followed elsewhere")
)

var (
	kindForm = regexp.MustCompile(`^[a-z][a-z_]{0,30}(\.[a-z][a-z_]{0,30}){1,2}$`)
	idForm   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,99}$`)
)

// Check says whether the event may be appended.
func (e Event) Check() error {
	if !kindForm.MatchString(string(e.Kind)) {
		return fmt.Errorf("%q: %w", e.Kind, ErrKind)
	}
	if !idForm.MatchString(e.Subject) {
		return fmt.Errorf("the subject of %s: %w", e.Kind, ErrNotAnID)
	}
	for _, text := range []string{e.Course, e.Person} {
		if text != "" && !idForm.MatchString(text) {
			return fmt.Errorf("%s: %w", e.Kind, ErrNotAnID)
		}
	}
	return nil
}
