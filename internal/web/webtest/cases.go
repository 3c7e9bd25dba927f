package webtest

import (
	"context"
	"strings"
	"time"

	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

type cases struct{ *House }

// CaseID and EncounterID are the case and the encounter of the fixtures.
const (
	CaseID      = "case-chest"
	EncounterID = "encounter-open"
	FinishedID  = "encounter-done"
	LeftID      = "encounter-left"
)

func cards() []view.CaseCard {
	return []view.CaseCard{
		{ID: CaseID, Title: "Tightness on the stairs", Setting: "Emergency department", Level: "Clinical years",
			Summary: "A 58-year-old man has been brought in by his daughter after a bad hour on the way home from work.",
			Minutes: 15, Standing: view.CaseStarted, Encounter: EncounterID, Approval: view.Approved},
		{ID: "case-infant", Title: "A hot night with Noor", Setting: "General practice", Level: "Clinical years",
			Summary: "A mother telephones, then walks in, with an eleven-week-old who will not settle and will not feed.",
			Minutes: 12, Standing: view.CaseFinished, Attempts: 2, Encounter: FinishedID, Approval: view.Approved},
		{ID: "case-back", Title: "“It is only my back again”", Setting: "Urgent care", Level: "Residents",
			Summary: "A warehouse worker wants something stronger for the pain. There is something he has not said.",
			Minutes: 15, Standing: view.CaseNew, Approval: view.InReview},
	}
}

func (c cases) List(_ context.Context, _ web.Actor, query string, _ int) (view.Cases, error) {
	list := view.Cases{Query: query, Pages: view.Pages{Size: 20, Path: "/cases?"}}
	if c.State == Empty {
		return list, nil
	}
	for _, card := range cards() {
		if strings.Contains(strings.ToLower(card.Title+card.Summary), strings.ToLower(query)) {
			list.Cards = append(list.Cards, card)
		}
	}
	list.Pages.Total = len(list.Cards)
	return list, nil
}

func (c cases) Brief(_ context.Context, actor web.Actor, id string) (view.CaseBrief, error) {
	if id != CaseID {
		return view.CaseBrief{}, web.ErrNotFound
	}
	brief := view.CaseBrief{
		CaseCard: cards()[0], Patient: patient(),
		Task:       "Take a focused history, examine what matters, order what would change your mind, and commit to a leading diagnosis. You have the room to yourself.",
		Themes:     []string{"fear of dying", "a parent’s death"},
		Objectives: []string{"Take a focused history of chest pain", "Recognise what cannot wait", "Explain an uncertain finding in plain words"},
	}
	if actor.Roles[0] == view.Learner || actor.Roles[0] == view.Educator {
		brief.Purposes = []view.Purpose{view.PurposePrivate, view.PurposeShared, view.PurposeAssignment}
	}
	if c.State == Full {
		brief.Past = []view.Attempt{{Encounter: FinishedID, Number: 1, At: Now.Add(-50 * time.Hour), Finished: true, Purpose: view.PurposePrivate}}
	}
	return brief, nil
}

func patient() view.Patient {
	return view.Patient{
		Name: "Martin Kessler", Age: "58 years", Pronouns: "he/him",
		Opening: "Martin Kessler sits forward on the trolley, one hand flat on his chest. His daughter waits outside.",
	}
}
