package cases

import (
	"slices"
	"sort"
	"strings"

	"preceptor/language"
)

// The thresholds of matching, on a scale from 0 to 1.
const (
	enough = 0.63 // below it, the case is silent on what was asked
	near   = 0.12 // facts so close to the best one are told with it
	most   = 8    // facts told to one item of a question
)

// scored is a fact with how well it fits.
type scored struct {
	*entry
	score float64
	by    []string
}

// match finds the facts that answer one question, best first. none means that the
// case is silent.
func (x *index) match(a *language.Ask, s *State) []scored {
	segs := x.segments(a)
	if x.ofFamily(a) && !slices.ContainsFunc(segs, func(s segment) bool { _, ok := s.head(); return ok }) {
		return x.ofRelatives()
	}
	if hit := x.authored(a); hit != nil && (hit[0].opens() == Sensitive || !slices.ContainsFunc(segs, topical)) {
		return hit
	}
	if len(segs) == 0 || onlyPronoun(segs) {
		return x.byContext(a, s)
	}
	if a.Kind == language.Circumstance && pronoun.MatchString(a.Text) {
		if hits := x.byContext(a, s); len(hits) > 0 {
			return hits // "were you resting when it came on?"
		}
	}
	if onlyAside(segs) {
		return x.more(a, segs, s)
	}
	var out, broad []scored
	for _, seg := range segs {
		if hits := x.matchSegment(a, seg, s); seg.category() {
			broad = merge(broad, hits)
		} else {
			out = merge(out, hits)
		}
	}
	out, broad = x.others(a, out, s), x.others(a, broad, s)
	if len(out) == 0 || examplesFollow.MatchString(a.Text) {
		out = merge(out, broad)
	}
	if len(out) == 0 {
		out = x.generalDenial(a)
	}
	return ofContacts(a, out)
}

// generalDenial answers a question on a field that the case only denies as a whole:
// "no other illnesses", "no family history".
func (x *index) generalDenial(a *language.Ask) []scored {
	for _, e := range x.facts {
		family := x.ofFamily(a) && (e.family || familyDenial.MatchString(e.Text))
		others := len(a.Except) > 0 && language.Under(e.Topic, "past") && strings.Contains(strings.ToLower(e.Text), "other")
		if e.general && open(e) && (family || others) {
			return []scored{{e, enough, []string{"denied as a whole"}}}
		}
	}
	return nil
}

var familyDenial = language.Lazy(`(?i)\bfamily (medical )?history\b`)

var pronoun = language.Lazy(`(?i)\b(it|this|that|they|these|those)\b`)

// elsewhere asks for more of the same kind than was told ("pain anywhere else?").
var elsewhere = language.Lazy(`(?i)\b(elsewhere|anywhere else|(the|your|his|her|their) other (side|one|\w+)|opposite side)\b`)

// others leaves out what the question excepts, and what was spoken of when it asks
// for something else.
func (x *index) others(a *language.Ask, in []scored, s *State) []scored {
	more := elsewhere.MatchString(a.Text)
	return slices.DeleteFunc(in, func(f scored) bool {
		return more && (slices.Contains(s.Last.Facts, f.ID) || f.ID == x.chief || f.hasKind("side") && s.form(f.ID) != "") || slices.ContainsFunc(a.Except, func(k string) bool {
			return (isHead(language.Kind(k)) || language.Kind(k) == "circ") && f.has(x.lex, k)
		})
	})
}

// onlyAside finds a bare circumstance: "and since the fall?"
func onlyAside(segs []segment) bool {
	for _, s := range segs {
		for _, f := range s {
			if !f.aside {
				return false
			}
		}
	}
	return len(segs) > 0
}

// more are facts on what the last question was about, in the circumstance named now.
func (x *index) more(a *language.Ask, segs []segment, s *State) []scored {
	var out []scored
	for _, e := range x.facts {
		if !open(e) || slices.Contains(s.Last.Facts, e.ID) || !x.sharesAny(e, s.Last.Words) {
			continue
		}
		for _, seg := range segs {
			if score, by := x.fit(e, seg); score >= enough {
				out = append(out, scored{e, score, by})
				break
			}
		}
	}
	return fewest(rank(out))
}

// category items name a whole field ("problems with your stomach"). Beside items that
// name a thing they only lead up to it.
func (s segment) category() bool {
	return slices.ContainsFunc(s, func(f feature) bool { return fieldText.MatchString(f.name) })
}

// fieldText is a phrase for a field ("stomach problems", "problems with the heart"),
// not for a symptom that happens to be a trouble ("trouble breathing").
var fieldText = language.Lazy(`(?i)\b(symptoms?|problems?|complaints?|issues?|troubles?|disorders?|conditions?|diseases?|illness(es)?)$|^(problems?|troubles?|issues?) with\b`)

