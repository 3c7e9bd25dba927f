package privacy

import (
	"errors"
	"fmt"
	"slices"
)

// ErrClass is returned for a word that names no class.
var ErrClass = errors.New("the class is none of public, internal, personal, health")

// Class says how sensitive a text is; a larger class is more sensitive. The
// zero Class is invalid, so that nothing becomes public by being forgotten.
type Class int

// The classes, in ascending order.
const (
	Public   Class = iota + 1 // may be printed on a poster: starter cases, guidelines
	Internal                  // the institution's own: drafts, item banks
	Personal                  // about an identifiable learner or teacher: talks, marks, notes
	Health                    // about the health of a real person
)

var classNames = []string{Public: "public", Internal: "internal", Personal: "personal", Health: "health"}

// String is the class's word; "invalid" for a value outside the list.
func (c Class) String() string {
	if c.Valid() {
		return classNames[c]
	}
	return "invalid"
}

// Valid says whether c is one of the classes.
func (c Class) Valid() bool { return c >= Public && c <= Health }

// ParseClass reads the word of a class.
func ParseClass(word string) (Class, error) {
	if i := slices.Index(classNames, word); i >= int(Public) {
		return Class(i), nil
	}
	return 0, fmt.Errorf("%w: %q", ErrClass, word)
}

// MarshalText writes the word.
func (c Class) MarshalText() ([]byte, error) {
	if !c.Valid() {
		return nil, ErrClass
	}
	return []byte(c.String()), nil
}

// UnmarshalText reads the word.
func (c *Class) UnmarshalText(word []byte) (err error) {
	*c, err = ParseClass(string(word))
	return err
}

// Highest is the most sensitive of the classes; what is made of several texts
// has the class of the worst of them. Without any, or with an invalid one, it is Health.
func Highest(classes ...Class) Class {
	if len(classes) == 0 || slices.ContainsFunc(classes, func(c Class) bool { return !c.Valid() }) {
		return Health
	}
	return slices.Max(classes)
}
