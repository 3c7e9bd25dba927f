package checks

import (
	"strings"

	"preceptor/language"
)

// Ground is what an answer may draw on: given texts, each a fact or a passage, and words that are
// always allowed. Make it once per question; it is safe for concurrent use.
type Ground struct {
	texts   []reading
	allowed map[string]bool
}

// courtesies are words of manner that say nothing about the world.
const courtesies = `please yes yeah afraid honestly understand remember hope glad welcome course guess suppose`

// NewGround reads the given texts. The allowed words, single ones, are taken by their stem.
func NewGround(given []string, allowed ...string) *Ground {
	g := &Ground{allowed: map[string]bool{}}
	for _, text := range given {
		g.texts = append(g.texts, read(text))
	}
	for _, word := range append(strings.Fields(courtesies), allowed...) {
		g.allowed[language.Stem(strings.ToLower(word))] = true
	}
	return g
}

// Judge runs all four checks of content.
func (g *Ground) Judge(text string) []Result {
	return []Result{g.Words(text), g.Polarity(text), g.Quantities(text), g.Turns(text)}
}

// Words refuses content words that stand in no given text.
func (g *Ground) Words(text string) Result {
	faults := 0
	for word := range read(text).words {
		if !g.allowed[word] && !g.any(func(r reading) bool { return r.words[word] != 0 }) {
			faults++
		}
	}
	return verdict("words", faults, "words that stand in no source")
}

// Polarity refuses content words that are denied here and nowhere denied in the given texts, or the
// other way round. Words that stand in no given text are left to Words.
func (g *Ground) Polarity(text string) Result {
	faults := 0
	for word, seen := range read(text).words {
		var known sense
		for _, r := range g.texts {
			known |= r.words[word]
		}
		if known != 0 && seen&^known != 0 {
			faults++
		}
	}
	return verdict("polarity", faults, "words said where the sources deny, or denied where they say")
}

// Quantities refuses a number that, with its unit, does not stand in the given text nearest to what
// the clause speaks of.
func (g *Ground) Quantities(text string) Result {
	faults := 0
	for _, clause := range clauses(text) {
		for q := range clause.quantities {
			if !g.nearest(clause, func(r reading) bool { return r.quantities[q] }) {
				faults++
			}
		}
	}
	return verdict("quantities", faults, "numbers or units that stand so in no source")
}

// Turns refuses words that turn a statement, such as a side, an order in time or a frequency, unless
// they stand in the given text nearest to what the clause speaks of.
func (g *Ground) Turns(text string) Result {
	faults := 0
	for _, clause := range clauses(text) {
		for word := range clause.turns {
			if !g.nearest(clause, func(r reading) bool { return r.turns[word] }) {
				faults++
			}
		}
	}
	return verdict("turns", faults, "sides, orders or frequencies that stand so in no source")
}

func (g *Ground) any(holds func(reading) bool) bool {
	for _, r := range g.texts {
		if holds(r) {
			return true
		}
	}
	return false
}

// nearest tells whether any of the given texts that share most content words with the clause holds.
func (g *Ground) nearest(clause reading, holds func(reading) bool) bool {
	most := 0
	for _, r := range g.texts {
		most = max(most, r.shared(clause))
	}
	return g.any(func(r reading) bool { return r.shared(clause) == most && holds(r) })
}