// examplesFollow says whether the items of a question are examples of the field that it names.
var examplesFollow = language.Lazy(`(?i)\b(like|such as|for (example|instance)|e\.?g\.?|including)\b`)

// ofContacts keeps facts about other people when that was asked ("anybody around you
// with a cough?").
func ofContacts(a *language.Ask, in []scored) []scored {
	if !slices.Contains(a.Reading.Topics, "social.contacts") {
		return in
	}
	return slices.DeleteFunc(in, func(s scored) bool { return s.Topic != "social.contacts" && !s.concepts["life/contacts"] })
}

// ofRelatives are the facts about the family, for "does anything run in the family?".
func (x *index) ofRelatives() []scored {
	var out []scored
	for _, e := range x.facts {
		if e.family && open(e) && len(out) < most {
			out = append(out, scored{e, 0.8, []string{"family"}})
		}
	}
	return out
}

// authored finds facts whose author wrote nearly this question.
func (x *index) authored(a *language.Ask) []scored {
	said := map[string]bool{}
	for _, t := range a.Reading.Tokens {
		if !t.Mark && !language.Plain(t) {
			said[t.Stem] = true
		}
	}
	var out []scored
	for _, e := range x.facts {
		for _, q := range e.asks {
			if alike := likeness(said, q); len(q) >= 2 && alike >= 0.8 {
				out = append(out, scored{e, alike, []string{"authored question"}})
				break
			}
		}
	}
	return rank(out)
}

// literal is the share of a question's own words that the fact holds.
func literal(e *entry, a *language.Ask) float64 {
	got, all := 0, 0
	for _, t := range a.Reading.Tokens {
		if !t.Mark && !language.Plain(t) {
			all++
			if e.words[t.Stem] {
				got++
			}
		}
	}
	if all == 0 {
		return 0
	}
	return float64(got) / float64(all)
}

// nearlyAsked is how much a question is like the nearest authored one of a fact.
func (x *index) nearlyAsked(e *entry, a *language.Ask) float64 {
	if len(e.asks) == 0 {
		return 0
	}
	said, best := x.stems(a.Text), 0.0
	for _, q := range e.asks {
		best = max(best, likeness(said, q))
	}
	return best
}

// likeness is the share of common words in all words of two questions.
func likeness(a, b map[string]bool) float64 {
	common := 0
	for w := range a {
		if b[w] {
			common++
		}
	}
	if all := len(a) + len(b) - common; all > 0 {
		return float64(common) / float64(all)
	}
	return 0
}

func onlyPronoun(segs []segment) bool {
	for _, s := range segs {
		for _, f := range s {
			if f.kind != "word" || f.weight >= weightOf["word"] {
				return false
			}
		}
	}
	return true
}

// matchSegment finds the facts for one item of a question.
func (x *index) matchSegment(a *language.Ask, seg segment, s *State) []scored {
	var out []scored
	for _, e := range x.facts {
		if !x.canCome(e, a, seg) {
			continue
		}
		if score, by := x.fit(e, seg); score >= x.threshold(a) {
			out = append(out, scored{e, score - besides(e, seg, x.lex) + preferred(e, a.Kind) + 0.03*x.nearness(e, a, s) + 0.1*x.nearlyAsked(e, a) + 0.08*literal(e, a), by})
		}
	}
	out = rank(forPurpose(a, out))
	if wantsAttribute(a.Kind) {
		return x.withAttribute(a, seg, out, s)
	}
	if topical(seg) || a.Family {
		return atMost(onTopic(seg, out))
	}
	return fewest(out)
}

// purpose asks what something is for, or what is taken for it.
var purpose = language.Lazy(`(?i)\b(which|what|any|anything|something|taking|on)\b.*\bfor\b`)

// forPurpose keeps the drugs when a question asks what is taken for a condition.
func forPurpose(a *language.Ask, in []scored) []scored {
	if !purpose.MatchString(a.Text) {
		return in
	}
	drugs := slices.DeleteFunc(slices.Clone(in), func(f scored) bool { return !f.namesDrug() })
	if len(drugs) > 0 {
		return drugs
	}
	return in
}

// threshold is lower for relatives, of whom little is known in few words.
func (x *index) threshold(a *language.Ask) float64 {
	if x.ofFamily(a) {
		return enough - 0.15
	}
	return enough
}

// topical items ask for a whole topic ("any operations?") and may bring out many facts.
func topical(seg segment) bool {
	for _, f := range seg {
		if len(f.topics) > 0 || slices.ContainsFunc(f.senses, func(s language.Sense) bool { return s[0] == "cond/any" || s[0] == "drug/any" }) {
			return true
		}
	}
	return false
}

