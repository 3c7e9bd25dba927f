package view

// Home is the first page of one role. Exactly the part of that role is set.
type Home struct {
	Role  Role
	Roles []Role // all roles of the person, to switch between

	Learner        *LearnerHome
	Educator       *EducatorHome
	Examiner       *EducatorHome // what waits for an examiner's sign-off
	Supervisor     *SupervisorHome
	CurriculumLead *CurriculumHome
	Governance     *GovernanceHome
	Administrator  *AdministratorHome
	Researcher     *ResearcherHome
}

// LearnerHome is what a learner can go on with.
type LearnerHome struct {
	Resume    []CaseCard // encounters in progress
	Suggested []CaseCard // cases to meet next
	Debriefs  []Attempted
}

// Attempted is one finished encounter with its case.
type Attempted struct {
	Attempt
	CaseTitle string
	Signed    bool
}

// EducatorHome is what waits for a teacher.
type EducatorHome struct {
	Inbox []InboxRow
	Cases []CaseCard
}

// SupervisorHome counts the uses of AI that a supervisor may talk about.
type SupervisorHome struct {
	Uses []AIUse
}

// AIUse is one use of a model by a learner who shares it with the supervisor.
type AIUse struct {
	Learner  string
	Activity string
	Made     Made
}

// CurriculumHome shows which objectives are covered by which cases.
type CurriculumHome struct {
	Objectives []Coverage
}

// Coverage is one objective and how many approved cases serve it.
type Coverage struct {
	Code  string
	Title string
	Cases int
}

// GovernanceHome is the state of trust.
type GovernanceHome struct {
	LedgerSize  int64
	Check       *LedgerCheck
	Checkpoint  *Checkpoint
	ModelCalls  int
	Refused     int
	ModelWired  bool
	PolicyCount int
}

// AdministratorHome is the state of the installation.
type AdministratorHome struct {
	Active, Invited, Suspended int
	Health                     []Check
	Version                    string
}

// ResearcherHome says what de-identified data there is.
type ResearcherHome struct {
	Consented int // people whose consent allows research
	Records   int // de-identified records; counts below 10 are given as 0
}
