package webtest

import (
	"context"
	"time"

	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

type homes struct{ *House }

func (h homes) Home(_ context.Context, _ web.Actor, role view.Role) (view.Home, error) {
	if h.State == Empty {
		return emptyHome(role), nil
	}
	return fullHome(role), nil
}

func fullHome(role view.Role) view.Home {
	switch role {
	case view.Learner:
		attempt := view.Attempt{Encounter: FinishedID, Number: 1, At: Now.Add(-50 * time.Hour), Finished: true, Purpose: view.PurposeShared}
		return view.Home{Learner: &view.LearnerHome{Resume: cards()[:1], Suggested: cards()[1:],
			Debriefs: []view.Attempted{{Attempt: attempt, CaseTitle: cards()[0].Title, Signed: true}}}}
	case view.Educator:
		return view.Home{Educator: &view.EducatorHome{Inbox: inboxRows(), Cases: cards()}}
	case view.Examiner:
		return view.Home{Examiner: &view.EducatorHome{Inbox: inboxRows()[2:]}}
	case view.Supervisor:
		return view.Home{Supervisor: &view.SupervisorHome{Uses: []view.AIUse{{Learner: "Amara Osei", Activity: "Encounter “Tightness on the stairs”, patient worded by a model", Made: byModel}}}}
	case view.CurriculumLead:
		return view.Home{CurriculumLead: &view.CurriculumHome{Objectives: []view.Coverage{
			{Code: "epa:01", Title: "Gather a history and perform a physical examination", Cases: 3},
			{Code: "epa:02", Title: "Prioritise a differential diagnosis", Cases: 2},
			{Code: "epa:10", Title: "Recognise a patient who needs urgent care", Cases: 0}}}}
	case view.Governance:
		return view.Home{Governance: &view.GovernanceHome{LedgerSize: 1204, ModelCalls: 318, Refused: 4, PolicyCount: 12, ModelWired: true,
			Check: &view.LedgerCheck{At: Now.Add(-2 * time.Hour), Size: 1198, OK: true}}}
	case view.Administrator:
		return view.Home{Administrator: &view.AdministratorHome{Active: 41, Invited: 3, Suspended: 1, Version: "0.1.0", Health: health()}}
	}
	return view.Home{Researcher: &view.ResearcherHome{Consented: 36, Records: 212}}
}

func emptyHome(role view.Role) view.Home {
	switch role {
	case view.Learner:
		return view.Home{Learner: &view.LearnerHome{}}
	case view.Educator:
		return view.Home{Educator: &view.EducatorHome{}}
	case view.Examiner:
		return view.Home{Examiner: &view.EducatorHome{}}
	case view.Supervisor:
		return view.Home{Supervisor: &view.SupervisorHome{}}
	case view.CurriculumLead:
		return view.Home{CurriculumLead: &view.CurriculumHome{}}
	case view.Governance:
		return view.Home{Governance: &view.GovernanceHome{}}
	case view.Administrator:
		return view.Home{Administrator: &view.AdministratorHome{Active: 1, Version: "0.1.0", Health: health()}}
	}
	return view.Home{Researcher: &view.ResearcherHome{}}
}

func health() []view.Check {
	return []view.Check{
		{Name: "Database", Passed: true}, {Name: "Data folder", Passed: true},
		{Name: "Model wires", Passed: false, Detail: "The model server at 127.0.0.1 port 11434 does not answer. Patients are worded by the engine meanwhile."},
	}
}
