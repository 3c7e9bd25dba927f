package cases

import (
	"slices"
	"strings"

	"preceptor/language"
)

// summary answers a summary: a told fact that it turns round is put right.
func (t *talk) summary() Reply {
	for _, told := range t.s.Told {
		e := t.byID[told.Fact]
		if e == nil || told.Form == Cover || told.Form == Hint || !t.turnedRound(e) || t.hasStated(e.ID) {
			continue
		}
		t.add(t.wording(e), Told{ID: e.ID, Text: e.Text})
	}
	m := Match{Kind: "summary", Why: "the summary agrees with what was told"}
	if len(t.stated) > 0 {
		m.Why = "the summary turns round what was told"
		return Reply{Act: Answer, Text: "Not quite. " + t.text(), Match: m}
	}
	return Reply{Act: Greet, Text: confirmLines.pick(t.c, t.s.Turn), Match: m}
}

// turnedRound says whether the summary denies a fact that is so, or claims one that
// is not. Only facts about a single symptom or condition are judged.
func (t *talk) turnedRound(e *entry) bool {
	only := ""
	for k := range e.concepts {
		if language.Kind(k) == "sym" || language.Kind(k) == "cond" {
			if only != "" {
				return false
			}
			only = k
		}
	}
	if only == "" || e.about != nil {
		return false
	}
	said, agreed := false, false
	for _, m := range t.heard.Said.Mentions {
		if len(m.Senses) == 1 && len(m.Senses[0]) == 1 && m.Senses[0][0] == only {
			said = true
			agreed = agreed || m.Negated == e.absent
		}
	}
	return said && !agreed
}

// explained answers an explanation: a word that was not understood, a measure
// declined, the patient's next question, or a nod.
func (t *talk) explained(say string) Reply {
	t.s.Heard = append(t.s.Heard, clipText(say))
	if len(t.s.Heard) > keptTurns {
		t.s.Heard = slices.Clone(t.s.Heard[len(t.s.Heard)-keptTurns:])
	}
	m := Match{Kind: "explaining", Why: "the learner explained something"}
	if word := t.jargon(say); word != "" {
		m.Why = "the patient does not know the word " + word
		return Reply{Act: Clarify, Text: "Sorry, what do you mean by “" + word + "”?", Match: m}
	}
	if line, ok := t.declined(say); ok {
		m.Why = "the patient declines what was proposed"
		return Reply{Act: Answer, Text: line, Match: m}
	}
	if line, ok := t.nextQuestion(say); ok {
		m.Why = "the patient has a question of the own"
		return Reply{Act: Answer, Text: line, Match: m}
	}
	return Reply{Act: Greet, Text: acceptLines.pick(t.c, t.s.Turn), Match: m}
}

// jargon is the first word of the learner that this patient does not understand.
func (t *talk) jargon(say string) string {
	lower := language.Lower(say)
	for _, w := range t.c.Temperament.Jargon {
		if holdsWords(lower, w) {
			return w
		}
	}
	return ""
}

// declined is the patient's line when a measure is proposed that the case says is
// declined, unless the worry behind is answered in the same turn.
func (t *talk) declined(say string) (string, bool) {
	lower := language.Lower(say)
	for _, d := range t.c.Explanation.Declines {
		if holdsAny(lower, d.What) && !holdsAny(lower, d.Until) && !slices.Contains(t.s.Lines, d.ID) {
			t.s.Lines = append(t.s.Lines, d.ID)
			return d.Say, true
		}
	}
	return "", false
}

// nextQuestion is a question or preference of the patient's that is due now.
func (t *talk) nextQuestion(say string) (string, bool) {
	lower := language.Lower(say)
	for _, lines := range [][]Line{t.c.Explanation.Preferences, t.c.Explanation.Questions} {
		for _, l := range lines {
			if slices.Contains(t.s.Lines, l.ID) || len(l.On) > 0 && !holdsAny(lower, l.On) {
				continue
			}
			t.s.Lines = append(t.s.Lines, l.ID)
			return l.Say, true
		}
	}
	return "", false
}

// triggers moves the patient by the words that this one is touchy about.
func (t *talk) triggers(say string) {
	lower := language.Lower(say)
	for _, g := range t.c.Temperament.Triggers {
		if holdsAny(lower, g.On) && !slices.ContainsFunc(t.s.Manner, func(m MannerAt) bool { return m.Why == g.ID }) {
			t.s.move(g.ID, g.Trust, g.Distress)
			if g.Say != "" {
				t.parts = append(t.parts, sentence(g.Say))
			}
		}
	}
}

func holdsAny(lower string, phrases []string) bool {
	return slices.ContainsFunc(phrases, func(p string) bool { return holdsWords(lower, p) })
}

// holdsWords says whether a phrase stands in a text as whole words.
func holdsWords(lower, phrase string) bool {
	phrase = language.Lower(phrase)
	if phrase == "" {
		return false
	}
	for from := 0; ; {
		i := strings.Index(lower[from:], phrase)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(phrase)
		if !letterBefore(lower, start) && !letterAfter(lower, end) {
			return true
		}
		from = start + 1
	}
}

func letterBefore(s string, i int) bool { return i > 0 && isLetter(s[i-1]) }
func letterAfter(s string, i int) bool  { return i < len(s) && isLetter(s[i]) }
func isLetter(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b >= 0x80
}
