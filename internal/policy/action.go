package policy

import (
	"slices"

	"preceptor/internal/people"
)

// Action is one thing that can be done to one kind of object.
type Action string

// All actions. What each means stands in the table below.
const (
	CaseList     Action = "case.list"
	ReviewList   Action = "review.list"
	PersonList   Action = "person.list"
	EventsFollow Action = "events.follow"
	Operate      Action = "installation.operate"

	PersonRead    Action = "person.read"
	PersonAdd     Action = "person.add"
	PersonInvite  Action = "person.invite"
	PersonEdit    Action = "person.edit"
	PersonSuspend Action = "person.suspend"
	PersonRole    Action = "person.role"
	PersonSecure  Action = "person.secure"
	PersonReset   Action = "person.reset"
	PersonExport  Action = "person.export"
	PersonErase   Action = "person.erase"

	SessionRead Action = "session.read"
	SessionEnd  Action = "session.end"
	TokenRead   Action = "token.read"
	TokenAdd    Action = "token.add"
	TokenRevoke Action = "token.revoke"

	CourseRead     Action = "course.read"
	CourseAdd      Action = "course.add"
	CourseEdit     Action = "course.edit"
	CourseFigures  Action = "course.figures"
	CohortRead     Action = "cohort.read"
	CohortWrite    Action = "cohort.write"
	EnrolmentRead  Action = "enrolment.read"
	EnrolmentWrite Action = "enrolment.write"

	CaseOpen     Action = "case.open"
	CaseRead     Action = "case.read"
	CaseAdd      Action = "case.add"
	CaseEdit     Action = "case.edit"
	CaseSubmit   Action = "case.submit"
	CaseRetire   Action = "case.retire"
	ReviewRead   Action = "review.read"
	ReviewDecide Action = "review.decide"
	SourceRead   Action = "source.read"
	SourceWrite  Action = "source.write"

	EncounterStart   Action = "encounter.start"
	EncounterRead    Action = "encounter.read"
	EncounterSpeak   Action = "encounter.speak"
	MarkRead         Action = "mark.read"
	MarkOverrule     Action = "mark.overrule"
	MarkSign         Action = "mark.sign"
	RecordRead       Action = "record.read"
	RecordExport     Action = "record.export"
	ProvenanceRead   Action = "provenance.read"
	ProvenanceReport Action = "provenance.report"

	LedgerRead   Action = "ledger.read"
	LedgerVerify Action = "ledger.verify"
	LedgerExport Action = "ledger.export"
	PolicyRead   Action = "policy.read"
	PolicyWrite  Action = "policy.write"
	SettingRead  Action = "setting.read"
	SettingWrite Action = "setting.write"
	JobRead      Action = "job.read"
	JobCancel    Action = "job.cancel"
	JobRetry     Action = "job.retry"
)

// Meta describes an action.
type Meta struct {
	Action Action
	Kind   Kind
	Does   string       // in words, after "may"
	Scope  people.Scope // that lets an API token do it; empty: no token may, ever
}

