package encounter

import (
	"preceptor/internal/cases"
	"preceptor/internal/gate"
	"preceptor/language"
)

// whole passes a wording from which every told fact can still be heard: of the
// words that the draft has from a fact, at least half. What the marks credit as
// told must stand in the talk.
func whole(draft string, facts []cases.Told, wording string) gate.Check {
	said, meant := contentWords(wording), contentWords(draft)
	lost := 0
	for _, f := range facts {
		fact := contentWords(f.Text)
		if 2*shared(fact, said) < shared(fact, meant) {
			lost++
		}
	}
	check := gate.Check{Name: "whole", OK: lost == 0}
	if lost > 0 {
		check.Detail = "facts of the draft cannot be heard any more"
	}
	return check
}

// contentWords are the stems of the words of a text that mean something, numbers included.
func contentWords(text string) map[string]bool {
	words := map[string]bool{}
	for _, token := range language.Tokens(text) {
		if !token.Mark && !language.Plain(token) {
			words[token.Stem] = true
		}
	}
	return words
}

func shared(a, b map[string]bool) (n int) {
	for word := range a {
		if b[word] {
			n++
		}
	}
	return n
}
