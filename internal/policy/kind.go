package policy

import (
	"fmt"

	"preceptor/internal/people"
)

// Kind is a kind of object.
type Kind string

// The kinds of objects.
const (
	Installation Kind = "installation" // the whole; also what an Object without kind means
	Person       Kind = "person"
	Course       Kind = "course"
	Cohort       Kind = "cohort"
	Enrolment    Kind = "enrolment"
	Session      Kind = "session"
	Token        Kind = "token"
	Case         Kind = "case"
	Review       Kind = "review"
	Source       Kind = "source"
	Encounter    Kind = "encounter"
	Mark         Kind = "mark"
	Record       Kind = "record"
	Made         Kind = "made" // what AI made; it takes owner, course and purpose from where it stands
	Ledger       Kind = "ledger"
	Rules        Kind = "policy"
	Setting      Kind = "setting"
	Job          Kind = "job"
)

// Object is what an action would be done to. Only the attributes of its kind
// count; see kinds below and rules/schema.cedarschema.
type Object struct {
	Kind    Kind
	ID      string          // empty for one that does not exist yet
	Owner   people.ID       // whose it is: learner of an encounter, author of a case or of what is reviewed
	Course  people.CourseID // empty: the whole installation's
	Purpose Purpose
	Status  Status
}

// Purpose is what an encounter, a record or a source may be used for.
type Purpose string

// The purposes, from the most private to the most consequential.
const (
	Private    Purpose = "private"    // nobody but the owner, not even administrators
	Shared     Purpose = "shared"     // shown to the course's educators
	Assignment Purpose = "assignment" // set and read by the course's educators
	Assessed   Purpose = "assessed"   // counts; examiners read it too
)

// Status is the state of something that is reviewed.
type Status string

// The states of review.
const (
	Draft            Status = "draft"
	InReview         Status = "in-review"
	ChangesRequested Status = "changes-requested"
	Approved         Status = "approved"
	Retired          Status = "retired"
)

// attribute is one attribute of an object, by its name in the rules.
type attribute string

const (
	itself  attribute = "" // the object's own id
	owner   attribute = "owner"
	course  attribute = "course"
	purpose attribute = "purpose"
	status  attribute = "status"
)

// shape says how a kind is called in the rules and where its attributes stand
// in the database. A kind without a table cannot be listed by scope.
type shape struct {
	entity  string // the Cedar type
	table   string
	columns map[attribute]string
}

// kinds is the one place that ties rules to tables. All columns are NOT NULL,
// an empty text meaning nobody or no course, so that SQL's logic stays two-valued.
var kinds = map[Kind]shape{
	Installation: {"Installation", "", nil},
	Person:       {"Person", "people", columns{itself: "id"}},
	Course:       {"Course", "courses", columns{itself: "id"}},
	Cohort:       {"Cohort", "cohorts", columns{itself: "id", course: "course_id"}},
	Enrolment:    {"Enrolment", "enrolments", columns{owner: "person_id", course: "course_id"}},
	Session:      {"Session", "sessions", columns{itself: "id", owner: "person_id"}},
	Token:        {"Token", "api_tokens", columns{itself: "id", owner: "person_id"}},
	Case:         {"Case", "cases", columns{itself: "id", owner: "owner", course: "course", status: "review"}},
	Review:       {"Review", "reviews", columns{itself: "id", owner: "author", course: "course"}},
	Source:       {"Source", "sources", columns{itself: "id", owner: "owner", course: "course", purpose: "purpose", status: "review"}},
	Encounter:    {"Encounter", "encounters", columns{itself: "id", owner: "learner", course: "course", purpose: "purpose"}},
	Mark:         {"Mark", "encounters", columns{itself: "id", owner: "learner", course: "course", purpose: "purpose"}},
	Record:       {"Record", "records", columns{itself: "id", owner: "learner", course: "course", purpose: "purpose"}},
	Made:         {"Made", "", columns{itself: "", owner: "", course: "", purpose: ""}},
	Ledger:       {"Ledger", "", nil},
	Rules:        {"Rules", "", nil},
	Setting:      {"Setting", "", nil},
	Job:          {"Job", "", columns{itself: "", owner: ""}},
}

type columns = map[attribute]string

// Table names the table that holds the objects of a kind; empty when there is none.
func (k Kind) Table() string { return kinds[k].table }

// check refuses a question about an object that the action has nothing to do with.
func (o Object) check(m Meta) (Object, error) {
	if o.Kind == "" {
		o.Kind = Installation
	}
	if o.Kind != m.Kind {
		return o, fmt.Errorf("%w: %s is about a %s, not a %s", ErrUndecided, m.Action, m.Kind, o.Kind)
	}
	return o, nil
}
