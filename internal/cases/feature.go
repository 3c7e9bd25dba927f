package cases

import (
	"preceptor/language"
	"slices"
)

// feature is one thing that a question is about: a mention, a topic or a word.
type feature struct {
	name   string // for people: the words as said
	senses []language.Sense
	topics []string
	word   string
	kind   string // the kind of its first concept, "topic" or "word"
	weight float64
	// aside is true for a circumstance, such as "in this pregnancy".
	aside bool
}

// segment is one item of a question: "any cough, fever or pain in the chest?" has three.
type segment []feature

// weightOf is how much a concept of a kind says about what is wanted. Symptoms,
// conditions and drugs name the thing itself; places and qualities narrow it.
var weightOf = map[string]float64{
	"sym": 1, "cond": 1, "drug": 1, "op": 1, "life": 1, "view": 0.8, "topic": 1, "site": 0.6, "side": 0.3, "quality": 0.7, "circ": 0.7,
	"people": 0.6, "course": 0.5, "onset": 0.4, "severity": 0.3, "aggravating": 0.3, "relieving": 0.3, "radiation": 0.3, "previous": 0.2, "trigger": 0.3,
	"word": 0.7,
}

// heads are kinds that a question can be about by themselves; the others lean on a head.
func isHead(kind string) bool {
	switch kind {
	case "sym", "cond", "drug", "op", "life", "view", "topic", "word", "people":
		return true
	}
	return false
}

// segments cuts a question into its items at commas, slashes and conjunctions. An
// item without a head of its own takes over the head before it ("weakness in your
// arms or legs").
func (x *index) segments(a *language.Ask) []segment {
	var out []segment
	var now segment
	for i := 0; i < len(a.Reading.Tokens); {
		f, to := x.featureAt(a, i)
		if to > i {
			if f.weight > 0 {
				now = append(now, f)
			}
			i = to
			continue
		}
		if separates(a.Reading.Tokens[i]) && len(now) > 0 {
			out, now = append(out, now), nil
		}
		i++
	}
	if len(now) > 0 {
		out = append(out, now)
	}
	return joinHeadless(inCompany(out))
}

// inCompany settles words of several meanings by the items beside them: "drugs" in
// "smoking, alcohol, drugs?" is a habit, "angina" among conditions a condition.
func inCompany(in []segment) []segment {
	kinds := map[string]bool{}
	for _, s := range in {
		for _, f := range s {
			if len(f.senses) > 0 && oneKind(f.senses) && !f.isFamilyWord() && isHead(f.kind) {
				kinds[f.kind] = true
			}
		}
	}
	if len(kinds) != 1 {
		return in
	}
	for _, s := range in {
		for n := range s {
			if f := &s[n]; !oneKind(f.senses) {
				f.keep(kinds)
			}
		}
	}
	return in
}

func oneKind(senses []language.Sense) bool {
	return !slices.ContainsFunc(senses, func(s language.Sense) bool { return language.Kind(s[0]) != language.Kind(senses[0][0]) })
}

// keep leaves the meanings of some kinds, when there are any.
func (f *feature) keep(kinds map[string]bool) {
	kept := slices.DeleteFunc(slices.Clone(f.senses), func(s language.Sense) bool { return !kinds[language.Kind(s[0])] })
	if len(kept) > 0 {
		f.senses, f.kind = kept, language.Kind(kept[0][0])
	}
}

func separates(t language.Token) bool {
	switch t.Lower {
	case ",", "/", "or", "and", "nor", ";", ".", "?":
		return true
	}
	return false
}

func joinHeadless(in []segment) []segment {
	var out []segment
	for _, s := range in {
		s.lightenWords()
		if _, own := s.head(); !own && len(out) > 0 {
			if h, ok := out[len(out)-1].head(); ok {
				s = append(segment{h}, s...)
			}
		}
		out = append(out, s)
	}
	return out
}

// lightenWords makes loose words count little beside a head that names the thing.
func (s segment) lightenWords() {
	if _, ok := s.head(); !ok {
		return
	}
	for i := range s {
		switch {
		case s[i].aside && s.headBeside(i):
			s[i].weight *= 0.3
		case s[i].kind == "word" && s[i].weight < 1:
			s[i].weight *= 0.4
		case s[i].kind == "view" && s.namesThing():
			s[i].weight *= 0.4
		}
	}
}

// headBeside says whether an item has another head than the one at i.
func (s segment) headBeside(i int) bool {
	for n, f := range s {
		if n != i && isHead(f.kind) && f.kind != "word" && !f.aside {
			return true
		}
	}
	return false
}

