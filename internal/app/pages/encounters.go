package pages

import (
	"context"
	"fmt"
	"strings"

	"preceptor/internal/cases"
	"preceptor/internal/encounter"
	"preceptor/internal/policy"
	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

// consultations is the learner's side of encounters.
type consultations struct{ desk }

// Start asks the policy once more, now that the purpose is known.
func (s consultations) Start(ctx context.Context, actor web.Actor, caseID, id string, purpose view.Purpose) error {
	listed, err := s.Cases.Find(ctx, caseID)
	if err != nil {
		return words(err)
	}
	course := s.courseFor(actor, listed)
	if err := s.mayStart(ctx, actor, course, policy.Purpose(purpose)); err != nil {
		return words(err)
	}
	_, err = s.Encounters.Open(ctx, encounter.Opening{ID: encounter.ID(id), Learner: idOf(actor), Course: course, Case: caseID, Purpose: policy.Purpose(purpose)})
	return words(err)
}

func (s consultations) Open(ctx context.Context, _ web.Actor, id string) (view.Encounter, error) {
	t, err := s.talk(ctx, id)
	if err != nil {
		return view.Encounter{}, err
	}
	return view.Encounter{ID: id, CaseID: t.c.ID, CaseTitle: t.c.Title, Setting: t.c.Patient.Setting, Task: t.c.Summary,
		Patient: patientAtTheDoor(t.c), Purpose: view.Purpose(t.e.Purpose), Attempt: t.e.Attempt, StartedAt: t.e.OpenedAt.Time(),
		Minutes: plannedMinutes, Wording: s.maker(), Turns: t.turns(), Chart: t.chart(), Finished: t.e.Status == encounter.Finished, Left: t.e.Status == encounter.Left}, nil
}

// maker says who words replies in this installation.
func (s consultations) maker() view.Maker {
	if s.Gate.HasChat() {
		return view.MadeByModel
	}
	return view.MadeByEngine
}

func (s consultations) Turn(ctx context.Context, _ web.Actor, id string, in view.TurnInput) (view.Exchange, error) {
	taken, err := s.Encounters.Take(ctx, encounter.ID(id), encounter.TurnInput{ID: encounter.TurnID(in.ID), Kind: kindOf(in.Kind), Text: in.Text})
	if err != nil {
		return view.Exchange{}, words(err)
	}
	return s.exchange(ctx, id, func(t view.Turn, of int) bool { return of == taken.Number })
}

func kindOf(k view.TurnKind) encounter.Kind {
	if k == view.TurnSay {
		return encounter.Say
	}
	return encounter.Do
}

func (s consultations) Since(ctx context.Context, _ web.Actor, id string, n int) (view.Exchange, error) {
	return s.exchange(ctx, id, func(t view.Turn, _ int) bool { return t.N > n })
}

func (s consultations) exchange(ctx context.Context, id string, wanted func(t view.Turn, of int) bool) (view.Exchange, error) {
	t, err := s.talk(ctx, id)
	if err != nil {
		return view.Exchange{}, err
	}
	out := view.Exchange{EncounterID: id, Patient: patientAtTheDoor(t.c), Chart: t.chart()}
	for n, turn := range t.turns() {
		if wanted(turn, t.lines[n].Turn) {
			out.Turns = append(out.Turns, turn)
		}
	}
	return out, nil
}

// Finish commits the leading diagnosis as a turn of its own and ends the talk.
func (s consultations) Finish(ctx context.Context, _ web.Actor, id string, in view.FinishInput) error {
	e, err := s.Encounters.Get(ctx, encounter.ID(id))
	if err != nil || e.Status == encounter.Finished {
		return words(err)
	}
	_, err = s.Encounters.Take(ctx, e.ID, encounter.TurnInput{ID: encounter.TurnID(in.ID), Kind: encounter.Diagnose, Text: in.Diagnosis,
		Grounds: encounter.Grounds{Why: in.Why, Confidence: encounter.Confidence(in.Confidence)}})
	if err != nil {
		return words(err)
	}
	_, err = s.Encounters.Finish(ctx, e.ID)
	return words(err)
}

// talk is everything that was said and done in an encounter.
type talk struct {
	e     encounter.Encounter
	c     *cases.Case
	all   []encounter.Turn
	lines []encounter.Line
}

func (d desk) talk(ctx context.Context, id string) (*talk, error) {
	t := &talk{}
	var err error
	if t.e, err = d.Encounters.Get(ctx, encounter.ID(id)); err != nil {
		return nil, words(err)
	}
	if t.c, err = d.Encounters.Case(ctx, t.e); err != nil {
		return nil, words(err)
	}
	if t.all, err = d.Encounters.Turns(ctx, t.e, 0); err != nil {
		return nil, words(err)
	}
	t.lines = encounter.Lines(t.all)
	return t, nil
}

// turns are the lines as the page shows them; N is the line's place, from 1.
func (t *talk) turns() []view.Turn {
	out := make([]view.Turn, len(t.lines))
	for n, l := range t.lines {
		of := t.all[l.Turn]
		out[n] = view.Turn{ID: fmt.Sprintf("%s.%d", of.ID, n), N: n + 1, Kind: t.kind(l), Text: lineText(l), At: of.At.Time()}
		if !l.ByLearner() {
			out[n].Made = view.Made{By: madeBy(of.WordedBy), Ref: ref(t.e.ID, of.Number)}
		}
	}
	return out
}

func madeBy(by encounter.WordedBy) view.Maker {
	if by.Model != "" {
		return view.MadeByModel
	}
	return view.MadeByEngine
}

// kind is the page's kind of a line. An act is shown as an order when it
// brought results, as an examination otherwise.
func (t *talk) kind(l encounter.Line) view.TurnKind {
	switch l.Kind {
	case encounter.Act:
		for _, shown := range t.all[l.Turn].Found.Shown {
			if shown.Kind == "test" {
				return view.TurnOrder
			}
		}
		return view.TurnExamine
	case encounter.Finding, encounter.Nothing, encounter.Seen:
		return view.TurnFinding
	case encounter.Result:
		return view.TurnResult
	case encounter.Words, encounter.Verdict:
		return view.TurnSay
	}
	return view.TurnReply
}

// lineText is a line with its heading.
func lineText(l encounter.Line) string {
	switch {
	case l.Kind == encounter.Nothing:
		return "Nothing recorded for this."
	case l.Label != "" && l.Kind != encounter.Verdict:
		return l.Label + ": " + l.Text
	}
	return l.Text
}

// chart is what has come out so far, once each.
func (t *talk) chart() view.Chart {
	history := view.ChartSection{Kind: view.ChartHistory}
	findings := view.ChartSection{Kind: view.ChartFindings}
	results := view.ChartSection{Kind: view.ChartResults}
	seen := map[string]bool{}
	for n, l := range t.lines {
		switch l.Kind {
		case encounter.Answer:
			for _, f := range l.Facts {
				add(&history, seen, f.ID, view.ChartEntry{Topic: t.topic(f.ID), Value: f.Text, Turn: n + 1})
			}
		case encounter.Finding:
			add(&findings, seen, l.Label+l.Text, view.ChartEntry{Label: l.Label, Value: l.Text, Turn: n + 1})
		case encounter.Result:
			add(&results, seen, l.Label+l.Text, view.ChartEntry{Label: l.Label, Value: l.Text, Turn: n + 1})
		}
	}
	return view.Chart{EncounterID: string(t.e.ID), Sections: []view.ChartSection{history, findings, results}}
}

// topic is the branch of the history that a fact belongs to.
func (t *talk) topic(fact string) view.Topic {
	for n := range t.c.Facts {
		if t.c.Facts[n].ID == fact {
			branch, _, _ := strings.Cut(t.c.Facts[n].Topic, ".")
			return view.Topic(branch)
		}
	}
	return ""
}

func add(section *view.ChartSection, seen map[string]bool, key string, entry view.ChartEntry) {
	if !seen[key] {
		seen[key] = true
		section.Entries = append(section.Entries, entry)
	}
}
