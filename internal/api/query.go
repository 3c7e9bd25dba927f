package api

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
)

// Parameter is one value of the address after the question mark.
type Parameter struct {
	Name     string
	Form     Form
	Doc      string
	Choices  []string // of the form Choice
	Required bool
	Example  string
}

// Form is what a parameter may look like.
type Form string

// The forms of parameters.
const (
	Identifier Form = "identifier" // of a thing
	Number     Form = "number"     // whole, from 0
	Choice     Form = "choice"     // one of a few words
	Topic      Form = "topic"      // "encounter:ID"; may stand several times
	CursorForm Form = "cursor"     // what an earlier answer gave
)

// idPattern is every identifier's form: ULIDs, slugs, codes. What does not have
// it names nothing, and never reaches a database.
const idPattern = `^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$`

var (
	idForm     = regexp.MustCompile(idPattern)
	numberForm = regexp.MustCompile(`^(0|[1-9][0-9]{0,14})$`)
)

// readQuery checks identifiers in the path and parameters after it.
func (a *API) readQuery(c *Call) (err error) {
	if id := c.id(); id != "" && !idForm.MatchString(id) {
		return errNothing
	}
	if c.query, err = url.ParseQuery(c.URL.RawQuery); err != nil {
		return fmt.Errorf("%w: it cannot be read", errParameter)
	}
	for name, values := range c.query {
		n := slices.IndexFunc(c.route.Query, func(p Parameter) bool { return p.Name == name })
		if n < 0 {
			return fmt.Errorf("%w: there is none named %q", errParameter, clip(40, name))
		}
		if err := c.route.Query[n].check(values); err != nil {
			return err
		}
	}
	for _, p := range c.route.Query {
		if p.Required && !c.query.Has(p.Name) {
			return fmt.Errorf("%w: %s is missing", errParameter, p.Name)
		}
	}
	return nil
}

func (p Parameter) check(values []string) error {
	if len(values) > 1 && p.Form != Topic {
		return fmt.Errorf("%w: %s stands twice", errParameter, p.Name)
	}
	for _, v := range values {
		if !p.fits(v) {
			return fmt.Errorf("%w: %s is not a %s", errParameter, p.Name, p.Form)
		}
	}
	return nil
}

func (p Parameter) fits(value string) bool {
	switch p.Form {
	case Number:
		return numberForm.MatchString(value)
	case Choice:
		return slices.Contains(p.Choices, value)
	}
	return idForm.MatchString(value)
}

// word is the value of a parameter; empty when it was not given.
func (c *Call) word(name string) string { return c.query.Get(name) }

// number is the value of a parameter, or otherwise when it was not given.
func (c *Call) number(name string, otherwise int64) int64 {
	n, err := strconv.ParseInt(c.word(name), 10, 64)
	if err != nil {
		return otherwise
	}
	return n
}
