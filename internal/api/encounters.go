package api

import (
	"time"

	"preceptor/internal/encounter"
	"preceptor/internal/people"
	"preceptor/internal/policy"
)

// Encounter is one learner with one patient, without what was said.
type Encounter struct {
	ID          encounter.ID     `json:"id" doc:"Identifier, made by the learner's device."`
	Learner     people.ID        `json:"learner" doc:"Identifier of the learner."`
	Course      people.CourseID  `json:"course,omitempty" doc:"Identifier of the course; missing: outside any."`
	Case        string           `json:"case" doc:"Identifier of the case."`
	CaseVersion int              `json:"case_version" doc:"Number of the version that the encounter is with."`
	Purpose     policy.Purpose   `json:"purpose" doc:"What it may be used for: private is for nobody but the learner."`
	Attempt     int              `json:"attempt" doc:"Of this learner at this case, from 1."`
	Status      encounter.Status `json:"status" doc:"How far it has come."`
	Turns       int              `json:"turns" doc:"How many turns were taken."`
	OpenedAt    time.Time        `json:"opened_at" doc:"When it began."`
	FinishedAt  time.Time        `json:"finished_at,omitzero" doc:"When it ended."`
	Version     int64            `json:"version" doc:"Counts the changes; also sent as ETag."`
}

func (e Encounter) tag() int64       { return e.Version }
func (e Encounter) location() string { return Prefix + "/encounters/" + string(e.ID) }

// NewEncounter is what it takes to begin an encounter.
type NewEncounter struct {
	ID      encounter.ID    `json:"id" form:"ulid" doc:"A ULID that the client makes. The same one again gives the same encounter."`
	Case    string          `json:"case" form:"identifier" doc:"Identifier of the case."`
	Course  people.CourseID `json:"course,omitempty" form:"identifier" doc:"Course that it is for; otherwise the case's own, or none."`
	Purpose policy.Purpose  `json:"purpose" doc:"What it may be used for; never raised afterwards."`
}

var exampleEncounter = Encounter{ID: exEncounter, Learner: exPerson, Course: exCourse, Case: exCase, CaseVersion: 1, Purpose: policy.Shared,
	Attempt: 1, Status: encounter.Talking, Turns: 1, OpenedAt: exBefore, Version: 2}

func (a *API) encounterRoutes() []Route {
	started, finished := exampleEncounter, exampleEncounter
	started.Turns, started.Version = 0, 1
	finished.Status, finished.FinishedAt, finished.Version = encounter.Finished, exNow, 3
	left := finished
	left.Status = encounter.Left
	return []Route{
		answers(Route{Method: "GET", Pattern: Prefix + "/encounters", ID: "listEncounters", Group: "Encounters", Action: policy.EncounterRead, Query: pageQuery,
			Summary: "List the encounters that I may read, the newest first", Doc: "One's own, and those that were shared with or set by a course that one teaches."},
			Page[Encounter]{Items: []Encounter{exampleEncounter}}, a.listEncounters),
		takes(Route{Method: "POST", Pattern: Prefix + "/encounters", ID: "startEncounter", Group: "Encounters", Action: policy.EncounterStart, about: a.encounterToBe,
			Status: 201, Summary: "Begin an encounter", Doc: "With the newest version of the case. Sending it again changes nothing."},
			NewEncounter{ID: exEncounter, Case: exCase, Course: exCourse, Purpose: policy.Shared}, started, a.startEncounter),
		answers(Route{Method: "GET", Pattern: Prefix + "/encounters/{id}", ID: "getEncounter", Group: "Encounters", Action: policy.EncounterRead,
			about: a.encounter, Summary: "Read an encounter, without what was said"}, exampleEncounter, func(c *Call) (Encounter, error) {
			return encounterOf(about[encounter.Encounter](c)), nil
		}),
		answers(Route{Method: "POST", Pattern: Prefix + "/encounters/{id}/finish", ID: "finishEncounter", Group: "Encounters", Action: policy.EncounterSpeak,
			about: a.encounter, Summary: "End an encounter and have it marked",
			Doc: "A leading diagnosis has to stand among the turns. Finishing again changes nothing."}, finished, a.finishEncounter),
		answers(Route{Method: "POST", Pattern: Prefix + "/encounters/{id}/leave", ID: "leaveEncounter", Group: "Encounters", Action: policy.EncounterSpeak,
			about: a.encounter, Summary: "End an encounter without marks", Doc: "Leaving again changes nothing."}, left, a.leaveEncounter),
	}
}

func (a *API) encounter(c *Call) (Thing, error) {
	return a.Encounters.Get(c.ctx(), encounter.ID(c.id()))
}

// encounterToBe finds what the caller wants to begin, in the course that it is for.
func (a *API) encounterToBe(c *Call) (Thing, error) {
	in := taken[NewEncounter](c)
	listed, err := a.Cases.Find(c.ctx(), in.Case)
	if err != nil {
		return nil, err
	}
	if err := c.allow(policy.CaseOpen, listed.Object()); err != nil {
		return nil, a.hide(c, listed.Object(), err)
	}
	course := in.Course
	if listed.Course != "" {
		if course != "" && course != listed.Course {
			return nil, errCourse
		}
		course = listed.Course
	}
	return plain{Kind: policy.Encounter, Owner: c.me(), Course: course, Purpose: in.Purpose}, nil
}

func (a *API) startEncounter(c *Call, in NewEncounter) (Encounter, error) {
	at := about[plain](c)
	e, err := a.Encounters.Open(c.ctx(), encounter.Opening{ID: in.ID, Learner: at.Owner, Course: at.Course, Case: in.Case, Purpose: at.Purpose})
	return encounterOf(e), err
}

func (a *API) finishEncounter(c *Call) (Encounter, error) {
	if _, err := a.Encounters.Finish(c.ctx(), about[encounter.Encounter](c).ID); err != nil {
		return Encounter{}, err
	}
	return a.reread(c)
}

func (a *API) leaveEncounter(c *Call) (Encounter, error) {
	if err := a.Encounters.Leave(c.ctx(), about[encounter.Encounter](c).ID); err != nil {
		return Encounter{}, err
	}
	return a.reread(c)
}

// reread gives the encounter as it is stored now, with its newest version.
func (a *API) reread(c *Call) (Encounter, error) {
	e, err := a.Encounters.Get(c.ctx(), about[encounter.Encounter](c).ID)
	return encounterOf(e), err
}

func encounterOf(e encounter.Encounter) Encounter {
	return Encounter{ID: e.ID, Learner: e.Learner, Course: e.Course, Case: e.Case, CaseVersion: e.CaseVersion, Purpose: e.Purpose, Attempt: e.Attempt,
		Status: e.Status, Turns: e.Turns, OpenedAt: e.OpenedAt.Time(), FinishedAt: e.FinishedAt.Time(), Version: e.Version}
}
