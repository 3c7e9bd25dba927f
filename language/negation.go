package language

import "strings"

// Negation says of each token whether it stands in the scope of a negation. A
// negation reaches to the end of its clause; lists with commas stay inside. This
// follows the idea of Chapman et al., J Biomed Inform 2001 (NegEx): cue words,
// words that only look like cues, and words that end the scope.
func Negation(tokens []Token) []bool {
	out, inside := make([]bool, len(tokens)), false
	for i, t := range tokens {
		switch {
		case endsScope(tokens, i):
			inside = false
		case isCue(tokens, i):
			inside = true
		default:
			out[i] = inside
		}
		if after := trailing[t.Lower]; after {
			markBack(out, tokens, i)
		}
	}
	return out
}

var (
	cues = set(`no not never none without denies denied deny denying nor neither non nothing nobody cannot can't don't doesn't didn't isn't wasn't aren't
		weren't haven't hasn't hadn't won't couldn't wouldn't shouldn't nil free negative absent lacks lacking no-one nope`)
	scopeEnds = set(`but however although though except apart besides . ; ? ! because since until which who reports reported states mentions where`)
	trailing  = set(`absent denied negative`)
	pseudo    = set(`only sure certain longer change`)
)

func isCue(tokens []Token, i int) bool {
	t := tokens[i]
	if !cues[t.Lower] && !strings.HasSuffix(t.Lower, "n't") {
		return false
	}
	next := at(tokens, i+1)
	switch t.Lower {
	case "free", "negative":
		return next == "of" || next == "for"
	case "no", "not":
		return !pseudo[next]
	}
	return true
}

func endsScope(tokens []Token, i int) bool {
	w := tokens[i].Lower
	if w == "since" || w == "until" {
		return i > 0
	}
	if w == "," { // a comma ends the scope only before a new statement
		return newStatement[at(tokens, i+1)] || at(tokens, i+1) == "and" && newStatement[at(tokens, i+2)]
	}
	return scopeEnds[w]
}

// newStatement are words that begin a new statement.
var newStatement = set("i he she they it we you there then just mainly only yes yeah works lives drinks takes uses smokes has had is was")

func at(tokens []Token, i int) string {
	if i < 0 || i >= len(tokens) {
		return ""
	}
	return tokens[i].Lower
}

func markBack(out []bool, tokens []Token, i int) {
	for j := i - 1; j >= 0 && !tokens[j].Mark; j-- {
		out[j] = true
	}
}

// Denies says whether a statement as a whole denies what it is about: its first
// content words stand in the scope of a negation.
func Denies(text string) bool {
	tokens := Tokens(text)
	scope := Negation(tokens)
	for i, t := range tokens {
		if t.Mark || filler[t.Lower] || cues[t.Lower] || t.Lower == "history" {
			continue
		}
		return scope[i]
	}
	return false
}
