package cases

import (
	"slices"
	"strings"

	"preceptor/language"
)

// wantsAttribute says whether a kind of question wants a certain property of what
// it is about, so that a fact without that property is no answer.
func wantsAttribute(k language.AskKind) bool {
	switch k {
	case language.When, language.HowLong, language.HowOften, language.HowMuch, language.Where, language.Spread, language.Quality, language.Severity,
		language.Onset, language.Course, language.Worse, language.Better, language.Circumstance, language.Previous, language.Tried, language.Care:
		return true
	}
	return false
}

// withAttribute keeps those facts that have the property asked for. When none of
// the facts on the subject has it, facts that describe the subject further are tried.
func (x *index) withAttribute(a *language.Ask, seg segment, fitting []scored, s *State) []scored {
	var have []scored
	for _, f := range fitting {
		if f.answers[a.Kind] {
			have = append(have, f)
		}
	}
	if a.Kind == language.Where {
		have = sided(a, have)
	}
	if len(have) > 0 {
		return fewest(have)
	}
	if len(fitting) > 0 && (looseKind(a.Kind) || aboutLife(seg) && describesSymptoms(a.Kind)) {
		return fewest(fitting)
	}
	if x.onlyDescribes(seg) {
		return x.described(a, seg, s)
	}
	return x.furthered(a, fitting)
}

// looseKind are kinds whose answer may be any fact on the subject.
func looseKind(k language.AskKind) bool {
	switch k {
	case language.Previous, language.Tried, language.Care, language.Quality:
		return true
	}
	return false
}

