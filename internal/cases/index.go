package cases

import (
	"strings"
	"sync"

	"preceptor/language"
)

// index is a case made ready for matching. It is built once per case and never changes.
type index struct {
	c     *Case
	lex   *language.Lexicon
	spell func(string) string
	facts []*entry
	byID  map[string]*entry
	// vocabulary holds the stems of everything that the patient can tell.
	vocabulary map[string]bool
	// rarity is the number of facts that hold a stem or a concept.
	rarity map[string]int
	names  *nameGuard
	works  func() *workup
	chief  string // the fact that the patient came for
}

// workup is made at the first examination.
func (x *index) workup() *workup { return x.works() }

// entry is a fact made ready for matching.
type entry struct {
	*Fact
	n        int
	concepts map[string]bool
	named    map[string]bool // those of the statement itself
	words    map[string]bool
	asks     []map[string]bool // the stems of authored questions
	about    *entry
	answers  map[language.AskKind]bool
	family   bool
	absent   bool
	general  bool    // "no other complaints", "no past history"
	wide     bool    // denies a whole field: "no urinary symptoms"
	lead     float64 // what lifts the complaint itself above what goes with it
	loose    bool    // imported: what it answers is read from its words
}

// compile makes the case ready, or gives what an earlier call made.
func (c *Case) compile() *index {
	c.once.Do(func() { c.made = newIndex(c) })
	return c.made
}

func newIndex(c *Case) *index {
	x := &index{c: c, lex: language.English(), byID: map[string]*entry{}, vocabulary: map[string]bool{}, rarity: map[string]int{}}
	for i := range c.Facts {
		e := x.entry(&c.Facts[i], i)
		x.facts = append(x.facts, e)
		if x.byID[e.ID] == nil {
			x.byID[e.ID] = e
		}
	}
	for _, e := range x.facts {
		if e.About != "" && e.About != e.ID {
			e.about = x.byID[e.About]
		}
		for w := range e.words {
			x.rarity[w]++
		}
		for k := range e.concepts {
			x.rarity[k]++
		}
	}
	x.chief = chiefOf(c)
	if e := x.byID[x.chief]; e != nil {
		e.lead = 0.05
	}
	x.spell = x.lex.Speller(x.vocabulary)
	x.names = newNameGuard(c)
	x.works = sync.OnceValue(func() *workup { return newWorkup(c) })
	return x
}

// chiefOf is the first fact that the patient tells unasked.
func chiefOf(c *Case) string {
	if len(c.Tells) > 0 {
		return c.Tells[0]
	}
	for _, i := range c.Story {
		if len(i.Facts) > 0 {
			return i.Facts[0]
		}
	}
	return ""
}

func (x *index) entry(f *Fact, n int) *entry {
	e := &entry{Fact: f, n: n, concepts: map[string]bool{}, named: map[string]bool{}, words: map[string]bool{}, answers: map[language.AskKind]bool{}}
	texts := append([]string{f.Text}, f.Ask...)
	if x.c.Provenance.Imported == "" {
		texts = append(texts, f.Say...) // an author's own words are worth matching, an importer's say nothing new
	}
	for n, text := range texts {
		r := x.lex.Read(text, nil)
		for _, k := range r.Concepts() {
			e.concepts[k] = true
			if n == 0 {
				e.named[k] = true
			}
		}
		for _, t := range r.Tokens {
			if !t.Mark && !language.Plain(t) {
				e.words[t.Stem] = true
				x.vocabulary[t.Stem] = true
			}
		}
	}
	for _, q := range f.Ask {
		e.asks = append(e.asks, x.stems(q))
	}
	e.loose = x.c.Provenance.Imported != ""
	e.absent = f.polarity() == Absent
	e.family = f.Who != "" || language.Under(f.Topic, "family")
	e.general = e.absent && generalDenial(f, e)
	e.wide = e.absent && wideText.MatchString(f.Text)
	kindsAnswered(e)
	return e
}

// stems are the content stems of a text.
func (x *index) stems(text string) map[string]bool {
	out := map[string]bool{}
	for _, t := range language.Tokens(text) {
		if !t.Mark && !language.Plain(t) {
			out[t.Stem] = true
		}
	}
	return out
}

var wideText = language.Lazy(`(?i)\b(symptoms?|problems?|complaints?|functions?|issues?|troubles?|difficult(y|ies)|disorders?|conditions?|disease|infections?|illness(es)?)\b`)

// generalDenial finds statements such as "No other complaints": they deny, and name
// nothing in particular.
func generalDenial(f *Fact, e *entry) bool {
	for k := range e.concepts {
		switch language.Kind(k) {
		case "sym", "op", "drug", "site", "life", "view":
			return false
		case "cond":
			if k != "cond/any" {
				return false
			}
		}
	}
	return language.Under(f.Topic, "past") || language.Under(f.Topic, "family") || strings.Contains(strings.ToLower(f.Text), "other")
}

// has says whether the fact is about a concept: the concept itself or a kind of it.
func (e *entry) has(lex *language.Lexicon, concept string) bool {
	if e.concepts[concept] {
		return true
	}
	for k := range e.concepts {
		if lex.Is(k, concept) {
			return true
		}
	}
	return false
}
