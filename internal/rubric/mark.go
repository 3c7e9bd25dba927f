package rubric

import (
	"slices"

	"preceptor/language"
)

// Mark marks a talk against a checklist: one result per item, in the order of the
// checklist. The same arguments always give the same results.
func Mark(talk []Turn, checklist []Item) []Result {
	m := newMarker(talk)
	out := make([]Result, 0, len(checklist))
	for i := range checklist {
		out = append(out, m.mark(&checklist[i]))
	}
	return inOrder(talk, checklist, out)
}

// mark marks one item by what the engine knows of the talk, else by its words.
func (m *marker) mark(i *Item) Result {
	if i.How() != Obtained && judged.MatchString(i.Text) {
		return unsure(i.ID, 0)
	}
	if r, known := m.byRecord(i); known {
		return r
	}
	return m.byWords(i)
}

// byWords marks an item by the words of the talk alone.
func (m *marker) byWords(i *Item) Result {
	switch i.How() {
	case Said:
		if r, known := m.byRitual(i); known {
			return r
		}
		return m.decide(i, m.saidIn(i), saidDoubtful, saidEnough)
	case Asked:
		if r, known := m.byRitual(i); known && r.IsMet() {
			return r
		}
		return m.decide(i, m.askedIn(i), askedDoubtful, askedEnough)
	case Did:
		return m.decide(i, m.doneIn(i), saidDoubtful, saidEnough)
	}
	return m.decide(i, m.obtained(i), doubtful, enough)
}

// decide turns a score into a mark: met from enough on, not met below doubtful, and
// between them, or where the support is limited, for a human.
func (m *marker) decide(i *Item, f found, doubtful, enough float64) Result {
	switch {
	case f.score >= enough && !f.limited:
		return met(i.ID, confidence(f.score), m.quotes(f)...)
	case f.score >= doubtful:
		return unsure(i.ID, confidence(f.score), m.quotes(f)...)
	}
	return notMet(i.ID, confidence(1-f.score))
}

// confidence is a score cut to two digits, never certain.
func confidence(score float64) float64 {
	return float64(int(min(0.99, max(0.01, score))*100)) / 100
}

// byRecord marks an item by the ids of facts, topics and acts that the turns carry.
// known is false when the talk carries none, as one from elsewhere.
func (m *marker) byRecord(i *Item) (Result, bool) {
	switch {
	case i.How() == Obtained && m.recorded && len(i.Facts)+len(i.AnyOf) > 0:
		return m.factsTold(i), true
	case i.How() == Asked && m.recorded && len(i.Facts)+len(i.AnyOf)+len(i.Topics) > 0:
		if r := m.factsAsked(i); r.IsMet() {
			return r, true
		}
	case i.How() == Did && m.recorded && len(i.Done) > 0:
		return m.actsDone(i), true
	}
	return Result{}, false
}

// factsTold is met when all facts, and one of the alternatives, came out.
func (m *marker) factsTold(i *Item) Result {
	var evidence []Evidence
	for _, f := range i.Facts {
		n := m.turnOf(func(t *Turn) bool { return t.Who == Patient && slices.Contains(t.Facts, f) })
		if n < 0 {
			return notMet(i.ID, 1)
		}
		evidence = append(evidence, m.whole(n))
	}
	if len(i.AnyOf) > 0 {
		n := m.turnOf(func(t *Turn) bool { return t.Who == Patient && sharesAny(t.Facts, i.AnyOf) })
		if n < 0 {
			return notMet(i.ID, 1)
		}
		evidence = append(evidence, m.whole(n))
	}
	return met(i.ID, 1, evidence...)
}

// factsAsked is met when the learner asked on a topic of the item, or a question
// brought one of its facts out. What the patient volunteered does not count.
func (m *marker) factsAsked(i *Item) Result {
	want := append(slices.Clone(i.Facts), i.AnyOf...)
	for n := range m.talk {
		t := &m.talk[n]
		if t.Who == Learner && asksOn(t.Topics, i.Topics) {
			return met(i.ID, 1, m.whole(n))
		}
		if t.Who == Patient && n > 0 && m.talk[n-1].Who == Learner && sharesAny(t.Facts, want) && m.asksNarrowly(n-1) {
			return met(i.ID, 1, m.whole(n-1))
		}
	}
	return notMet(i.ID, 0.9)
}

// actsDone is met when one of the acts was done.
func (m *marker) actsDone(i *Item) Result {
	n := m.turnOf(func(t *Turn) bool { return t.Who == Learner && sharesAny(t.Did, i.Done) })
	if n < 0 {
		return notMet(i.ID, 1)
	}
	return met(i.ID, 1, m.whole(n))
}

func (m *marker) turnOf(is func(*Turn) bool) int {
	for n := range m.talk {
		if is(&m.talk[n]) {
			return n
		}
	}
	return -1
}

func sharesAny(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// asksOn says whether one of the topics asked for is, or lies under, one wanted.
func asksOn(asked, wanted []string) bool {
	return slices.ContainsFunc(asked, func(a string) bool {
		return slices.ContainsFunc(wanted, func(w string) bool { return language.Under(a, w) })
	})
}