// standsAside says whether the phrase at token i is led by a preposition of time.
func standsAside(tokens []language.Token, i int) bool {
	for i--; i >= 0; i-- {
		switch tokens[i].Lower {
		case "the", "a", "this", "that", "your", "his", "her", "my":
			continue
		case "during", "since", "after", "before":
			return true
		case "in":
			return i+1 < len(tokens) && tokens[i+1].Lower == "this"
		}
		return false
	}
	return false
}

// namesThing says whether an item names a symptom, a condition, a drug or a habit.
func (s segment) namesThing() bool {
	for _, f := range s {
		switch f.kind {
		case "sym", "cond", "drug", "op", "life":
			return true
		}
	}
	return false
}

func (s segment) head() (feature, bool) {
	for _, f := range s {
		if isHead(f.kind) && f.kind != "word" {
			return f, true
		}
	}
	return feature{}, false
}

// featureAt is the feature that begins at token i and the token after it; to is i
// when there is none. A mention that only states the kind of question has weight 0.
func (x *index) featureAt(a *language.Ask, i int) (feature, int) {
	f, to := feature{}, i
	for _, m := range a.Reading.Mentions {
		if m.From == i {
			f.senses, f.kind, to = m.Senses, language.Kind(m.Senses[0][0]), m.To
		}
	}
	for _, m := range a.Reading.Named {
		if m.From == i || m.From < to && m.From > i {
			if m.From == i && m.To > to && m.Topics[0] == "family.conditions" {
				f.senses = nil // "run in the family" has nothing to do with running
			}
			f.topics, to = append(f.topics, m.Topics...), max(to, m.To)
			if f.kind == "" || !isHead(f.kind) {
				f.kind = "topic"
			}
		}
	}
	if to == i {
		return x.wordAt(a, i)
	}
	f.name = a.Reading.Phrase(i, to)
	f.weight, f.aside = weightOf[f.kind], standsAside(a.Reading.Tokens, i)
	if statesKind(a.Kind, f) || f.isFamilyWord() {
		f.weight = 0
	}
	return f, to
}

func (x *index) wordAt(a *language.Ask, i int) (feature, int) {
	for _, n := range a.Reading.Words {
		if n != i {
			continue
		}
		t := a.Reading.Tokens[i]
		if t.Lower[0] >= '0' && t.Lower[0] <= '9' {
			return feature{}, i + 1 // "out of 10"
		}
		w := weightOf["word"]
		if !x.vocabulary[t.Stem] && !ofOne(a, i) {
			w = 0.4 // not a word of this case: it may be chatter
		} else if !x.vocabulary[t.Stem] {
			w = 1
		}
		return feature{name: t.Text, word: t.Stem, kind: "word", weight: w}, i + 1
	}
	return feature{}, i
}

// ofOne says whether a word makes a compound with the thing before it, as "your
// blood group" does: it then asks for something else than blood.
func ofOne(a *language.Ask, i int) bool {
	for _, m := range a.Reading.Mentions {
		if m.To == i && m.From > 0 && m.To-m.From == 1 {
			switch a.Reading.Tokens[m.From-1].Lower {
			case "your", "his", "her", "their":
				return true
			}
		}
	}
	return false
}

// isFamilyWord is "family" itself, which says whose fact is wanted, not which.
func (f *feature) isFamilyWord() bool {
	for _, s := range f.senses {
		if len(s) == 1 && s[0] == "people/family" {
			return true
		}
	}
	return len(f.topics) > 0 && len(f.senses) == 0 && f.topics[0] == "family.conditions"
}

// kindConcepts are the concepts that only state the kind of a question.
var kindConcepts = map[language.AskKind][]string{
	language.Worse: {"aggravating", "trigger", "course/worsening", "severity/severe"}, language.Better: {"relieving", "course/improving", "aggravating"},
	language.Course: {"course", "aggravating", "relieving", "previous"}, language.Onset: {"onset", "course/worsening"}, language.Spread: {"radiation", "course/worsening"},
	language.Severity: {"severity"}, language.Previous: {"previous"}, language.HowOften: {"course/intermittent"}, language.Circumstance: {"trigger", "aggravating"},
	language.Where: {"side", "site/one-side"}, language.Tried: {"relieving", "previous"}, language.When: {"previous"}, language.HowLong: {"course"},
	language.Closed: {"previous"}, language.Quality: {"view/impact"},
}

func statesKind(k language.AskKind, f feature) bool {
	if len(f.senses) == 0 {
		return false
	}
	if k == language.When && f.senses[0][0] == "who/age" {
		return true // "how old was he then?"
	}
	if len(f.topics) > 0 && k != language.Quality {
		return false
	}
	for _, c := range kindConcepts[k] {
		if f.senses[0][0] == c || language.Kind(f.senses[0][0]) == c {
			return true
		}
	}
	return false
}
