package rubric

import (
	"slices"
)

// The thresholds of marking, on a scale from 0 to 1: at or above enough an item is
// met, below doubtful it is not, between them a human decides.
const (
	enough   = 0.44
	doubtful = 0.41
)

// Mark marks a talk against a checklist: one result per item, in the order of the
// checklist. The same arguments always give the same results.
func Mark(talk []Turn, checklist []Item) []Result {
	m := newMarker(talk)
	out := make([]Result, 0, len(checklist))
	for i := range checklist {
		out = append(out, m.mark(&checklist[i]))
	}
	return inOrder(checklist, out)
}

// mark marks one item by what the engine knows of the talk, else by its words.
func (m *marker) mark(i *Item) Result {
	if r, known := m.byRecord(i); known {
		return r
	}
	switch i.How() {
	case Said:
		return m.verdict(i, m.said)
	case Asked:
		return m.verdict(i, m.asked)
	case Did:
		return m.verdict(i, m.done)
	}
	return m.verdict(i, m.obtained)
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
		if t.Who == Learner && sharesAny(t.Topics, i.Topics) {
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

// whole quotes a whole turn.
func (m *marker) whole(n int) Evidence { return Evidence{Turn: n, Quote: m.talk[n].Text} }

func sharesAny(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// inOrder takes items back whose prerequisites were not met earlier in the talk.
func inOrder(checklist []Item, results []Result) []Result {
	first := map[string]int{}
	for _, r := range results {
		if r.IsMet() && len(r.Evidence) > 0 {
			first[r.ID] = r.Evidence[0].Turn
		}
	}
	for n, i := range checklist {
		for _, id := range i.After {
			at, ok := first[id]
			if results[n].IsMet() && (!ok || at >= lastTurn(results[n])) {
				results[n] = notMet(i.ID, 0.9)
			}
		}
	}
	return results
}

func lastTurn(r Result) int {
	last := 0
	for _, e := range r.Evidence {
		last = max(last, e.Turn)
	}
	return last
}