// onTopic keeps the facts that lie on the branch asked for, when there are any.
func onTopic(seg segment, in []scored) []scored {
	var on, exact []scored
	for _, s := range in {
		if slices.ContainsFunc(seg, func(f feature) bool { return slices.Contains(f.topics, s.Topic) }) {
			exact = append(exact, s)
		}
		branch, _, _ := strings.Cut(s.Topic, ".")
		if slices.ContainsFunc(seg, func(f feature) bool {
			return slices.ContainsFunc(f.topics, func(t string) bool { return language.Under(t, branch) })
		}) {
			on = append(on, s)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	if len(on) > 0 {
		return on
	}
	return in
}

// fewest are the best facts alone: one, or those that fit exactly as well.
func fewest(in []scored) []scored {
	n := 0
	for n < len(in) && n < 2 && in[n].score >= in[0].score-0.02 {
		n++
	}
	return in[:n]
}

// besides is a small deduction for other things that a fact tells, so that the fact
// that says only what was asked comes first.
func besides(e *entry, seg segment, lex *language.Lexicon) float64 {
	extra := 0
	for k := range e.concepts {
		if kind := language.Kind(k); isHead(kind) && kind != "view" && !asked(k, seg, lex) {
			extra++
		}
	}
	return min(0.12, 0.025*float64(extra))
}

// preferred lifts what belongs to the complaint when a description is wanted.
func preferred(e *entry, k language.AskKind) float64 {
	switch {
	case !wantsAttribute(k):
		return 0
	case !e.loose && slices.Contains(kindsOf[e.Topic], k):
		return 0.25 // its author filed it under just this
	case language.Under(e.Topic, "presenting") && !e.absent:
		return 0.06 + e.lead
	}
	return 0
}

func asked(concept string, seg segment, lex *language.Lexicon) bool {
	for _, f := range seg {
		for _, s := range f.senses {
			for _, k := range s {
				if lex.Is(concept, k) || lex.Is(k, concept) {
					return true
				}
			}
		}
	}
	return false
}

// canCome keeps a relative's facts apart from the patient's own, and facts that
// open to a specific question from general ones.
func (x *index) canCome(e *entry, a *language.Ask, seg segment) bool {
	if e.opens() == Never || x.ofFamily(a) != e.family || e.Topic == "allergies" && !asksAllergy(seg) {
		return false
	}
	if e.opens() == Specifically || e.opens() == Sensitive {
		return x.specific(e, seg)
	}
	return true
}

// asksAllergy keeps "do you have a rash?" apart from the rash that a drug once gave.
func asksAllergy(seg segment) bool {
	return slices.ContainsFunc(seg, func(f feature) bool {
		return slices.Contains(f.topics, "allergies") || f.word != "" || slices.ContainsFunc(f.senses, func(s language.Sense) bool {
			return s[0] == "life/allergy" || language.Kind(s[0]) == "drug"
		})
	})
}

// ofFamily says whether a question is about relatives. To an informant, "your
// father" may be the patient.
func (x *index) ofFamily(a *language.Ask) bool {
	if !a.Family || x.c.Patient.Informant == nil {
		return a.Family
	}
	switch x.c.Patient.Informant.Relation {
	case "mother", "father", "parents", "parent":
		return true
	}
	return slices.ContainsFunc(a.Reading.Concepts(), func(k string) bool {
		return x.lex.Is(k, "people/family") && k != "people/father" && k != "people/mother" && k != "people/parent"
	})
}

// specific says whether an item names what the fact is about, not only its topic.
func (x *index) specific(e *entry, seg segment) bool {
	for _, f := range seg {
		if f.word != "" && e.words[f.word] {
			return true
		}
		for _, sense := range f.senses {
			for _, k := range sense {
				if isHead(language.Kind(k)) && !strings.HasSuffix(k, "/any") && e.names(x.lex, k) {
					return true
				}
			}
		}
		if e.opens() == Sensitive && slices.Contains(f.topics, e.Topic) {
			return true
		}
	}
	return false
}

// names says whether the statement itself names a concept, or denies a wider one.
func (e *entry) names(lex *language.Lexicon, concept string) bool {
	if e.named[concept] {
		return true
	}
	for k := range e.named {
		if e.absent && !strings.HasSuffix(k, "/any") && lex.Is(concept, k) {
			return true
		}
	}
	return false
}

// fit is the share of an item's weight that a fact answers.
func (x *index) fit(e *entry, seg segment) (float64, []string) {
	got, all, head := 0.0, 0.0, 0.0
	var by []string
	wrongPlace := false
	for _, f := range seg {
		m := x.fitFeature(e, f)
		got, all = got+m*f.weight, all+f.weight
		if isHead(f.kind) {
			head = max(head, m)
		}
		if m > 0 {
			by = append(by, f.name)
		}
		if f.kind == "site" && m == 0 && e.hasKind("site") {
			wrongPlace = true
		}
	}
	if _, hasHead := seg.head(); hasHead && head < 0.5 || all == 0 || wrongPlace {
		return 0, nil
	}
	return got / all, by
}

func (x *index) fitFeature(e *entry, f feature) float64 {
	best := 0.0
	switch {
	case slices.Contains(f.topics, e.Topic) && f.namesOne() && wholeTopic[e.Topic]:
		best = 0.5 // "your blood pressure tablet" asks for one of the tablets
	case slices.Contains(f.topics, e.Topic):
		best = 1
	case language.Under(e.Topic, "drugs") && slices.ContainsFunc(f.topics, func(t string) bool { return language.Under(t, "drugs") }):
		best = 0.6
	}
	if f.word != "" {
		if e.words[f.word] {
			return 1
		}
		if e.about != nil && e.about.words[f.word] {
			return 0.8
		}
		return best
	}
	for _, sense := range f.senses {
		best = max(best, x.fitSense(e, sense))
	}
	return best
}

// wholeTopic are topics under which a case lists many things.
var wholeTopic = map[string]bool{"drugs.regular": true, "past.conditions": true, "past.operations": true, "family.conditions": true}

// namesOne says whether a feature names one drug, condition or operation, not all of them.
func (f *feature) namesOne() bool {
	return slices.ContainsFunc(f.senses, func(s language.Sense) bool {
		switch language.Kind(s[0]) {
		case "drug", "cond", "op", "sym":
			return !strings.HasSuffix(s[0], "/any")
		}
		return false
	})
}

// fitSense is how far a fact holds all concepts of a meaning.
func (x *index) fitSense(e *entry, sense language.Sense) float64 {
	sum := 0.0
	for _, k := range sense {
		m := x.fitConcept(e, k)
		if m == 0 && len(sense) > 1 && x.deniesWider(e, k) {
			m = 0.85
		}
		if m == 0 && language.Kind(k) == "site" && e.hasKind("site") {
			return 0
		}
		sum += m
	}
	return sum / float64(len(sense))
}

// deniesWider says whether a denial covers one half of a meaning: "no swelling"
// answers "swollen ankles?", "no joint problems" answers "sore joints?".
func (x *index) deniesWider(e *entry, concept string) bool {
	switch language.Kind(concept) {
	case "site":
		return e.absent && !e.hasKind("site")
	case "sym":
		return e.wide && e.hasKind("site")
	}
	return false
}

func (x *index) fitConcept(e *entry, concept string) float64 {
	if e.has(x.lex, concept) {
		return 1
	}
	if e.about != nil && e.about.has(x.lex, concept) {
		return 0.9
	}
	if use, ok := strings.CutPrefix(concept, "cond/"); ok && e.has(x.lex, "for/"+use) {
		return 0.8 // a drug for what was asked about
	}
	for k := range e.concepts { // the fact is more general than the question
		if !x.lex.Is(concept, k) {
			continue
		}
		if e.wide {
			return 0.9 // "no urinary symptoms" answers "any burning?"
		}
		if e.absent && language.Kind(k) != "site" {
			if e.hasKind("site") {
				continue // "no back pain" says nothing about other pain
			}
			return 0.85 // "no swelling" answers "swollen ankles?"
		}
		if language.Kind(k) == "site" {
			return 0.8
		}
		return 0.4
	}
	return 0
}

// hasKind says whether a fact has any concept of a kind.
func (e *entry) hasKind(kind string) bool {
	for k := range e.concepts {
		if language.Kind(k) == kind {
			return true
		}
	}
	return false
}

// rank sorts facts by score, and keeps the order of the case among equals.
func rank(in []scored) []scored {
	sort.SliceStable(in, func(i, j int) bool { return in[i].score > in[j].score })
	return in
}

// atMost are all facts of a topic that was asked for as a whole, up to a breathful.
func atMost(in []scored) []scored { return in[:min(most, len(in))] }

// closest are the facts near the best one.
func closest(in []scored) []scored {
	n := 0
	for n < len(in) && n < most && in[n].score >= in[0].score-near {
		n++
	}
	return in[:n]
}

func merge(a, b []scored) []scored {
	for _, s := range b {
		if !slices.ContainsFunc(a, func(o scored) bool { return o.entry == s.entry }) {
			a = append(a, s)
		}
	}
	return a
}
