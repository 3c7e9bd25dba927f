package cases

import (
	"errors"

	"preceptor/internal/db"
	"preceptor/internal/people"
	"preceptor/internal/policy"
)

// Listed is a case as the catalogue lists it: everything that a list and the
// policy need, without the file.
type Listed struct {
	ID       string
	Course   people.CourseID // empty: the whole institution's
	Owner    people.ID       // empty: the starter pack's
	Title    string
	Summary  string
	Language string
	Status   policy.Status // who may open it
	Clinical ReviewState   // what the file says of its clinical review
	Latest   int           // number of the newest version of the file, from 1
	Updated  db.Time
	Version  int64 // of the row
}

// Placing says where a new case stands in the catalogue.
type Placing struct {
	Course people.CourseID // empty: the whole institution's
	Owner  people.ID       // empty: the starter pack's
	Status policy.Status
}

// Object is the case as the policy sees it.
func (l Listed) Object() policy.Object {
	return policy.Object{Kind: policy.Case, ID: l.ID, Owner: l.Owner, Course: l.Course, Status: l.Status}
}

// The causes why the catalogue cannot answer.
var (
	ErrNoCase = errors.New("there is no such case")
	ErrFaulty = errors.New("the case has faults")
)
