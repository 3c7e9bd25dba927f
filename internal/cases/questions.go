package cases

import (
	"fmt"
	"slices"
	"strings"

	"preceptor/language"
)

// questions answers every question of a turn, each fact once.
func (t *talk) questions() Reply {
	understood, answered, kind := false, false, ""
	for i := range t.heard.Asks {
		a := &t.heard.Asks[i]
		if a.Kind == language.More && len(t.heard.Asks) > 1 {
			continue // "what happened then, did it get worse?" asks the second
		}
		if kind == "" {
			kind = string(a.Kind)
		}
		t.asked = append(t.asked, a.Reading.Concepts()...)
		understood = understood || t.intelligible(a)
		answered = t.answerAsk(a) || answered
	}
	m := t.explainMatch(kind)
	switch {
	case answered:
		m.Why = "facts on what was asked"
		return Reply{Act: Answer, Text: t.text(), Match: m}
	case !understood:
		m.Why = "nothing in the question was understood"
		return Reply{Act: Clarify, Text: clarifyLines.pick(t.c, t.s.Turn), Match: m}
	}
	m.Why = "the case is silent on what was asked"
	return Reply{Act: Unknown, Text: t.unknownLines().pick(t.c, t.s.Turn), Match: m}
}

// intelligible says whether a question holds any word that means something here.
func (t *talk) intelligible(a *language.Ask) bool {
	r := &a.Reading
	return len(r.Mentions) > 0 || len(r.Topics) > 0 || a.Kind != language.Closed || len(r.Tokens) > 2
}

// answerAsk adds the answer to one question and says whether there was one.
func (t *talk) answerAsk(a *language.Ask) bool {
	switch a.Kind {
	case language.Open, language.More:
		if done, ok := t.openQuestion(a); done {
			return ok
		}
	case language.Associated:
		if t.subject(a) == "" {
			return t.anythingElse()
		}
	}
	t.s.Closed++
	hits := t.matchLead(a)
	if len(hits) == 0 {
		hits = t.match(a, &t.s)
	}
	if len(hits) == 0 {
		hits = t.matchPlainly(a)
	}
	t.found = append(t.found, hits...)
	before := len(t.stated)
	for _, h := range hits {
		t.tell(h.entry, a)
	}
	return len(t.stated) > before || len(hits) > 0 && t.allStated(hits)
}

// matchPlainly asks again for the thing that a question names when no fact has the
// property that it seemed to want ("do you still have your tonsils?").
func (t *talk) matchPlainly(a *language.Ask) []scored {
	if a.Kind != language.Course || !still.MatchString(a.Text) {
		return nil
	}
	plain := *a
	plain.Kind = language.Closed
	return t.match(&plain, &t.s)
}

var still = language.Lazy(`(?i)\bstill\b`)

// matchLead matches what led up to a question that names nothing itself: "many
// people miss a tablet now and then. Do you?"
func (t *talk) matchLead(a *language.Ask) []scored {
	if a.Lead == nil || a.Kind != language.Closed || t.namesHead(a) {
		return nil
	}
	lead := language.Ask{Text: a.Lead.Text, Kind: language.Closed, Reading: *a.Lead, Before: a.Before}
	if !t.namesHead(&lead) {
		return nil
	}
	return t.match(&lead, &t.s)
}

// namesHead says whether a question names a thing that it is about.
func (t *talk) namesHead(a *language.Ask) bool {
	return slices.ContainsFunc(t.segments(a), func(s segment) bool { _, ok := s.head(); return ok })
}

func (t *talk) allStated(hits []scored) bool {
	return slices.ContainsFunc(hits, func(h scored) bool { return t.hasStated(h.ID) })
}

// subject is what a question names besides symptoms in general, "" for nothing.
func (t *talk) subject(a *language.Ask) string {
	for _, seg := range t.segments(a) {
		for _, f := range seg {
			if f.weight >= 0.6 {
				return f.name
			}
		}
	}
	return ""
}

// tell states a fact once per reply, in the form that its kind allows.
func (t *talk) tell(e *entry, a *language.Ask) {
	if t.hasStated(e.ID) {
		return
	}
	if e.opens() == Sensitive {
		t.tellSensitive(e)
		return
	}
	t.add(t.withYesNo(e, a, t.wording(e)), Told{ID: e.ID, Text: e.Text})
	t.cueFor(e.ID)
}

func (t *talk) tellSensitive(e *entry) {
	text, told := tellSensitive(e.Fact, disclosure(e.Fact, &t.s, t.heard.Manners), &t.s)
	if text != "" {
		t.add(text, told)
	}
}

func (t *talk) add(text string, told Told) {
	if t.hasStated(told.ID) {
		return
	}
	t.parts = append(t.parts, sentence(text))
	t.stated = append(t.stated, told)
}

func (t *talk) hasStated(id string) bool {
	return slices.ContainsFunc(t.stated, func(o Told) bool { return o.ID == id || t.factOf(o) == id })
}

// cueFor gives the cue that comes with a fact or instalment, once in a talk.
func (t *talk) cueFor(id string) {
	for _, c := range t.c.Cues {
		if c.With != id || slices.Contains(t.s.Cues, c.ID) || slices.Contains(t.cues, c.ID) {
			continue
		}
		t.cues = append(t.cues, c.ID)
		if c.Kind == "described" {
			t.seen = append(t.seen, c.Text)
		} else {
			t.parts = append(t.parts, sentence(c.Text))
		}
	}
}

// explainMatch says how the turn was understood.
func (t *talk) explainMatch(kind string) Match {
	m := Match{Kind: kind, Focus: t.asked}
	for i := range t.heard.Asks {
		for _, topic := range t.heard.Asks[i].Reading.Topics {
			if !slices.Contains(m.Topics, topic) {
				m.Topics = append(m.Topics, topic)
			}
		}
	}
	for _, f := range t.found {
		if len(m.Candidates) < 6 && !slices.ContainsFunc(m.Candidates, func(c Candidate) bool { return c.Fact == f.ID }) {
			m.Candidates = append(m.Candidates, Candidate{Fact: f.ID, Score: f.score, By: f.by})
		}
	}
	return m
}

func (t *talk) text() string { return strings.Join(t.parts, " ") }

func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsRune(".?!…\"”", lastRune(text)) {
		return text
	}
	return fmt.Sprint(text, ".")
}

func lastRune(s string) rune {
	r := []rune(s)
	return r[len(r)-1]
}
