package pages

import (
	"context"

	"preceptor/internal/cases"
	"preceptor/internal/encounter"
	"preceptor/internal/people"
	"preceptor/internal/rubric"
	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

func (s consultations) Debrief(ctx context.Context, _ web.Actor, id string) (view.Debrief, error) {
	t, err := s.talk(ctx, id)
	if err != nil {
		return view.Debrief{}, err
	}
	if t.e.Status == encounter.Left {
		return view.Debrief{}, web.ErrLeft
	}
	marks, err := s.Encounters.Marks(ctx, t.e)
	if err != nil {
		return view.Debrief{}, words(err)
	}
	return s.debrief(ctx, t, marks), nil
}

func (d desk) debrief(ctx context.Context, t *talk, marks rubric.Marks) view.Debrief {
	out := view.Debrief{EncounterID: string(t.e.ID), CaseID: t.c.ID, CaseTitle: t.c.Title, Patient: patientAtTheDoor(t.c),
		Purpose: view.Purpose(t.e.Purpose), Attempt: t.e.Attempt, FinishedAt: t.e.FinishedAt.Time(),
		Minutes:   int(t.e.FinishedAt.Time().Sub(t.e.OpenedAt.Time()).Minutes()),
		Diagnosis: t.diagnosis(), Domains: d.domains(ctx, t, marks), Turns: t.turns(), Understood: t.understood(),
		Made: view.Made{By: view.MadeByEngine, Ref: string(t.e.ID)}, SignedAt: marks.SignedAt}
	if marks.SignedBy != "" {
		out.SignedBy = d.named(ctx, people.ID(marks.SignedBy))
	}
	out.Priorities = priorities(t.c.Checklist, marks)
	return out
}

func (t *talk) diagnosis() view.Diagnosis {
	given, _ := encounter.Leading(t.all)
	out := view.Diagnosis{Given: given.Text, Why: given.Grounds.Why, Confidence: view.Confidence(given.Grounds.Confidence),
		Expected: t.c.Reasoning.Diagnosis, Verdict: view.VerdictUncertain}
	if out.Expected == "" {
		out.Expected = t.c.Reasoning.Undifferentiated
	}
	if t.c.Accepts(given.Text) {
		out.Verdict = view.VerdictMet
	}
	return out
}

// understood is how many of the learner's words the patient could make sense of.
func (t *talk) understood() view.Share {
	var s view.Share
	for _, turn := range t.all {
		if turn.Kind == encounter.Say {
			s.Whole++
			if turn.Reply.Act != cases.Clarify {
				s.Part++
			}
		}
	}
	return s
}

// mostPriorities keeps the debrief from becoming a wall.
const mostPriorities = 2

// priorities are missed critical items first, then those that decide between diagnoses.
func priorities(items []rubric.Item, marks rubric.Marks) []view.Priority {
	var out []view.Priority
	missed := missedItems(marks)
	for _, wanted := range []func(rubric.Item) bool{
		func(i rubric.Item) bool { return i.Critical },
		func(i rubric.Item) bool { return !i.Critical && i.Weight == rubric.Discriminating },
	} {
		for _, i := range items {
			if len(out) < mostPriorities && missed[i.ID] && !i.Negative && wanted(i) {
				out = append(out, view.Priority{Text: i.Text, Try: i.Good})
			}
		}
	}
	return out
}

func missedItems(marks rubric.Marks) map[string]bool {
	missed := map[string]bool{}
	for _, r := range marks.Results {
		missed[r.ID] = r.Met != nil && !*r.Met
	}
	return missed
}
