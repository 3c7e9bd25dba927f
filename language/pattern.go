package language

import (
	"regexp"
	"sync"
)

// Pattern is a regular expression that is compiled when it is first used: a
// command that never talks does not pay for a hundred of them at its start. It is
// safe for concurrent use.
type Pattern struct {
	text string
	once sync.Once
	made *regexp.Regexp
}

// Lazy is a pattern in the syntax of package regexp. A faulty one panics at its
// first use; a test of each package uses every one.
func Lazy(text string) *Pattern { return &Pattern{text: text} }

// re is Lazy, short as the tables of this package need it.
func re(text string) *Pattern { return Lazy(text) }

func (p *Pattern) compiled() *regexp.Regexp {
	p.once.Do(func() { p.made = regexp.MustCompile(p.text) })
	return p.made
}

// MatchString says whether the pattern stands in s.
func (p *Pattern) MatchString(s string) bool { return p.compiled().MatchString(s) }

// FindString is the first match in s, "" for none.
func (p *Pattern) FindString(s string) string { return p.compiled().FindString(s) }

// FindStringSubmatch is the first match with its groups, nil for none.
func (p *Pattern) FindStringSubmatch(s string) []string { return p.compiled().FindStringSubmatch(s) }

// FindAllStringIndex are the places of all matches in bytes.
func (p *Pattern) FindAllStringIndex(s string, n int) [][]int {
	return p.compiled().FindAllStringIndex(s, n)
}

// FindAllStringSubmatchIndex are the places of all matches and their groups in bytes.
func (p *Pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return p.compiled().FindAllStringSubmatchIndex(s, n)
}

// ReplaceAllString puts another text in the place of every match.
func (p *Pattern) ReplaceAllString(s, with string) string {
	return p.compiled().ReplaceAllString(s, with)
}

// FindAllStringSubmatch are all matches with their groups.
func (p *Pattern) FindAllStringSubmatch(s string, n int) [][]string {
	return p.compiled().FindAllStringSubmatch(s, n)
}

// FindStringSubmatchIndex are the places of the first match and its groups, nil for none.
func (p *Pattern) FindStringSubmatchIndex(s string) []int {
	return p.compiled().FindStringSubmatchIndex(s)
}

// Split cuts s at the matches.
func (p *Pattern) Split(s string, n int) []string { return p.compiled().Split(s, n) }

// ReplaceAllStringFunc puts what with says in the place of every match.
func (p *Pattern) ReplaceAllStringFunc(s string, with func(string) string) string {
	return p.compiled().ReplaceAllStringFunc(s, with)
}
