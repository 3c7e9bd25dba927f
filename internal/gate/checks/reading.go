package checks

import (
	"strings"

	"preceptor/language"
)

// sense tells how a word was met: said, denied or both.
type sense uint8

const (
	said sense = 1 << iota
	denied
)

// quantity is a number with its unit.
type quantity struct {
	value float64
	unit  string
}

// reading is what the checks see in a text.
type reading struct {
	words      map[string]sense // content words by stem
	quantities map[quantity]bool
	turns      map[string]bool
}

// turning are words too plain to be content, but that change what a sentence says.
var turning = set(`left right upper lower before after until since always never sometimes often rarely usually
	daily weekly monthly nightly hourly once twice only more less both every except unless better worse`)

// grammar are words that hold a sentence together and say nothing by themselves.
var grammar = set(`i me my mine myself we us our ours you your yours he him his she her hers it its they them their theirs
	a an the this that these those and or but if so as than then too very quite also just well
	am is are was were be been being have has had having do does did done doing can could will would shall should may might must
	of in on at to from with by about not i'm i've i'd i'll it's that's there there's he's she's they're they've we've you're
	cannot quite really pretty rather when where what which who how why`)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

func read(text string) reading { return readTokens(language.Tokens(text)) }

func readTokens(tokens []language.Token) reading {
	r := reading{map[string]sense{}, map[quantity]bool{}, map[string]bool{}}
	negated := language.Negation(tokens)
	counted := map[int]bool{}
	for _, q := range language.Quantities(tokens) {
		r.quantities[quantity{q.Value, q.Unit}] = true
		for i := q.From; i < q.To; i++ {
			counted[i] = true
		}
	}
	for i, t := range tokens {
		switch {
		case t.Mark || counted[i]:
		case turning[t.Lower]:
			r.turns[t.Lower] = true
		case !language.Plain(t) && !grammar[t.Lower]:
			r.words[t.Stem] |= senseOf(negated[i])
		}
	}
	return r
}

func senseOf(negated bool) sense {
	if negated {
		return denied
	}
	return said
}

// shared counts the content words that a clause has in common with the reading.
func (r reading) shared(clause reading) int {
	n := 0
	for word := range clause.words {
		if r.words[word] != 0 {
			n++
		}
	}
	return n
}

// clauses cuts a text at its marks and at "but" and "and", and reads each part.
func clauses(text string) []reading {
	var out []reading
	var part []language.Token
	flush := func() {
		if len(part) > 0 {
			out = append(out, readTokens(part))
			part = nil
		}
	}
	for _, t := range language.Tokens(text) {
		if t.Mark || t.Lower == "but" || t.Lower == "and" {
			flush()
			continue
		}
		part = append(part, t)
	}
	flush()
	return out
}
