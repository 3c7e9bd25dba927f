package webtest

import (
	"context"
	"time"

	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

func debrief() view.Debrief {
	return view.Debrief{
		EncounterID: FinishedID, CaseID: CaseID, CaseTitle: cards()[0].Title, Patient: patient(),
		Purpose: view.PurposeShared, Attempt: 1, FinishedAt: Now.Add(-50 * time.Hour), Minutes: 14,
		Diagnosis: view.Diagnosis{
			Given: "Acute coronary syndrome", Why: "Exertional tightness into jaw and arm, ST depression; nothing for dissection.",
			Confidence: view.ConfidenceMiddle, Expected: "Acute coronary syndrome without ST elevation", Verdict: view.VerdictMet,
		},
		Priorities: []view.Priority{
			{Text: "Ask what he has taken before you give anything.", Try: "Have you taken anything today, with or without a prescription, to help with this or anything else?"},
			{Text: "Say what happens next before you leave the bedside.", Try: "I’m going to ask a senior to look at this tracing with me now. Is there anything you want to ask before I go?", Turn: 9},
		},
		Domains: domains(), Turns: storedTurns(), Understood: view.Share{Part: 9, Whole: 10}, Made: byEngine,
	}
}

func domains() []view.Domain {
	return []view.Domain{
		{Name: "History", Scored: true, Got: 5, OutOf: 8, Items: []view.MarkedItem{
			{ID: "open", Text: "Opens with a question that lets the patient tell it", Verdict: view.VerdictMet, Version: 1,
				Quotes: []view.Quote{{Turn: 1, Text: "What happened today?"}}},
			{ID: "radiation", Text: "Asks where the pain goes", Verdict: view.VerdictMet, Version: 1,
				Quotes: []view.Quote{{Turn: 3, Text: "Did the feeling go anywhere else?"}}},
			{ID: "relief", Text: "Asks what brings it on and what relieves it", Verdict: view.VerdictMissed, Version: 2,
				Quotes: []view.Quote{{Turn: 5, Text: "did anything make it better?"}},
				Overrule: &view.Overrule{By: "Dr Helen Varga", At: Now.Add(-20 * time.Hour), From: view.VerdictMet,
					Reason: "You asked what relieves it. What brings it on was told to you, not asked."}},
			{ID: "drugs", Text: "Asks what he takes, including without prescription", Critical: true, Verdict: view.VerdictMissed, Version: 1,
				Try: "Have you taken anything today, with or without a prescription?"},
		}},
		{Name: "Examination and tests", Scored: true, Got: 3, OutOf: 4, Items: []view.MarkedItem{
			{ID: "arms", Text: "Measures blood pressure in both arms", Verdict: view.VerdictMet, Version: 1,
				Quotes: []view.Quote{{Turn: 7, Text: "Pulse and blood pressure in both arms"}}},
			{ID: "repeat", Text: "Plans a second tracing or a second troponin", Verdict: view.VerdictUncertain, Version: 1,
				Quotes: []view.Quote{{Turn: 9, Text: "12-lead ECG"}}},
		}},
		{Name: "Being with the patient", Items: []view.MarkedItem{
			{ID: "cue", Text: "Answers a cue about fear in a way that is about this fear", Verdict: view.VerdictHuman, Version: 1,
				Quotes: []view.Quote{{Turn: 3, Text: "That sounds frightening."}}},
		}},
	}
}

type reviews struct{ *House }

func inboxRows() []view.InboxRow {
	return []view.InboxRow{
		{EncounterID: FinishedID, CaseTitle: cards()[0].Title, Learner: "Amara Osei", Purpose: view.PurposeShared, FinishedAt: Now.Add(-50 * time.Hour), Open: 2},
		{EncounterID: "encounter-2", CaseTitle: cards()[1].Title, Learner: "Jonas Brandt", Purpose: view.PurposeAssignment, FinishedAt: Now.Add(-28 * time.Hour)},
		{EncounterID: "encounter-3", CaseTitle: cards()[2].Title, Learner: "Mei-Ling Chow", Purpose: view.PurposeAssessed, FinishedAt: Now.Add(-6 * time.Hour), Signed: true},
	}
}

func (r reviews) Inbox(context.Context, web.Actor, int) (view.Inbox, error) {
	inbox := view.Inbox{Pages: view.Pages{Size: 20, Path: "/reviews?"}}
	if r.State == Full {
		inbox.Rows, inbox.Pages.Total = inboxRows(), 3
	}
	return inbox, nil
}

func (r reviews) Open(_ context.Context, _ web.Actor, id string) (view.Review, error) {
	if id != FinishedID {
		return view.Review{}, web.ErrNotFound
	}
	d := debrief()
	d.Learner = "Amara Osei"
	return view.Review{Debrief: d, MayOverrule: true, MaySign: true, Open: 2, Version: 1}, nil
}

func (r reviews) Overrule(_ context.Context, _ web.Actor, _ string, in view.OverruleInput) error {
	if in.Version != 1 {
		return web.ErrConflict
	}
	return nil
}

func (r reviews) Sign(_ context.Context, _ web.Actor, _ string, version int64) error {
	if version != 1 {
		return web.ErrConflict
	}
	return nil
}

type made struct{}

func (made) Provenance(_ context.Context, _ web.Actor, ref string) (view.Provenance, error) {
	p := view.Provenance{
		Ref: ref, By: view.MadeByEngine, At: Now.Add(-6 * time.Minute), Prompt: "patient engine 1.0, case version 3",
		Sources: []view.Source{{Title: "Fact 14 of the case", Passage: "The tightness spread to the jaw; the left arm felt heavy.", Support: view.Supported}},
	}
	switch ref {
	case byEngine.Ref, "sample":
		return p, nil
	case byModel.Ref:
		p.By, p.Model, p.Prompt = view.MadeByModel, "mistral-small 24B on this machine", "patient-words, version 4"
		p.Checks = []view.Check{
			{Name: "Says only facts that were asked for", Passed: true},
			{Name: "Numbers and sides as in the case", Passed: true},
			{Name: "No fact that the case does not hold", Passed: true, Detail: "One attempt was thrown away before this one."},
		}
		p.Disclosure = "The patient’s words were generated by an AI model (mistral-small 24B, run locally) from a written case, and checked against it."
		return p, nil
	}
	return p, web.ErrNotFound
}

func (made) Report(context.Context, web.Actor, string, string) error { return nil }
