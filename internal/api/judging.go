package api

import (
	"preceptor/internal/encounter"
	"preceptor/internal/policy"
)

// NewOverruling is a human's other answer to one item.
type NewOverruling struct {
	Item   string `json:"item" form:"identifier" doc:"Identifier of the item."`
	Met    bool   `json:"met" doc:"What the mark should say."`
	Reason string `json:"reason" least:"1" most:"2000" doc:"Why; the learner reads it."`
	Line   *int   `json:"line,omitempty" doc:"Place in the debrief's lines that shows it, from 0."`
}

// Debrief is what the learner reads when the talk is over.
type Debrief struct {
	Encounter Encounter `json:"encounter" doc:"The encounter."`
	Diagnosis Diagnosis `json:"diagnosis" doc:"The leading diagnosis, and the case's."`
	Lines     []Line    `json:"lines" doc:"The transcript; quotes point at its places."`
	Marks     Marks     `json:"marks" doc:"The marks."`
}

// Diagnosis is what the learner led with beside what the case says.
type Diagnosis struct {
	Given      string               `json:"given" doc:"What the learner led with."`
	Why        string               `json:"why,omitempty" doc:"The learner's grounds."`
	Confidence encounter.Confidence `json:"confidence,omitempty" doc:"How sure the learner was."`
	Expected   string               `json:"expected,omitempty" doc:"The case's diagnosis, or why it stays undifferentiated."`
}

// Line is one line of the transcript.
type Line struct {
	Turn  int                `json:"turn" doc:"Number of the turn that it belongs to."`
	Kind  encounter.LineKind `json:"kind" doc:"What it is; words, act and verdict are the learner's."`
	Text  string             `json:"text" doc:"The line."`
	Label string             `json:"label,omitempty" doc:"Heading of a finding or result; grounds of a verdict."`
}

var exampleDebrief = Debrief{Encounter: exampleEncounter, Diagnosis: Diagnosis{Given: "Acute coronary syndrome", Confidence: encounter.High, Expected: "Acute coronary syndrome"},
	Lines: []Line{{Turn: 0, Kind: encounter.Words, Text: "When did the pain begin?"}, {Turn: 0, Kind: encounter.Answer, Text: "About two hours ago."}}, Marks: exampleMarks}

func (a *API) markRoutes() []Route {
	return []Route{
		answers(Route{Method: "GET", Pattern: Prefix + "/encounters/{id}/marks", ID: "getMarks", Group: "Marks", Action: policy.MarkRead, about: a.marks,
			Summary: "Read the marks of an encounter with their quotes"}, exampleMarks, a.getMarks),
		answers(Route{Method: "GET", Pattern: Prefix + "/encounters/{id}/debrief", ID: "getDebrief", Group: "Marks", Action: policy.MarkRead, about: a.marks,
			Summary: "Read the debrief: diagnosis, transcript and marks"}, exampleDebrief, a.getDebrief),
		takes(Route{Method: "POST", Pattern: Prefix + "/encounters/{id}/overrulings", ID: "overruleMark", Group: "Marks", Action: policy.MarkOverrule, about: a.marks,
			Versioned: true, Summary: "Overrule one mark, with a reason", Doc: "The machine's mark stays readable beside it."},
			NewOverruling{Item: "onset", Met: true, Reason: "Asked in other words."}, exampleMarks, a.overrule),
		answers(Route{Method: "POST", Pattern: Prefix + "/encounters/{id}/sign-off", ID: "signMarks", Group: "Marks", Action: policy.MarkSign, about: a.marks,
			Versioned: true, Summary: "Sign the marks off", Doc: "Items that the marker left open have to be decided before."}, exampleMarks, a.sign),
	}
}

func (a *API) overrule(c *Call, in NewOverruling) (Marks, error) {
	e, line := about[markThing](c).Encounter, -1
	if in.Line != nil {
		line = *in.Line
	}
	err := a.Encounters.Overrule(c.ctx(), e.ID, c.me(), encounter.Overruling{Item: in.Item, Met: in.Met, Reason: in.Reason, Line: line, Version: e.Version})
	if err != nil {
		return Marks{}, err
	}
	return a.marksAgain(c, e.ID)
}

func (a *API) sign(c *Call) (Marks, error) {
	e := about[markThing](c).Encounter
	if err := a.Encounters.Sign(c.ctx(), e.ID, c.me(), e.Version); err != nil {
		return Marks{}, err
	}
	return a.marksAgain(c, e.ID)
}

func (a *API) marksAgain(c *Call, id encounter.ID) (Marks, error) {
	e, err := a.Encounters.Get(c.ctx(), id)
	if err != nil {
		return Marks{}, err
	}
	return a.marksNow(c, e)
}

func (a *API) getDebrief(c *Call) (Debrief, error) {
	e := about[markThing](c).Encounter
	marks, err := a.marksNow(c, e)
	if err != nil {
		return Debrief{}, err
	}
	file, err := a.Encounters.Case(c.ctx(), e)
	if err != nil {
		return Debrief{}, err
	}
	turns, err := a.Encounters.Turns(c.ctx(), e, 0)
	if err != nil {
		return Debrief{}, err
	}
	given, _ := encounter.Leading(turns)
	out := Debrief{Encounter: encounterOf(e), Marks: marks, Lines: each(encounter.Lines(turns), lineOf),
		Diagnosis: Diagnosis{Given: given.Text, Why: given.Grounds.Why, Confidence: given.Grounds.Confidence, Expected: file.Reasoning.Diagnosis}}
	if out.Diagnosis.Expected == "" {
		out.Diagnosis.Expected = file.Reasoning.Undifferentiated
	}
	return out, nil
}

func lineOf(l encounter.Line) Line {
	return Line{Turn: l.Turn, Kind: l.Kind, Text: l.Text, Label: l.Label}
}
