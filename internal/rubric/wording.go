package rubric

import (
	"slices"
	"strings"

	"preceptor/language"
)

// Find is the first turn in which a speaker says a wording: its words in their order
// within one clause of the learner, or one sentence of the patient, not turned into
// their opposite. Acts and verdicts are not said.
func Find(talk []Turn, who Who, wording string) (Evidence, bool) {
	m := newMarker(talk)
	all := stemsOf(wording)
	if len(all) == 0 {
		return Evidence{}, false
	}
	for n := range talk {
		if talk[n].Who != who || who == Learner && !m.speaks(n) {
			continue
		}
		r := &m.turns[n].reading
		for _, s := range m.parts(n) {
			text := r.Phrase(s[0], s[1])
			if inTurn(r.Tokens[s[0]:s[1]], all) == 1 && denials(text) == denials(wording) {
				return m.verbatim(n, text), true
			}
		}
	}
	return Evidence{}, false
}

// parts are the clauses of a learner's turn and the sentences of a patient's.
func (m *marker) parts(n int) [][2]int {
	if m.talk[n].Who != Learner {
		return sentencesOf(&m.turns[n].reading)
	}
	var out [][2]int
	for _, c := range m.turns[n].clauses {
		out = append(out, [2]int{c.from, c.to})
	}
	return out
}

// denials says whether anything in a text is denied.
func denials(text string) bool {
	return slices.Contains(language.Negation(language.Tokens(text)), true)
}

// holds says whether one clause without a condition holds a wording: its very words,
// or most of those that carry it, in their order.
func (m *marker) holds(n int, s stretch, text string) bool {
	if len(s.clauses) > 1 || s.clauses[0].depends || s.clauses[0].does == bare {
		return false
	}
	said := m.turns[n].reading.Tokens[s.from():s.to()]
	phrase := carrying(text)
	all := stemsOf(text)
	switch {
	case len(phrase) >= 3 && inTurn(said, phrase) >= 2.0/3:
		return true
	case len(phrase) == 2 && !language.Plain(language.Tokens(phrase[0])[0]) && inTurn(said, phrase) == 1:
		return true
	}
	return len(all) >= 3 && inTurn(said, phrase) == 1 && inTurn(said, all) >= 0.8
}

// inTurn is the share of stems that stand among the tokens in the same order.
func inTurn(tokens []language.Token, stems []string) float64 {
	at, got := 0, 0
	for _, t := range tokens {
		for _, stem := range spelledOut(t) {
			if k := slices.Index(stems[at:], stem); k >= 0 {
				at, got = at+k+1, got+1
			}
		}
	}
	return share(float64(got), float64(len(stems)))
}

func stemsOf(text string) []string {
	var out []string
	for _, t := range language.Tokens(text) {
		if !t.Mark {
			out = append(out, spelledOut(t)...)
		}
	}
	return out
}

// spelledOut are the stems of a word, two for one that is contracted.
func spelledOut(t language.Token) []string {
	if who, rest, ok := strings.Cut(t.Lower, "'"); ok && contracted[rest] != "" {
		return []string{who, contracted[rest]}
	}
	return []string{t.Stem}
}

var contracted = map[string]string{"d": "would", "ll": "will", "s": "is", "re": "are", "m": "am", "ve": "have"}

// carrying are the stems of a wording without the words that only hold it together.
func carrying(text string) []string {
	var out []string
	for _, t := range language.Tokens(text) {
		if !t.Mark && (language.Wordy(t) || !language.Plain(t)) {
			out = append(out, t.Stem)
		}
	}
	return out
}
