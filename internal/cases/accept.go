package cases

import (
	"slices"
	"strings"
	"unicode"
)

// hedges are words that people put around a diagnosis without changing it.
var hedges = []string{"a", "an", "the", "it", "is", "this", "i", "think", "believe", "most", "likely", "probable", "probably", "suspected", "working", "leading", "diagnosis", "my", "of"}

// Accepts says whether the words name the case's diagnosis, or another name that
// counts as right, and nothing else. Anything more, such as a negation or a
// second diagnosis, is left to a human: the words may say the same, or not.
func (c *Case) Accepts(given string) bool {
	said := withoutHedges(given)
	for _, name := range append([]string{c.Reasoning.Diagnosis}, c.Reasoning.Accept...) {
		if name != "" && slices.Equal(said, withoutHedges(name)) {
			return true
		}
	}
	return false
}

func withoutHedges(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return slices.DeleteFunc(words, func(w string) bool { return slices.Contains(hedges, w) })
}
