package api

import (
	"strconv"
	"time"

	"preceptor/internal/cases"
	"preceptor/internal/encounter"
	"preceptor/internal/policy"
)

// Turn is one thing that the learner said or did, and the answer to it.
type Turn struct {
	ID         encounter.TurnID     `json:"id" doc:"Identifier, made by the learner's device."`
	Number     int                  `json:"number" doc:"Place in the talk, from 0."`
	Kind       encounter.Kind       `json:"kind" doc:"Something said, done or diagnosed."`
	Text       string               `json:"text" doc:"The learner's words."`
	Why        string               `json:"why,omitempty" doc:"Of a diagnosis: its grounds."`
	Confidence encounter.Confidence `json:"confidence,omitempty" doc:"Of a diagnosis: how sure the learner is."`
	Reply      string               `json:"reply,omitempty" doc:"What the patient says."`
	Seen       []string             `json:"seen,omitempty" doc:"What one sees of the patient meanwhile."`
	Found      []Found              `json:"found,omitempty" doc:"What an examination or a test shows."`
	Nothing    bool                 `json:"nothing,omitempty" doc:"The case holds nothing on what was asked for."`
	WordedBy   *Wording             `json:"worded_by,omitempty" doc:"The model's part in the words of the reply; missing: the engine worded it."`
	At         time.Time            `json:"at" doc:"When it was taken."`
}

// Found is one finding or test result.
type Found struct {
	Kind   string `json:"kind" doc:"finding or test."`
	Name   string `json:"name" doc:"What was examined or tested."`
	Result string `json:"result" doc:"What it showed."`
}

// Wording says what part a model had in a reply.
type Wording struct {
	Model      string `json:"model,omitempty" doc:"The model whose words were used."`
	Call       string `json:"call,omitempty" doc:"The ledger's name of the call."`
	Disclosure string `json:"disclosure,omitempty" doc:"The statement of the model's part."`
	Instead    string `json:"instead,omitempty" doc:"Why a model's words were not used, when it was asked."`
}

// NewTurn is what the learner's device sends.
type NewTurn struct {
	ID         encounter.TurnID     `json:"id" form:"ulid" doc:"A ULID that the client makes. The same turn again is answered the same and stored once."`
	Kind       encounter.Kind       `json:"kind" doc:"say: words to the patient; do: a manoeuvre or test, in words; diagnosis: the leading diagnosis."`
	Text       string               `json:"text" least:"1" most:"2000" doc:"The learner's words."`
	Why        string               `json:"why,omitempty" most:"2000" doc:"Of a diagnosis: its grounds."`
	Confidence encounter.Confidence `json:"confidence,omitempty" doc:"Of a diagnosis: how sure the learner is."`
}

var exampleTurn = Turn{ID: exTurn, Kind: encounter.Say, Text: "When did the pain begin?", Reply: "About two hours ago.", At: exNow}

func (a *API) turnRoutes() []Route {
	return []Route{
		answers(Route{Method: "GET", Pattern: Prefix + "/encounters/{id}/turns", ID: "listTurns", Group: "Encounters", Action: policy.EncounterRead, about: a.encounter,
			Query: []Parameter{{Name: "after", Form: Number, Doc: "Only turns behind this number.", Example: "0"}, pageQuery[1]}, Summary: "Read what was said and done"},
			Page[Turn]{Items: []Turn{exampleTurn}}, a.listTurns),
		takes(Route{Method: "POST", Pattern: Prefix + "/encounters/{id}/turns", ID: "takeTurn", Group: "Encounters", Action: policy.EncounterSpeak, about: a.encounter,
			Status: 201, Summary: "Say, do or diagnose something",
			Doc: "The answer means that the turn is stored for good. After a broken connection send it again under the same id."},
			NewTurn{ID: exTurn, Kind: encounter.Say, Text: "When did the pain begin?"}, exampleTurn, a.takeTurn),
	}
}

func (a *API) listTurns(c *Call) (Page[Turn], error) {
	from := int(c.number("after", -1)) + 1
	found, err := a.Encounters.Turns(c.ctx(), about[encounter.Encounter](c), from)
	if err != nil {
		return Page[Turn]{}, err
	}
	return page(c, each(found, turnOf), func(t Turn) string { return strconv.Itoa(t.Number) }), nil
}

func (a *API) takeTurn(c *Call, in NewTurn) (Turn, error) {
	taken, err := a.Encounters.Take(c.ctx(), about[encounter.Encounter](c).ID, encounter.TurnInput{ID: in.ID, Kind: in.Kind, Text: in.Text,
		Grounds: encounter.Grounds{Why: in.Why, Confidence: in.Confidence}})
	return turnOf(taken), err
}

// turnOf leaves out what would give the case away: which facts were behind a
// reply, and which came into question.
func turnOf(t encounter.Turn) Turn {
	out := Turn{ID: t.ID, Number: t.Number, Kind: t.Kind, Text: t.Text, Why: t.Grounds.Why, Confidence: t.Grounds.Confidence,
		Reply: t.Reply.Text, Seen: t.Reply.Seen, At: t.At.Time()}
	if t.Kind == encounter.Do {
		out.Reply, out.Found = t.Found.Text, each(t.Found.Shown, foundOf)
		out.Nothing = !t.Found.Known && t.Found.Needs == ""
	}
	if t.WordedBy != (encounter.WordedBy{}) {
		worded := Wording(t.WordedBy)
		out.WordedBy = &worded
	}
	return out
}

func foundOf(s cases.Shown) Found { return Found{Kind: s.Kind, Name: s.Name, Result: s.Result} }
