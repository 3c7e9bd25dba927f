package rubric

import (
	"strings"

	"preceptor/language"
)

// quotes cuts the evidence out of its turns: the sentences that hold it, verbatim.
func (m *marker) quotes(f found) []Evidence {
	var out []Evidence
	for _, n := range f.turns {
		out = append(out, m.verbatim(n, quote(&m.turns[n].reading, f.spans[n])))
	}
	return out
}

// verbatim is a quote that is sure to stand in its turn: broken text is quoted whole.
func (m *marker) verbatim(n int, text string) Evidence {
	if text == "" || !strings.Contains(m.talk[n].Text, text) {
		return m.whole(n)
	}
	return Evidence{Turn: n, Quote: text}
}

// whole quotes a whole turn.
func (m *marker) whole(n int) Evidence { return Evidence{Turn: n, Quote: m.talk[n].Text} }

// quote widens a span of tokens to whole sentences.
func quote(r *language.Reading, span [2]int) string {
	from, to := span[0], span[1]
	for from > 0 && !endsSentence(r.Tokens[from-1]) {
		from--
	}
	for to < len(r.Tokens) && !endsSentence(r.Tokens[to]) {
		to++
	}
	return r.Phrase(from, to)
}

// sentencesOf are the sentences of a text as token numbers, end exclusive.
func sentencesOf(r *language.Reading) [][2]int {
	var out [][2]int
	from := 0
	for i := range r.Tokens {
		if endsSentence(r.Tokens[i]) || i == len(r.Tokens)-1 {
			out, from = append(out, [2]int{from, i + 1}), i+1
		}
	}
	return out
}
