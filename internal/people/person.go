package people

import (
	"errors"
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // a laptop without a zone database still knows its zones
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/secure/precis"
)

// ID names a person.
type ID string

// Pseudonym is the name under which the ledger speaks of a person: 128 bits in
// hexadecimal that tell nothing; see privacy.Vault.
type Pseudonym string

// Status is the state of an account.
type Status string

// The states of an account; see the package's drawing.
const (
	Active    Status = "active"
	Suspended Status = "suspended"
	Erased    Status = "erased"
)

// Person is one account.
type Person struct {
	ID       ID
	Login    string // e-mail address or short name, in its case-mapped form; empty once erased
	Name     string // as the person wants to be called
	Language string // BCP-47; empty to follow the browser
	Zone     string // IANA time zone; empty for the institution's
	Status   Status
	MadeAt   time.Time
	Version  int64 // counts the edits; see ErrConflict
}

// Profile is what a person or an administrator may edit.
type Profile struct {
	Login    string
	Name     string
	Language string
	Zone     string
}

// Faults of an account.
var (
	ErrNotFound   = errors.New("there is no such person, course or cohort")
	ErrConflict   = errors.New("somebody else changed it in the meantime")
	ErrLogin      = errors.New("a login has 3 to 254 characters without spaces")
	ErrLoginTaken = errors.New("another account has this login")
	ErrName       = errors.New("a name has 1 to 120 printable characters")
	ErrLanguage   = errors.New("the language is not a BCP-47 tag")
	ErrZone       = errors.New("the time zone is not in the IANA database")
	ErrStatus     = errors.New("the account is not in a state that allows this")
)

// normal checks the profile and brings it into its one spelling.
func (p Profile) normal() (Profile, error) {
	var err error
	if p.Login, err = NormalLogin(p.Login); err != nil {
		return p, err
	}
	if p.Name, err = normalName(p.Name); err != nil {
		return p, err
	}
	if p.Language != "" {
		tag, err := language.Parse(p.Language)
		if err != nil {
			return p, fmt.Errorf("%q: %w", p.Language, ErrLanguage)
		}
		p.Language = tag.String()
	}
	return p, checkZone(p.Zone)
}

// NormalLogin gives the one spelling of a login: case-mapped and normalised
// after RFC 8265, so that Ana@Example.org and ana@example.org are one account.
func NormalLogin(text string) (string, error) {
	login, err := precis.UsernameCaseMapped.String(strings.TrimSpace(text))
	if n := utf8.RuneCountInString(login); err != nil || n < 3 || n > 254 {
		return "", ErrLogin
	}
	return login, nil
}

func normalName(text string) (string, error) {
	name := strings.Join(strings.Fields(text), " ")
	unprintable := strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) })
	if n := utf8.RuneCountInString(name); n < 1 || n > 120 || unprintable || !utf8.ValidString(name) {
		return "", ErrName
	}
	return name, nil
}

// checkZone refuses "Local", which means another zone on each machine.
func checkZone(zone string) error {
	if zone == "" {
		return nil
	}
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		return fmt.Errorf("%q: %w", zone, ErrZone)
	}
	return nil
}
