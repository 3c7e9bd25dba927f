package cases

import (
	"slices"

	"preceptor/language"
)

// Step lets the patient of a case hear one turn and answer. It is a function of
// its arguments alone: the same case, state and input give the same state and
// reply. s is left as it was.
func Step(c *Case, s State, in Input) (State, Reply) {
	x := c.compile()
	t := &talk{index: x, s: s.clone()}
	t.s.begin(c)
	t.heard = x.lex.Understand(in.Say, x.spell)
	t.s.enter(in)
	t.s.meet(t.heard.Manners)
	t.triggers(in.Say)
	t.s.consent(in.Say)
	reply := t.answer(in.Say)
	t.finish(in.Say, &reply)
	return t.s, reply
}

// talk is one turn in the making.
type talk struct {
	*index
	s     State
	heard language.Turn
	// stated are the facts that the reply states so far.
	stated []Told
	parts  []string
	found  []scored
	cues   []string
	seen   []string
	asked  []string // the concepts asked about
}

// clone copies what a turn may append to.
func (s State) clone() State {
	s.Told, s.Cues, s.Present = slices.Clone(s.Told), slices.Clone(s.Cues), slices.Clone(s.Present)
	s.Asked, s.Heard, s.Recent, s.Manner, s.Lines = slices.Clone(s.Asked), slices.Clone(s.Heard), slices.Clone(s.Recent), slices.Clone(s.Manner), slices.Clone(s.Lines)
	s.Done = slices.Clone(s.Done)
	s.Last.Facts, s.Last.Words = slices.Clone(s.Last.Facts), slices.Clone(s.Last.Words)
	return s
}

// enter notes who is in the room.
func (s *State) enter(in Input) {
	switch {
	case in.Alone:
		s.Present = nil
	case in.Present != nil:
		s.Present = slices.Clone(in.Present)
	}
}

// answer finds the reply by what the turn does.
func (t *talk) answer(say string) Reply {
	switch act := t.heard.Act; act {
	case language.LeaveRole:
		return t.line(Refuse, "leave the role", "the learner asked the patient to leave the role", leaveRoleLines)
	case language.AskDiagnosis:
		return t.line(Refuse, "diagnosis", "a patient does not know the diagnosis", diagnosisLines)
	case language.AskResults:
		return t.line(Unknown, "results", "results come from tests, not from the patient", resultLines)
	case language.Abuse:
		return t.line(Refuse, "abuse", "the learner insulted the patient", abuseLines)
	case language.Silence, language.GoOn:
		return t.goOn()
	case language.Greeting:
		return t.greet()
	case language.Questions:
		if t.puzzled() {
			return t.line(Clarify, "telegraphic", "bare keywords puzzle this patient, once", puzzledLines)
		}
		return t.questions()
	case language.Summary:
		return t.summary()
	case language.Explaining, language.Reassurance:
		return t.explained(say)
	case language.Empathy:
		return t.line(Greet, "empathy", "sympathy alone opens no fact", empathyLines)
	case language.Thanks, language.Closing:
		return t.line(Greet, string(act), "a courtesy", thanksLines)
	}
	return t.told(say)
}

// puzzled says whether bare keywords are met with a question, as they are once in a
// talk by a patient who is not used to them.
func (t *talk) puzzled() bool {
	const once = "telegraphic"
	if t.c.Temperament.Telegraphic != "puzzled" || !slices.Contains(t.heard.Manners, language.TelegramLike) || slices.Contains(t.s.Lines, once) {
		return false
	}
	t.s.Lines = append(t.s.Lines, once)
	return true
}

// told answers a statement that asks nothing: a declined measure, or a nod.
func (t *talk) told(say string) Reply {
	if line, ok := t.declined(say); ok {
		return Reply{Act: Answer, Text: line, Match: Match{Kind: "telling", Why: "the patient declines what was proposed"}}
	}
	if r := &t.heard.Said; len(r.Words) > 0 && len(r.Mentions) == 0 && !t.anyKnown() {
		return t.line(Clarify, "nothing", "no word was understood", clarifyLines)
	}
	return t.line(Greet, "telling", "nothing was asked", nodLines)
}

// anyKnown says whether any word of the turn is a word of the language or the case.
func (t *talk) anyKnown() bool {
	for _, tok := range t.heard.Said.Tokens {
		if !tok.Mark && (language.Plain(tok) || language.Everyday(tok.Stem) || t.lex.Knows(tok.Stem) || t.vocabulary[tok.Stem]) {
			return true
		}
	}
	return false
}

// greet answers a greeting.
func (t *talk) greet() Reply {
	lines := greetLines
	if t.s.Turn > 0 {
		lines = againLines
	}
	return t.line(Greet, "greeting", "a greeting", lines)
}

// line is a reply that states no fact.
func (t *talk) line(act Act, kind, why string, lines voices) Reply {
	return Reply{Act: act, Text: lines.pick(t.c, t.s.Turn), Match: Match{Kind: kind, Why: why}}
}

// finish writes the turn into the state.
func (t *talk) finish(say string, r *Reply) {
	r.Facts, r.Cues, r.Seen = t.stated, t.cues, t.seen
	for _, m := range t.heard.Manners {
		r.Match.Manner = append(r.Match.Manner, string(m))
	}
	for _, told := range t.stated {
		t.s.Told = append(t.s.Told, ToldAt{Fact: t.factOf(told), Turn: t.s.Turn, Form: told.Form})
	}
	t.s.Cues = append(t.s.Cues, t.cues...)
	t.s.remember(t, r)
	t.s.Recent = append(t.s.Recent, Spoken{Learner: clipText(say), Patient: r.Text})
	if len(t.s.Recent) > keptTurns {
		t.s.Recent = slices.Clone(t.s.Recent[len(t.s.Recent)-keptTurns:])
	}
	t.s.Turn++
}

const keptTurns = 4

// remember keeps the context that the next turn may lean on. A turn that asked
// nothing leaves it as it was.
func (s *State) remember(t *talk, r *Reply) {
	if len(t.stated) == 0 && t.heard.Act != language.Questions {
		return
	}
	last := LastTurn{Kind: r.Match.Kind, Act: r.Act, Words: t.asked, Topic: s.Last.Topic}
	for _, told := range t.stated {
		last.Facts = append(last.Facts, t.factOf(told))
	}
	if len(last.Facts) > 0 {
		if e := t.byID[last.Facts[0]]; e != nil {
			last.Topic = e.Topic
		}
	} else {
		last.Facts = s.Last.Facts
	}
	s.Last = last
}

// factOf is the fact behind what was told; a cover and a cue have ids of their own.
func (t *talk) factOf(told Told) string {
	if told.Form == Cover || told.Form == Hint {
		for _, e := range t.facts {
			if d := e.Disclosure; d != nil && (d.Cover.ID == told.ID || d.Cue.ID == told.ID) {
				return e.ID
			}
		}
	}
	return told.ID
}

// clipText keeps what a turn remembers of a very long utterance.
func clipText(say string) string {
	if r := []rune(say); len(r) > 600 {
		return string(r[:600])
	}
	return say
}
