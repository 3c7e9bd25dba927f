package people

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// CourseID names a course. The empty CourseID means the whole installation.
type CourseID string

// CohortID names a cohort.
type CohortID string

// AILevel says how far a course lets learners lean on AI. Each level includes
// the ones before it. The steps follow the idea of the AI Assessment Scale
// (Perkins, Furze, Roe & MacVaugh 2024), cut to what this product does.
type AILevel int

// The levels of AI use.
const (
	AINone    AILevel = 0 // no model at all; the deterministic engines only
	AIWords   AILevel = 1 // a model may word what an engine decided
	AISupport AILevel = 2 // a model may explain, cite and give feedback
	AIDrafts  AILevel = 3 // a model may draft, and the learner discloses it
	AIOpen    AILevel = 4 // a model may be used freely, and disclosed
)

// Course is the scope of almost everything.
type Course struct {
	ID      CourseID
	Code    string // short name in the institution, for example "MED-301"
	Title   string
	AILevel AILevel
	MadeAt  time.Time
	Version int64
}

// Cohort is a group of a course's learners who go through it together.
type Cohort struct {
	ID      CohortID
	Course  CourseID
	Name    string
	MadeAt  time.Time
	Version int64
}

// Enrolment is one person with one role in one course.
type Enrolment struct {
	Person ID
	Course CourseID
	Role   Role
	Cohort CohortID // empty: none
	Since  time.Time
}

// Member is an enrolment with the name to show beside it.
type Member struct {
	Enrolment
	Name string
}

// Faults of courses and cohorts.
var (
	ErrTitle     = errors.New("a title has 1 to 200 characters")
	ErrCode      = errors.New("a course code has 1 to 40 characters without spaces")
	ErrCodeTaken = errors.New("another course has this code")
	ErrAILevel   = errors.New("the AI level is a whole number from 0 to 4")
	ErrCohort    = errors.New("the cohort belongs to another course")
)

func (c Course) check() error {
	if n := utf8.RuneCountInString(c.Code); n < 1 || n > 40 || strings.ContainsAny(c.Code, " \t\r\n") {
		return ErrCode
	}
	if c.AILevel < AINone || c.AILevel > AIOpen {
		return fmt.Errorf("%d: %w", c.AILevel, ErrAILevel)
	}
	return checkTitle(c.Title)
}

func checkTitle(title string) error {
	if n := utf8.RuneCountInString(strings.TrimSpace(title)); n < 1 || n > 200 {
		return ErrTitle
	}
	return nil
}