var actions = []Meta{
	{CaseList, Installation, "look at the list of cases", people.CasesRead},
	{ReviewList, Installation, "look at the inbox of reviews and marks", people.ReviewsRead},
	{PersonList, Installation, "look at the list of accounts", people.PeopleRead},
	{EventsFollow, Installation, "follow what happens to one's own things, live", people.EncountersRead},
	{Operate, Installation, "check, back up and restore the installation", ""},

	{PersonRead, Person, "see an account", people.PeopleRead},
	{PersonAdd, Person, "make an account", people.PeopleWrite},
	{PersonInvite, Person, "invite somebody into the installation", people.PeopleWrite},
	{PersonEdit, Person, "edit name, login, language and zone", people.PeopleWrite},
	{PersonSuspend, Person, "suspend and restore an account", people.PeopleWrite},
	{PersonRole, Person, "grant and revoke roles in the installation", ""},
	{PersonSecure, Person, "change the password and passkeys, knowing the old ones", ""},
	{PersonReset, Person, "set a password without knowing the old one", ""},
	{PersonExport, Person, "take out all data about a person", ""},
	{PersonErase, Person, "erase a person", ""},

	{SessionRead, Session, "see a session", ""},
	{SessionEnd, Session, "end a session", ""},
	{TokenRead, Token, "see an API token's name, scopes and last use", ""},
	{TokenAdd, Token, "make an API token", ""},
	{TokenRevoke, Token, "revoke an API token", ""},

	{CourseRead, Course, "see a course", people.CoursesRead},
	{CourseAdd, Course, "make a course", people.CoursesWrite},
	{CourseEdit, Course, "edit a course and its AI level", people.CoursesWrite},
	{CourseFigures, Course, "see a course's figures, summed over people", people.CoursesRead},
	{CohortRead, Cohort, "see a cohort", people.CoursesRead},
	{CohortWrite, Cohort, "make and rename a cohort", people.CoursesWrite},
	{EnrolmentRead, Enrolment, "see who is in a course", people.CoursesRead},
	{EnrolmentWrite, Enrolment, "enrol, invite into a course, and take out of it", people.CoursesWrite},

	{CaseOpen, Case, "meet the patient: see a case's door", people.CasesRead},
	{CaseRead, Case, "read a whole case, with its answers", people.CasesRead},
	{CaseAdd, Case, "add a case", people.CasesWrite},
	{CaseEdit, Case, "edit a case", people.CasesWrite},
	{CaseSubmit, Case, "send a case to review", people.CasesWrite},
	{CaseRetire, Case, "retire a case", people.CasesWrite},
	{ReviewRead, Review, "read a review", people.ReviewsRead},
	{ReviewDecide, Review, "approve or return what another wrote", ""},
	{SourceRead, Source, "read a source", people.SourcesRead},
	{SourceWrite, Source, "add, change and retire a source", people.SourcesWrite},

	{EncounterStart, Encounter, "start an encounter", people.EncountersWrite},
	{EncounterRead, Encounter, "read an encounter", people.EncountersRead},
	{EncounterSpeak, Encounter, "speak, act and finish in an encounter", people.EncountersWrite},
	{MarkRead, Mark, "see marks and their quotes", people.MarksRead},
	{MarkOverrule, Mark, "overrule a mark, with a reason", ""},
	{MarkSign, Mark, "sign marks off", ""},
	{RecordRead, Record, "read a record of learning", people.RecordsRead},
	{RecordExport, Record, "take a record out", people.RecordsRead},
	{ProvenanceRead, Made, "see how AI made something", people.RecordsRead},
	{ProvenanceReport, Made, "report a problem with what AI made", people.RecordsRead},

	{LedgerRead, Ledger, "browse the ledger", people.LedgerRead},
	{LedgerVerify, Ledger, "fetch checkpoints and proofs", people.LedgerRead},
	{LedgerExport, Ledger, "export the ledger", people.LedgerRead},
	{PolicyRead, Rules, "read the rules", people.PolicyRead},
	{PolicyWrite, Rules, "change the rules", ""},
	{SettingRead, Setting, "see settings", people.SettingsRead},
	{SettingWrite, Setting, "change settings", ""},
	{JobRead, Job, "see a job", people.JobsRead},
	{JobCancel, Job, "cancel a job", people.JobsWrite},
	{JobRetry, Job, "run a dead job again", people.JobsWrite},
}

var metaOf = func() map[Action]Meta {
	byAction := make(map[Action]Meta, len(actions))
	for _, m := range actions {
		byAction[m.Action] = m
	}
	return byAction
}()

// Actions lists every action with what it means, so that a test can walk all
// ways in and find the one that asks for none of them.
func Actions() []Meta { return slices.Clone(actions) }

// MetaOf describes one action; false when there is no such action.
func MetaOf(a Action) (Meta, bool) {
	meta, known := metaOf[a]
	return meta, known
}
