package view

import "time"

// Role is what a person does in the institution.
type Role string

// The roles.
const (
	Learner        Role = "learner"
	Educator       Role = "educator"
	Examiner       Role = "examiner"
	Supervisor     Role = "supervisor"
	CurriculumLead Role = "curriculum-lead"
	Governance     Role = "governance"
	Administrator  Role = "administrator"
	Researcher     Role = "researcher"
)

// Roles lists all roles in the order in which they are shown.
var Roles = []Role{Learner, Educator, Examiner, Supervisor, CurriculumLead, Governance, Administrator, Researcher}

// PersonState is whether an account can be used.
type PersonState string

// The states of an account.
const (
	PersonInvited   PersonState = "invited"
	PersonActive    PersonState = "active"
	PersonSuspended PersonState = "suspended"
)

// People is the list of accounts.
type People struct {
	Query  string
	State  PersonState // empty for all
	People []Person
	Pages  Pages
	Invite Form
}

// Person is one account.
type Person struct {
	ID       string
	Name     string
	Email    string
	Roles    []Role
	State    PersonState
	LastSeen time.Time // zero when never
	Since    time.Time
}

// PersonPage is one account with what an administrator can do about it.
type PersonPage struct {
	Person
	Sessions int // open sessions
	Tokens   int // live API tokens
	Self     bool
}

// PeopleQuery narrows the list of accounts.
type PeopleQuery struct {
	Text   string
	State  PersonState
	Offset int
}

// InviteInput invites a person.
type InviteInput struct {
	Name  string
	Email string
	Role  Role // the first one; others are given to the account afterwards
}

// Invited is shown once after an invitation: the link to hand over.
type Invited struct {
	Name, Email string
	Link        string
	Until       time.Time
}

// Join is the page on which an invited person sets a password.
type Join struct {
	Token string
	Name  string
	Email string
	Form  Form
}
