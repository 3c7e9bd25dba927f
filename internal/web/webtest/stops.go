package webtest

import (
	"preceptor/internal/web/view"
)

// Stop is one page that a role can visit.
type Stop struct {
	Name   string
	Path   string
	Role   view.Role // empty for a stranger
	Status int       // 0 means 200
}

// Stops lists every page of the house, once per role that sees it differently.
func Stops() []Stop {
	stops := []Stop{
		{Name: "sign-in", Path: "/sign-in"},
		{Name: "join", Path: "/join/welcome"},
		{Name: "offline", Path: "/offline"},
		{Name: "style", Path: "/style"},
		{Name: "style-inside", Path: "/style", Role: view.Learner},
		{Name: "missing-outside", Path: "/no-such-page", Status: 404},
		{Name: "cases", Path: "/cases", Role: view.Learner},
		{Name: "cases-none", Path: "/cases?q=xyzzy", Role: view.Learner},
		{Name: "case", Path: "/cases/" + CaseID, Role: view.Learner},
		{Name: "case-reader", Path: "/cases/" + CaseID, Role: view.CurriculumLead},
		{Name: "encounter", Path: "/encounters/" + EncounterID, Role: view.Learner},
		{Name: "left", Path: "/encounters/" + LeftID, Role: view.Learner},
		{Name: "debrief", Path: "/encounters/" + FinishedID + "/debrief", Role: view.Learner},
		{Name: "conflict", Path: "/encounters/" + EncounterID + "/debrief", Role: view.Learner, Status: 409},
		{Name: "reviews", Path: "/reviews", Role: view.Educator},
		{Name: "review", Path: "/encounters/" + FinishedID + "/review", Role: view.Educator},
		{Name: "made-model", Path: "/made/made-model", Role: view.Learner},
		{Name: "made-engine", Path: "/made/made-engine", Role: view.Educator},
		{Name: "ledger", Path: "/ledger", Role: view.Governance},
		{Name: "people", Path: "/people", Role: view.Administrator},
		{Name: "person", Path: "/people/person-1", Role: view.Administrator},
		{Name: "person-suspended", Path: "/people/person-4", Role: view.Administrator},
		{Name: "person-self", Path: "/people/person-administrator", Role: view.Administrator},
		{Name: "invite", Path: "/people/invite", Role: view.Administrator},
		{Name: "settings", Path: "/settings", Role: view.Learner},
		{Name: "forbidden", Path: "/people", Role: view.Learner, Status: 403},
		{Name: "missing", Path: "/cases/unknown", Role: view.Learner, Status: 404},
		{Name: "method", Path: "/sign-out", Role: view.Learner, Status: 405},
		{Name: "bad", Path: "/encounters/" + EncounterID + "/turns", Role: view.Learner, Status: 400},
	}
	for _, role := range view.Roles {
		stops = append(stops, Stop{Name: "home-" + string(role), Path: "/", Role: role})
	}
	return stops
}
