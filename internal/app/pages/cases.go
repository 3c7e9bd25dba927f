package pages

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"preceptor/internal/cases"
	"preceptor/internal/encounter"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

// caseShelf shows the doors of cases: nothing that gives an answer away.
type caseShelf struct{ desk }

// plannedMinutes is the time to plan for a consultation that says nothing else.
const plannedMinutes = 20

func (s caseShelf) List(ctx context.Context, actor web.Actor, query string, offset int) (view.Cases, error) {
	cards, err := s.cards(ctx, actor)
	if err != nil {
		return view.Cases{}, err
	}
	cards = slices.DeleteFunc(cards, func(c view.CaseCard) bool { return !matches(c, query) })
	shown, pages := window(cards, offset, listAt("/cases", "q", query))
	return view.Cases{Query: query, Cards: shown, Pages: pages}, nil
}

func matches(c view.CaseCard, query string) bool {
	text := strings.ToLower(c.Title + " " + c.Summary + " " + c.Setting)
	return !slices.ContainsFunc(strings.Fields(strings.ToLower(query)), func(word string) bool { return !strings.Contains(text, word) })
}

// cards are all cases that the actor may open, with how far they are with each.
func (d desk) cards(ctx context.Context, actor web.Actor) ([]view.CaseCard, error) {
	scope, err := d.Policy.Scope(ctx, actorOf(actor), policy.CaseOpen, policy.Case)
	if err != nil {
		return nil, words(err)
	}
	listed, err := d.Cases.List(ctx, scope)
	if err != nil {
		return nil, err
	}
	own, err := d.ownEncounters(ctx, idOf(actor))
	if err != nil {
		return nil, err
	}
	var cards []view.CaseCard
	for _, l := range listed {
		card, err := d.card(ctx, l, own[l.ID])
		if err != nil {
			return nil, err
		}
		cards = append(cards, card)
	}
	return cards, nil
}

// ownEncounters are the learner's encounters by case, newest first.
func (d desk) ownEncounters(ctx context.Context, learner people.ID) (map[string][]encounter.Encounter, error) {
	all, err := d.Encounters.Of(ctx, learner)
	byCase := map[string][]encounter.Encounter{}
	for _, e := range all {
		byCase[e.Case] = append(byCase[e.Case], e)
	}
	return byCase, err
}

func (d desk) card(ctx context.Context, l cases.Listed, own []encounter.Encounter) (view.CaseCard, error) {
	c, err := d.Cases.Get(ctx, l.ID, l.Latest)
	if err != nil {
		return view.CaseCard{}, err
	}
	card := view.CaseCard{ID: l.ID, Title: l.Title, Setting: c.Patient.Setting, Summary: l.Summary, Minutes: plannedMinutes,
		Standing: view.CaseNew, Attempts: len(own), Approval: approval(l)}
	for _, e := range own {
		switch {
		case e.Status == encounter.Talking:
			card.Standing, card.Encounter = view.CaseStarted, string(e.ID)
			return card, nil
		case e.Status == encounter.Finished && card.Encounter == "":
			card.Standing, card.Encounter = view.CaseFinished, string(e.ID)
		}
	}
	return card, nil
}

// approval is what the page says of clinical review: open for practice is not
// the same as approved by a clinician.
func approval(l cases.Listed) view.Approval {
	switch {
	case l.Status == policy.Retired:
		return view.Retired
	case l.Clinical == cases.Approved:
		return view.Approved
	case l.Clinical == cases.AwaitingReview:
		return view.InReview
	}
	return view.Draft
}

func (s caseShelf) Brief(ctx context.Context, actor web.Actor, caseID string) (view.CaseBrief, error) {
	listed, err := s.Cases.Find(ctx, caseID)
	if err != nil {
		return view.CaseBrief{}, words(err)
	}
	own, err := s.ownEncounters(ctx, idOf(actor))
	if err != nil {
		return view.CaseBrief{}, err
	}
	card, err := s.card(ctx, listed, own[caseID])
	if err != nil {
		return view.CaseBrief{}, err
	}
	c, err := s.Cases.Get(ctx, listed.ID, listed.Latest)
	if err != nil {
		return view.CaseBrief{}, err
	}
	return view.CaseBrief{CaseCard: card, Task: c.Summary, Patient: patientAtTheDoor(c), Themes: c.Themes, Objectives: c.Objectives,
		Purposes: s.purposes(ctx, actor, listed), Past: attempts(own[caseID])}, nil
}

// purposes are those that the policy lets this person start the case for.
func (d desk) purposes(ctx context.Context, actor web.Actor, l cases.Listed) []view.Purpose {
	var out []view.Purpose
	for _, purpose := range []policy.Purpose{policy.Private, policy.Shared} {
		if d.mayStart(ctx, actor, d.courseFor(actor, l), purpose) == nil {
			out = append(out, view.Purpose(purpose))
		}
	}
	return out
}

func (d desk) mayStart(ctx context.Context, actor web.Actor, course people.CourseID, purpose policy.Purpose) error {
	return d.Policy.Allow(ctx, actorOf(actor), policy.EncounterStart,
		policy.Object{Kind: policy.Encounter, Owner: idOf(actor), Course: course, Purpose: purpose})
}

// courseFor is the course in which the learner meets the case: the case's own,
// or for a case of the whole institution the course that the person learns in.
func (d desk) courseFor(actor web.Actor, l cases.Listed) people.CourseID {
	if l.Course != "" {
		return l.Course
	}
	var learning []people.CourseID
	for course, roles := range actorOf(actor).Courses {
		if slices.Contains(roles, people.Learner) {
			learning = append(learning, course)
		}
	}
	if len(learning) == 0 {
		return ""
	}
	return slices.Min(learning)
}

func patientAtTheDoor(c *cases.Case) view.Patient {
	return view.Patient{Name: c.Patient.Name, Age: ageInWords(c.Patient), Pronouns: c.Patient.Pronouns, Opening: c.Opening}
}

func ageInWords(p cases.Patient) string {
	unit := p.AgeUnit
	if unit == "" {
		unit = "years"
	}
	if p.Age == 1 {
		unit = strings.TrimSuffix(unit, "s")
	}
	return fmt.Sprintf("%g %s", p.Age, unit)
}

func attempts(own []encounter.Encounter) []view.Attempt {
	var out []view.Attempt
	for _, e := range own {
		out = append(out, view.Attempt{Encounter: string(e.ID), Number: e.Attempt, At: e.OpenedAt.Time(),
			Finished: e.Status == encounter.Finished, Purpose: view.Purpose(e.Purpose)})
	}
	return out
}
