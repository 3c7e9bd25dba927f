package webtest

import (
	"context"
	"sync"
	"time"

	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

// Talk is the encounter in progress: it takes turns as the product does, once each.
type Talk struct {
	mu    sync.Mutex
	turns []view.Turn
	taken map[string]int // turn id → index of the learner's turn
}

func newTalk(state State) *Talk {
	talk := &Talk{taken: map[string]int{}}
	if state == Full {
		talk.turns = storedTurns()
	}
	return talk
}

// Turns gives the turns so far.
func (t *Talk) Turns() []view.Turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]view.Turn(nil), t.turns...)
}

// take adds a turn and its answer, or finds them when the turn was taken before.
func (t *Talk) take(in view.TurnInput) []view.Turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	if at, known := t.taken[in.ID]; known {
		return append([]view.Turn(nil), t.turns[at:at+2]...)
	}
	t.taken[in.ID] = len(t.turns)
	answer := answers[in.Kind]
	n := len(t.turns)
	answer.ID, answer.N, answer.At = in.ID+".1", n+2, Now
	t.turns = append(t.turns, view.Turn{ID: in.ID + ".0", N: n + 1, Kind: in.Kind, Text: in.Text, At: Now}, answer)
	return append([]view.Turn(nil), t.turns[n:]...)
}

var answers = map[view.TurnKind]view.Turn{
	view.TurnSay:     {Kind: view.TurnReply, Text: "I’d rather you asked me that in another way, doctor.", Made: byEngine},
	view.TurnExamine: {Kind: view.TurnFinding, Text: "Nothing out of the ordinary.", Made: byEngine},
	view.TurnOrder:   {Kind: view.TurnResult, Text: "Within the reference range.", Made: byEngine},
}

var (
	byEngine = view.Made{By: view.MadeByEngine, Ref: "made-engine"}
	byModel  = view.Made{By: view.MadeByModel, Ref: "made-model"}
)

func storedTurns() []view.Turn {
	texts := []struct {
		kind view.TurnKind
		text string
		made view.Made
		flag view.Flag
	}{
		{view.TurnSay, "Good morning, Mr Kessler. I’m Amara, one of the student doctors. What happened today?", view.Made{}, ""},
		{view.TurnReply, "I was going up from the underground and it was like somebody had put a strap round my chest. I had to hold on to the rail.", byModel, ""},
		{view.TurnSay, "That sounds frightening. Did the feeling go anywhere else?", view.Made{}, ""},
		{view.TurnReply, "Into the jaw, a bit. And my left arm felt heavy, as if it weren’t mine.", byModel, ""},
		{view.TurnSay, "How long did it last, and did anything make it better?", view.Made{}, ""},
		{view.TurnReply, "A quarter of an hour, maybe more. It let go a little when I sat down. It hasn’t gone, though.", byEngine, ""},
		{view.TurnExamine, "Pulse and blood pressure in both arms", view.Made{}, ""},
		{view.TurnFinding, "Pulse 104, regular. Right arm 152/94, left arm 150/92 mmHg.", byEngine, view.FlagAbnormal},
		{view.TurnOrder, "12-lead ECG", view.Made{}, ""},
		{view.TurnResult, "Sinus rhythm, 102 per minute. ST depression of 1.5 mm in V4 to V6.", byEngine, view.FlagCritical},
	}
	turns := make([]view.Turn, 0, len(texts))
	for i, x := range texts {
		turns = append(turns, view.Turn{
			ID: "turn-" + string(rune('a'+i)), N: i + 1, Kind: x.kind, Text: x.text,
			At: Now.Add(time.Duration(i-20) * time.Minute), Made: x.made, Flag: x.flag,
		})
	}
	return turns
}

func chart(id string, turns []view.Turn) view.Chart {
	c := view.Chart{EncounterID: id}
	if len(turns) < 10 {
		return c
	}
	c.Sections = []view.ChartSection{
		{Kind: view.ChartHistory, Entries: []view.ChartEntry{
			{Label: "Onset", Value: "On the stairs of the underground, this morning", Turn: 2},
			{Label: "Character", Value: "Tight, like a strap", Turn: 2},
			{Label: "Radiation", Value: "Jaw and left arm", Turn: 4},
			{Label: "Duration", Value: "15 minutes or more, not gone", Turn: 6},
		}},
		{Kind: view.ChartFindings, Entries: []view.ChartEntry{
			{Label: "Pulse", Value: "104 /min, regular", Flag: view.FlagAbnormal, Turn: 8},
			{Label: "Blood pressure", Value: "152/94 and 150/92 mmHg", Turn: 8},
		}},
		{Kind: view.ChartResults, Entries: []view.ChartEntry{
			{Label: "ECG", Value: "ST depression V4–V6", Flag: view.FlagCritical, Turn: 10},
		}},
	}
	return c
}

type encounters struct{ *House }

func (e encounters) Start(context.Context, web.Actor, string, string, view.Purpose) error { return nil }

func (e encounters) Open(_ context.Context, _ web.Actor, id string) (view.Encounter, error) {
	if id == FinishedID {
		return view.Encounter{ID: id, Finished: true}, nil
	}
	if id == LeftID {
		return view.Encounter{ID: id, CaseID: CaseID, CaseTitle: cards()[0].Title, Setting: cards()[0].Setting, Purpose: view.PurposePrivate, Left: true}, nil
	}
	turns := e.Talk.Turns()
	return view.Encounter{
		ID: id, CaseID: CaseID, CaseTitle: cards()[0].Title, Setting: cards()[0].Setting, Patient: patient(),
		Task:    "Find out what is wrong, and what cannot wait.",
		Purpose: view.PurposePrivate, Attempt: 2, Minutes: 15,
		StartedAt: time.Now().Add(-6 * time.Minute), // the page counts on with the browser's own clock
		Wording:   view.MadeByModel, Turns: turns, Chart: chart(id, turns),
	}, nil
}

func (e encounters) Turn(_ context.Context, _ web.Actor, id string, in view.TurnInput) (view.Exchange, error) {
	added := e.Talk.take(in)
	return view.Exchange{EncounterID: id, Patient: patient(), Turns: added, Chart: chart(id, e.Talk.Turns())}, nil
}

func (e encounters) Since(_ context.Context, _ web.Actor, id string, n int) (view.Exchange, error) {
	turns := e.Talk.Turns()
	return view.Exchange{EncounterID: id, Patient: patient(), Turns: turns[min(n, len(turns)):], Chart: chart(id, turns)}, nil
}

func (e encounters) Finish(context.Context, web.Actor, string, view.FinishInput) error { return nil }

func (e encounters) Debrief(_ context.Context, _ web.Actor, id string) (view.Debrief, error) {
	if id == LeftID {
		return view.Debrief{}, web.ErrLeft
	}
	if id != FinishedID {
		return view.Debrief{}, web.ErrConflict
	}
	return debrief(), nil
}
