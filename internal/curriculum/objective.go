package curriculum

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"preceptor/internal/people"
)

// ObjectiveID is the identifier of an objective.
type ObjectiveID string

// Objective is what a course wants its learners to become able to do.
type Objective struct {
	ID        ObjectiveID
	Course    people.CourseID
	Position  int64  // in the course, from 1; gaps are fine
	Statement string // one sentence in the course's own words
	Codes     []Code // the competencies that it serves, sorted, without repetition
	Retired   bool
	MadeAt    time.Time
	Version   int64
}

var (
	// ErrNotFound is returned for an objective that does not exist.
	ErrNotFound = errors.New("there is no such objective")
	// ErrChanged is returned when somebody else changed the objective meanwhile.
	ErrChanged = errors.New("this objective was changed meanwhile; look at it again")
	// ErrStatement is returned for an objective without a usable statement or position.
	ErrStatement = errors.New("an objective needs a course, a position from 1 and a sentence of at most 500 characters")
)

const longestStatement = 500

// tidy trims and sorts what people typed, or names what is missing.
func (o Objective) tidy() (Objective, error) {
	o.Statement = strings.Join(strings.Fields(o.Statement), " ")
	if o.Course == "" || o.Position < 1 || o.Statement == "" || len([]rune(o.Statement)) > longestStatement {
		return o, ErrStatement
	}
	o.Codes = slices.Compact(slices.Sorted(slices.Values(o.Codes)))
	for _, c := range o.Codes {
		if _, err := ParseCode(string(c)); err != nil {
			return o, fmt.Errorf("in %q: %w", o.Statement, err)
		}
	}
	return o, nil
}
