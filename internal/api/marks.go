package api

import (
	"time"

	"preceptor/internal/cases"
	"preceptor/internal/encounter"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/rubric"
)

// Marks are the marks of one encounter with everything that humans did to them.
type Marks struct {
	Encounter   encounter.ID   `json:"encounter" doc:"Identifier of the encounter."`
	State       rubric.SignOff `json:"state" doc:"How far humans have taken the marks."`
	Items       []Mark         `json:"items" doc:"One mark for each item of the checklist."`
	Scores      []Score        `json:"scores" doc:"What was earned in each part of the consultation. There is no total."`
	Overrulings []Overruling   `json:"overrulings" doc:"What humans decided otherwise, the oldest first."`
	SignedBy    people.ID      `json:"signed_by,omitempty" doc:"Identifier of who signed."`
	SignedAt    time.Time      `json:"signed_at,omitzero" doc:"When it was signed."`
	Version     int64          `json:"version" doc:"Counts the changes; also sent as ETag, and wanted by If-Match."`
}

func (m Marks) tag() int64 { return m.Version }

// Mark is the mark of one checklist item.
type Mark struct {
	Item       string        `json:"item" doc:"Identifier of the item."`
	Text       string        `json:"text" doc:"The item in words."`
	Domain     rubric.Domain `json:"domain" doc:"Part of the consultation."`
	Critical   bool          `json:"critical" doc:"Missing it is a matter of safety."`
	Met        *bool         `json:"met" doc:"null: the marker is unsure, a human decides."`
	Confidence float64       `json:"confidence" doc:"From 0 to 1; not a probability until a school has validated it."`
	Quotes     []Quote       `json:"quotes" doc:"What in the talk the mark rests on."`
}

// Quote is a stretch of the talk that supports a mark.
type Quote struct {
	Line int    `json:"line" doc:"Place in the debrief's lines, from 0."`
	Text string `json:"text" doc:"Stands verbatim in that line."`
}

// Score is what was earned in one part of the consultation.
type Score struct {
	Domain   rubric.Domain `json:"domain" doc:"Part of the consultation."`
	Earned   float64       `json:"earned" doc:"Points earned."`
	Possible float64       `json:"possible" doc:"Points possible."`
	Missed   []string      `json:"missed,omitempty" doc:"Critical items that were not met."`
	Open     []string      `json:"open,omitempty" doc:"Items that a human has still to decide; they earn nothing yet."`
}

// Overruling is a human's answer in place of the marker's.
type Overruling struct {
	Item   string    `json:"item" doc:"Identifier of the item."`
	By     people.ID `json:"by" doc:"Identifier of who overruled."`
	Reason string    `json:"reason" doc:"Why."`
	Before *bool     `json:"before" doc:"What the mark said before."`
	After  bool      `json:"after" doc:"What it says now."`
	At     time.Time `json:"at" doc:"When."`
}

var (
	yes          = true
	exampleMarks = Marks{Encounter: exEncounter, State: rubric.ByMachine, Version: 3, Overrulings: []Overruling{},
		Items: []Mark{{Item: "onset", Text: "Asks when the pain began", Domain: rubric.History, Met: &yes, Confidence: 0.98,
			Quotes: []Quote{{Line: 0, Text: "When did the pain begin?"}}}},
		Scores: []Score{{Domain: rubric.History, Earned: 1, Possible: 1}}}
)

func (a *API) getMarks(c *Call) (Marks, error) {
	return a.marksNow(c, about[markThing](c).Encounter)
}

// marksNow reads the marks of an encounter as they stand.
func (a *API) marksNow(c *Call, e encounter.Encounter) (Marks, error) {
	marks, err := a.Encounters.Marks(c.ctx(), e)
	if err != nil {
		return Marks{}, err
	}
	file, err := a.Encounters.Case(c.ctx(), e)
	if err != nil {
		return Marks{}, err
	}
	return marksOf(e, file, marks), nil
}

func marksOf(e encounter.Encounter, file *cases.Case, m rubric.Marks) Marks {
	items := map[string]rubric.Item{}
	for _, item := range file.Checklist {
		items[item.ID] = item
	}
	return Marks{Encounter: e.ID, State: m.State, Version: e.Version, SignedBy: people.ID(m.SignedBy), SignedAt: m.SignedAt,
		Items:       each(m.Results, func(r rubric.Result) Mark { return markOf(items[r.ID], r) }),
		Scores:      each(rubric.Scores(file.Checklist, file.Groups, m.Results), func(s rubric.Score) Score { return Score(s) }),
		Overrulings: each(m.Overrulings, overrulingOf)}
}

func markOf(item rubric.Item, r rubric.Result) Mark {
	return Mark{Item: r.ID, Text: item.Text, Domain: item.In(), Critical: item.Critical, Met: r.Met, Confidence: r.Confidence,
		Quotes: each(r.Evidence, func(e rubric.Evidence) Quote { return Quote{Line: e.Turn, Text: e.Quote} })}
}

func overrulingOf(o rubric.Overruling) Overruling {
	return Overruling{Item: o.Item, By: people.ID(o.By), Reason: o.Reason, Before: o.Before, After: o.After, At: o.At}
}

// markThing is the marks of an encounter as a thing.
type markThing struct{ encounter.Encounter }

func (m markThing) tag() int64 { return m.Version }

// Object is the encounter's, as marks.
func (m markThing) Object() policy.Object {
	object := m.Encounter.Object()
	object.Kind = policy.Mark
	return object
}

func (a *API) marks(c *Call) (Thing, error) {
	e, err := a.Encounters.Get(c.ctx(), encounter.ID(c.id()))
	return markThing{e}, err
}
