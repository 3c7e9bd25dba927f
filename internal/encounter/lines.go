package encounter

import (
	"preceptor/internal/cases"
	"preceptor/internal/rubric"
)

// LineKind is what a line of the transcript is.
type LineKind string

// The kinds of lines. The first three are the learner's.
const (
	Words    LineKind = "words"
	Act      LineKind = "act"
	Verdict  LineKind = "verdict"
	Answer   LineKind = "answer"
	Seen     LineKind = "seen" // what an attentive eye notices while the patient speaks
	Finding  LineKind = "finding"
	Result   LineKind = "result"
	Nothing  LineKind = "nothing" // the case holds nothing on what was asked for
	Hindered LineKind = "hindered"
)

// Line is one line of the transcript as people read it and the marker marks it.
// Its place in the transcript is what evidence points at.
type Line struct {
	Turn   int // number of the turn it belongs to
	Kind   LineKind
	Text   string
	Label  string       // of a finding or result: its heading
	Facts  []cases.Told // what an answer told
	Topics []string     // what the learner's words asked for
	Did    []string     // what the learner's act showed, by id
}

// ByLearner says whether the line is the learner's.
func (l Line) ByLearner() bool { return l.Kind == Words || l.Kind == Act || l.Kind == Verdict }

// Lines is the transcript of the turns.
func Lines(turns []Turn) []Line {
	var lines []Line
	for _, t := range turns {
		switch t.Kind {
		case Say:
			lines = append(lines, said(t)...)
		case Do:
			lines = append(lines, done(t)...)
		case Diagnose:
			lines = append(lines, Line{Turn: t.Number, Kind: Verdict, Text: t.Text, Label: t.Grounds.Why})
		}
	}
	return lines
}

func said(t Turn) []Line {
	lines := []Line{
		{Turn: t.Number, Kind: Words, Text: t.Text, Topics: t.Reply.Match.Topics},
		{Turn: t.Number, Kind: Answer, Text: t.Reply.Text, Facts: t.Reply.Facts},
	}
	for _, sign := range t.Reply.Seen {
		lines = append(lines, Line{Turn: t.Number, Kind: Seen, Text: sign})
	}
	return lines
}

func done(t Turn) []Line {
	act := Line{Turn: t.Number, Kind: Act, Text: t.Text}
	var found []Line
	for _, shown := range t.Found.Shown {
		act.Did = append(act.Did, shown.ID)
		kind := Finding
		if shown.Kind == "test" {
			kind = Result
		}
		found = append(found, Line{Turn: t.Number, Kind: kind, Text: shown.Result, Label: shown.Name})
	}
	switch {
	case t.Found.Needs != "":
		found = append(found, Line{Turn: t.Number, Kind: Hindered, Text: t.Found.Text})
	case t.Found.Text != "":
		found = append(found, Line{Turn: t.Number, Kind: Answer, Text: t.Found.Text})
	case len(found) == 0:
		found = append(found, Line{Turn: t.Number, Kind: Nothing})
	}
	return append([]Line{act}, found...)
}

// kindOf tells the marker what is no speech: what was done, and what was concluded.
func kindOf(k LineKind) rubric.TurnKind {
	switch k {
	case Act:
		return rubric.Act
	case Verdict:
		return rubric.Verdict
	}
	return rubric.Spoken
}

// transcript is the lines in the marker's form, place for place.
func transcript(lines []Line) []rubric.Turn {
	turns := make([]rubric.Turn, len(lines))
	for n, l := range lines {
		turns[n] = rubric.Turn{Who: rubric.Patient, Text: l.Text, Facts: revealed(l.Facts), Topics: l.Topics, Did: l.Did}
		if l.ByLearner() {
			turns[n].Who, turns[n].Kind = rubric.Learner, kindOf(l.Kind)
		}
		if l.Kind == Seen {
			turns[n].Text = "" // nobody said it
		}
		if l.Kind == Verdict && l.Label != "" {
			turns[n].Text = l.Text + ". " + l.Label
		}
	}
	return turns
}

// revealed leaves out sensitive facts of which only the cover or a hint was told.
func revealed(told []cases.Told) []string {
	var ids []string
	for _, f := range told {
		if f.Form == "" || f.Form == cases.Full {
			ids = append(ids, f.ID)
		}
	}
	return ids
}
