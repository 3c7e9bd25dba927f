package view

import "time"

// Standing is how far a learner is with a case.
type Standing string

// The standings of a case for one learner.
const (
	CaseNew      Standing = "new"
	CaseStarted  Standing = "started"
	CaseFinished Standing = "finished"
)

// Purpose is what an encounter may be used for. It is shown from the start and
// is never raised afterwards.
type Purpose string

// The purposes, from the most private to the most consequential.
const (
	PurposePrivate    Purpose = "private"
	PurposeShared     Purpose = "shared"
	PurposeAssignment Purpose = "assignment"
	PurposeAssessed   Purpose = "assessed"
)

// Approval is the state of a case in review.
type Approval string

// The states of review.
const (
	Draft    Approval = "draft"
	InReview Approval = "in-review"
	Approved Approval = "approved"
	Retired  Approval = "retired"
)

// Cases is the list of cases.
type Cases struct {
	Query string
	Cards []CaseCard
	Pages Pages
}

// CaseCard is one case in a list, with nothing that gives its answer away.
type CaseCard struct {
	ID        string
	Title     string // the patient and the complaint, never the diagnosis
	Setting   string // where it takes place
	Summary   string // one or two sentences of invitation
	Minutes   int    // time to plan for
	Level     string // whom it is written for
	Standing  Standing
	Attempts  int
	Encounter string // id of the encounter to resume or to look back at
	Approval  Approval
}

// CaseBrief is the page in front of an encounter.
type CaseBrief struct {
	CaseCard
	Task       string // what the learner is asked to do
	Patient    Patient
	Themes     []string // difficult themes, announced before the start
	Objectives []string
	Purposes   []Purpose // what this learner may start it for; the first is preselected
	StartID    string    // client-made id of the encounter that the form would start
	Past       []Attempt
}

// Patient is who the learner will meet, as far as it is known at the door.
type Patient struct {
	Name     string
	Age      string // in words, because infants are counted in weeks
	Pronouns string
	Opening  string // what is known at the door
}

// Attempt is one earlier encounter with the case.
type Attempt struct {
	Encounter string
	Number    int
	At        time.Time
	Finished  bool
	Purpose   Purpose
}
