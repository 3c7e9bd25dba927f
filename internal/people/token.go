package people

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// TokenID names an API token.
type TokenID string

// TokenPrefix begins every API token, so that secret scanners recognise one.
const TokenPrefix = "prc_"

// Scope is what an API token may be used for, at most; policy decides within it.
type Scope string

// The scopes of API tokens.
const (
	PeopleRead      Scope = "people:read"
	PeopleWrite     Scope = "people:write"
	CoursesRead     Scope = "courses:read"
	CoursesWrite    Scope = "courses:write"
	CasesRead       Scope = "cases:read"
	CasesWrite      Scope = "cases:write"
	EncountersRead  Scope = "encounters:read"
	EncountersWrite Scope = "encounters:write"
	MarksRead       Scope = "marks:read"
	RecordsRead     Scope = "records:read"
	ReviewsRead     Scope = "reviews:read"
	SourcesRead     Scope = "sources:read"
	SourcesWrite    Scope = "sources:write"
	LedgerRead      Scope = "ledger:read"
	PolicyRead      Scope = "policy:read"
	SettingsRead    Scope = "settings:read"
	JobsRead        Scope = "jobs:read"
	JobsWrite       Scope = "jobs:write"
)

var allScopes = []Scope{PeopleRead, PeopleWrite, CoursesRead, CoursesWrite, CasesRead, CasesWrite, EncountersRead, EncountersWrite,
	MarksRead, RecordsRead, ReviewsRead, SourcesRead, SourcesWrite, LedgerRead, PolicyRead, SettingsRead, JobsRead, JobsWrite}

// Scopes lists all scopes.
func Scopes() []Scope { return slices.Clone(allScopes) }

// Token is an API token as its owner sees it in a list.
type Token struct {
	ID       TokenID
	Person   ID
	Name     string // what its owner calls it
	Scopes   []Scope
	MadeAt   time.Time
	Expires  time.Time
	LastUsed time.Time // zero: never
}

// Faults of API tokens.
var (
	ErrScope         = errors.New("no such scope")
	ErrTokenLifetime = errors.New("an API token lives between one minute and one year")
)

const mostTokenLife = 366 * 24 * time.Hour

func checkScopes(scopes []Scope) error {
	if len(scopes) == 0 {
		return fmt.Errorf("none given: %w", ErrScope)
	}
	for _, s := range scopes {
		if !slices.Contains(allScopes, s) {
			return fmt.Errorf("%q: %w", string(s), ErrScope)
		}
	}
	return nil
}
