package gate

import (
	"fmt"
	"regexp"

	"preceptor/internal/people"
	"preceptor/internal/privacy"
)

// The classes of package privacy, for callers that need nothing else of it.
const (
	Public   = privacy.Public
	Internal = privacy.Internal
	Personal = privacy.Personal
	Health   = privacy.Health
)

// Activity is what the person was doing, as the ledger names objects: kind and id.
type Activity struct {
	Kind string
	ID   string
}

// Matter is what a call is about; policy decides on it, the ledger remembers it.
type Matter struct {
	// Purpose is dotted lower case, of the form "encounter.word".
	Purpose string
	// Actor is the person for whom the model is asked; empty for the installation itself.
	Actor people.ID
	// Course is the scope; empty outside courses.
	Course people.CourseID
	// Activity is what the person was doing; empty when there is none.
	Activity Activity
	// Class is how sensitive the texts are.
	Class privacy.Class
	// Level is how far the activity itself lets AI go; its course may allow less. The zero value
	// allows nothing.
	Level people.AILevel
	// Assessed says that the learner is being assessed at this moment.
	Assessed bool
}

var (
	dotted   = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,3}$`)
	objectID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,127}$`)
)

// check refuses a matter that could not be recorded.
func (m Matter) check() error {
	switch {
	case !dotted.MatchString(m.Purpose):
		return fmt.Errorf("%w: the purpose is not dotted lower case", ErrRequest)
	case !m.Class.Valid():
		return fmt.Errorf("%w: no data class", ErrRequest)
	case m.Activity == Activity{}:
		return nil
	case !dotted.MatchString(m.Activity.Kind) || !objectID.MatchString(m.Activity.ID):
		return fmt.Errorf("%w: the activity cannot be named in the ledger", ErrRequest)
	}
	return nil
}
