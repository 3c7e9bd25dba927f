package cases

import (
	"strings"

	"preceptor/language"
)

// nameGuard knows the words that would give the diagnosis away.
type nameGuard struct{ names []string }

var bracketed = language.Lazy(`\s*\(([^)]*)\)`)

// newNameGuard collects the names of the diagnosis. A name that the patient's own
// facts hold is the patient's to say.
func newNameGuard(c *Case) *nameGuard {
	own := ""
	for _, f := range c.Facts {
		own += " " + f.Text
	}
	own = language.Lower(own)
	g := &nameGuard{}
	for _, n := range diagnosisNames(c) {
		if n = language.Lower(n); len(n) > 2 && !holdsWords(own, n) {
			g.names = append(g.names, n)
		}
	}
	return g
}

func diagnosisNames(c *Case) []string {
	all := append([]string{c.Reasoning.Diagnosis}, c.Reasoning.Accept...)
	all = append(all, c.Reasoning.Names...)
	var out []string
	for _, n := range all {
		for _, m := range bracketed.FindAllStringSubmatch(n, -1) {
			out = append(out, m[1])
		}
		out = append(out, strings.TrimSpace(bracketed.ReplaceAllString(n, "")))
	}
	return out
}

// names says which name of the diagnosis a text holds, "" for none.
func (g *nameGuard) in(text string) string {
	lower := language.Lower(text)
	for _, n := range g.names {
		if holdsWords(lower, n) {
			return n
		}
	}
	return ""
}
