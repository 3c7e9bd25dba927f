package api

import (
	"time"

	"preceptor/internal/cases"
	"preceptor/internal/people"
	"preceptor/internal/policy"
)

// CaseEntry is a case as the catalogue lists it.
type CaseEntry struct {
	ID        string            `json:"id" doc:"Identifier of the case."`
	Course    people.CourseID   `json:"course,omitempty" doc:"Identifier of its course; missing: the whole institution's."`
	Title     string            `json:"title" doc:"Title of the case."`
	Summary   string            `json:"summary,omitempty" doc:"What the learner is asked to do."`
	Language  string            `json:"language" doc:"BCP 47."`
	Status    policy.Status     `json:"status" doc:"Who may open it: approved ones everybody in their course."`
	Clinical  cases.ReviewState `json:"clinical_review" doc:"What the file says of its review by clinicians."`
	Latest    int               `json:"latest" doc:"Number of the newest version of the file."`
	UpdatedAt time.Time         `json:"updated_at" doc:"When the newest version came."`
}

// CaseDoor is a case as the learner sees it before the talk: no answer is in it.
type CaseDoor struct {
	CaseEntry
	Patient PatientAtTheDoor `json:"patient" doc:"Who waits there."`
	Opening string           `json:"opening" doc:"What the patient says first."`
	Themes  []string         `json:"themes,omitempty" doc:"Announced beforehand, so that one can choose another case."`
	Version int64            `json:"version" doc:"Counts the edits; also sent as ETag."`
}

func (d CaseDoor) tag() int64 { return d.Version }

// PatientAtTheDoor is what one sees of a patient on entering.
type PatientAtTheDoor struct {
	Name     string    `json:"name,omitempty" doc:"Name, where the case gives one."`
	Age      float64   `json:"age" doc:"Age in age_unit."`
	AgeUnit  string    `json:"age_unit" doc:"years, months, weeks or days."`
	Sex      cases.Sex `json:"sex,omitempty" doc:"As far as the case says."`
	Pronouns string    `json:"pronouns,omitempty" doc:"Such as she/her."`
	Setting  string    `json:"setting,omitempty" doc:"Where the encounter takes place."`
}

var (
	exampleEntry = CaseEntry{ID: exCase, Title: "Pressure on the chest", Language: "en", Status: policy.Approved,
		Clinical: cases.AwaitingReview, Latest: 1, UpdatedAt: exBefore}
	exampleDoor = CaseDoor{CaseEntry: exampleEntry, Opening: "It's like somebody is sitting on my chest.", Version: 1,
		Patient: PatientAtTheDoor{Name: "Maria Costa", Age: 58, AgeUnit: "years", Sex: cases.Female, Setting: "Emergency department"}}
	exampleCase = cases.Case{Format: cases.Format, ID: exCase, Version: 1, Title: "Pressure on the chest", Language: "en",
		Review: cases.Review{State: cases.AwaitingReview}, Patient: cases.Patient{Name: "Maria Costa", Age: 58, Sex: cases.Female},
		Opening: "It's like somebody is sitting on my chest.", Facts: []cases.Fact{}}
)

func (a *API) caseRoutes() []Route {
	return []Route{
		answers(Route{Method: "GET", Pattern: Prefix + "/cases", ID: "listCases", Group: "Cases", Action: policy.CaseList, about: whole(policy.Installation),
			Query: pageQuery, Summary: "List the cases that I may open, by title"}, Page[CaseEntry]{Items: []CaseEntry{exampleEntry}}, a.listCases),
		answers(Route{Method: "GET", Pattern: Prefix + "/cases/{id}", ID: "getCase", Group: "Cases", Action: policy.CaseOpen, about: a.listedCase,
			Summary: "Read the door of a case: nothing that gives an answer away"}, exampleDoor, a.getDoor),
		answers(Route{Method: "GET", Pattern: Prefix + "/cases/{id}/file", ID: "getCaseFile", Group: "Cases", Action: policy.CaseRead, about: a.listedCase,
			Query:   []Parameter{{Name: "number", Form: Number, Doc: "Which version of the file; otherwise the newest.", Example: "1"}},
			Summary: "Read a whole case, with its answers"}, &exampleCase, a.getCaseFile),
	}
}

func (a *API) listedCase(c *Call) (Thing, error) { return a.Cases.Find(c.ctx(), c.id()) }

func (a *API) listCases(c *Call) (Page[CaseEntry], error) {
	scope, err := c.scopeOf(policy.CaseOpen, policy.Case)
	if err != nil {
		return Page[CaseEntry]{}, err
	}
	found, err := a.Cases.List(c.ctx(), scope)
	if err != nil {
		return Page[CaseEntry]{}, err
	}
	return cut(c, each(found, entryOf), func(e CaseEntry) string { return e.ID })
}

func (a *API) getDoor(c *Call) (CaseDoor, error) {
	l := about[cases.Listed](c)
	file, err := a.Cases.Get(c.ctx(), l.ID, l.Latest)
	if err != nil {
		return CaseDoor{}, err
	}
	return CaseDoor{CaseEntry: entryOf(l), Patient: atTheDoor(file.Patient), Opening: file.Opening, Themes: file.Themes, Version: l.Version}, nil
}

func (a *API) getCaseFile(c *Call) (*cases.Case, error) {
	l := about[cases.Listed](c)
	return a.Cases.Get(c.ctx(), l.ID, int(c.number("number", int64(l.Latest))))
}

func entryOf(l cases.Listed) CaseEntry {
	return CaseEntry{ID: l.ID, Course: l.Course, Title: l.Title, Summary: l.Summary, Language: l.Language, Status: l.Status,
		Clinical: l.Clinical, Latest: l.Latest, UpdatedAt: l.Updated.Time()}
}

func atTheDoor(p cases.Patient) PatientAtTheDoor {
	unit := p.AgeUnit
	if unit == "" {
		unit = "years"
	}
	return PatientAtTheDoor{Name: p.Name, Age: p.Age, AgeUnit: unit, Sex: p.Sex, Pronouns: p.Pronouns, Setting: p.Setting}
}