// sided keeps the facts that name a side when the question is "which one?".
func sided(a *language.Ask, in []scored) []scored {
	lower := language.Lower(a.Text)
	if !strings.Contains(lower, "which") && !strings.Contains(lower, "side") {
		return in
	}
	var out []scored
	for _, s := range in {
		if s.hasKind("side") && !s.absent && (associated(s.Topic) || !wantsAttribute(a.Kind)) {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return in
	}
	return out
}

// describesSymptoms are kinds that make sense for symptoms only: asked of a habit or
// a drug, the question is a plain one ("are you working at the moment?").
func describesSymptoms(k language.AskKind) bool {
	switch k {
	case language.Course, language.Onset, language.Worse, language.Spread, language.Circumstance, language.Where, language.Severity:
		return true
	}
	return false
}

func aboutLife(seg segment) bool {
	h, ok := seg.head()
	return ok && h.kind != "sym"
}

// onlyDescribes finds items without a head ("is it worse lying flat?").
func (x *index) onlyDescribes(seg segment) bool {
	_, ok := seg.head()
	return !ok
}

// described are facts on the present subject that have the property and the
// circumstance named.
func (x *index) described(a *language.Ask, seg segment, s *State) []scored {
	var out []scored
	for _, f := range x.byContext(a, s) {
		if score, by := x.fit(f.entry, seg); score >= enough {
			out = append(out, scored{f.entry, score, by})
		}
	}
	return fewest(rank(out))
}

// furthered are facts that describe the fitting ones and have the property.
func (x *index) furthered(a *language.Ask, fitting []scored) []scored {
	var out []scored
	for _, e := range x.facts {
		if !e.answers[a.Kind] || e.about == nil || !open(e) {
			continue
		}
		for _, f := range closest(fitting) {
			if e.about == f.entry {
				out = append(out, scored{e, f.score * 0.9, append([]string{"describes"}, f.by...)})
				break
			}
		}
	}
	return fewest(rank(out))
}

// open facts come with a general question.
func open(e *entry) bool { return e.opens() == Volunteered || e.opens() == WhenAsked }

// byContext answers a question that names no subject: "how often?", "does it go
// anywhere?". The subject is, in this order, what the same turn spoke of, what was
// told last, and the presenting complaint.
func (x *index) byContext(a *language.Ask, s *State) []scored {
	if !wantsAttribute(a.Kind) && a.Kind != language.Which && a.Kind != language.Who {
		return nil
	}
	best, out := 0.0, []scored(nil)
	for _, e := range x.facts {
		if !open(e) || !x.hasProperty(e, a.Kind) || a.Kind == language.Circumstance && relieves.MatchString(e.Text) {
			continue
		}
		near := x.nearness(e, a, s)
		if near <= 0 || near < best {
			continue
		}
		if near > best {
			best, out = near, nil
		}
		out = append(out, scored{e, near, []string{"what was spoken of"}})
	}
	return firstFiled(a.Kind, out)
}

// mostByContext bounds what is told to a question that names nothing.
const mostByContext = 3

// firstFiled keeps the facts whose author filed them under just this kind of
// question, when there are any.
func firstFiled(k language.AskKind, in []scored) []scored {
	filed := slices.DeleteFunc(slices.Clone(in), func(s scored) bool { return s.loose || !slices.Contains(kindsOf[s.Topic], k) })
	if first := slices.IndexFunc(filed, func(s scored) bool { return kindsOf[s.Topic][0] == k }); first >= 0 {
		filed = slices.DeleteFunc(filed, func(s scored) bool { return kindsOf[s.Topic][0] != k })
	}
	if len(filed) > 0 {
		in = filed
	}
	if k == language.Circumstance {
		return in[:min(1, len(in))] // one thing set it off
	}
	return in[:min(mostByContext, len(in))]
}

func (x *index) hasProperty(e *entry, k language.AskKind) bool {
	if k == language.Which || k == language.Who {
		return e.namesDrug() || e.family || e.hasKind("people")
	}
	return e.answers[k]
}

// namesDrug says whether a fact names a drug, not only "medicines".
func (e *entry) namesDrug() bool {
	for k := range e.concepts {
		if language.Kind(k) == "drug" && k != "drug/any" {
			return true
		}
	}
	return false
}

// nearness is how close a fact is to what is being spoken of.
func (x *index) nearness(e *entry, a *language.Ask, s *State) float64 {
	if len(a.Before) > 0 && x.sharesAny(e, a.Before) {
		return 1
	}
	best := 0.0
	for _, id := range s.Last.Facts {
		last := x.byID[id]
		switch {
		case last == nil || last.general && last != e:
		case last == e:
			best = max(best, 0.95)
		case e.about == last || last.about != nil && (last.about == e || last.about == e.about):
			best = max(best, 0.9)
		case last.family == e.family && x.sharesAny(e, keys(last.concepts)):
			best = max(best, 0.85)
		}
	}
	if best == 0 && len(s.Last.Words) > 0 && x.sharesAny(e, s.Last.Words) {
		best = 0.8
	}
	if best == 0 && language.Under(e.Topic, "presenting") && x.chiefAllowed(a, s) {
		best = 0.6
	}
	return best
}

// chiefAllowed says whether a question without a subject may be about the
// presenting complaint: not when the talk is about something else, and "when" or
// "how long" would then mean that.
func (x *index) chiefAllowed(a *language.Ask, s *State) bool {
	switch a.Kind {
	case language.When, language.HowLong, language.HowOften, language.HowMuch, language.Tried, language.Care:
		return s.Last.Topic == "" || language.Under(s.Last.Topic, "presenting") || language.Under(s.Last.Topic, "review")
	case language.Which, language.Who:
		return false
	}
	return true
}

// sharesAny says whether a fact is about one of the concepts that name a thing.
func (x *index) sharesAny(e *entry, concepts []string) bool {
	return slices.ContainsFunc(concepts, func(k string) bool {
		switch language.Kind(k) {
		case "sym", "cond", "drug", "op", "life":
			return k != "sym/pain" && e.has(x.lex, k) || k == "sym/pain" && e.concepts[k]
		}
		return false
	})
}

func keys(m map[string]bool) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
