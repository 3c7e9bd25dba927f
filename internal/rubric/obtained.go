package rubric

import (
	"slices"

	"preceptor/language"
)

// obtained weighs the best wording of an item against what the patient said,
// together with the question that it answered.
func (m *marker) obtained(i *Item) found {
	best := found{}
	for _, w := range m.wants(i) {
		f := m.cameOut(&w)
		if f.score > best.score && len(f.turns) > 0 {
			best = f
		}
	}
	return best
}

// cameOut is how likely one wording is met, with the turns that say so.
func (m *marker) cameOut(w *want) found {
	if len(w.leaf)+len(w.head) == 0 {
		return m.nothingOn(w)
	}
	best, match, place, answer := found{}, 0.0, 0.0, -1
	for n := range m.talk {
		if m.talk[n].Who != Patient {
			continue
		}
		f := m.answered(w, n)
		match = max(match, f.score)
		if at := f.score + 0.5*m.literally(w.all(), n-1, n); at > place && len(f.turns) > 0 {
			best, place, answer = f, at, n
		}
	}
	s := m.signals(w, match)
	if len(best.turns) == 0 {
		best = m.spelled(w)
	} else {
		m.withAnswer(&best, answer)
	}
	best.score = s.likely()
	return best
}

// withAnswer adds the answer to a question that is all the evidence. What the learner
// only advised or offered did not come out of the patient, so a human has to look.
func (m *marker) withAnswer(f *found, answer int) {
	about := false
	for _, n := range f.turns {
		if m.talk[n].Who == Patient {
			return
		}
		about = about || m.aboutPatient(n, f.spans[n])
	}
	f.limited = !about
	if end := len(m.turns[answer].reading.Tokens); end > 0 {
		f.note(answer, [2]int{0, end})
	}
}

// aboutPatient says whether a stretch of the learner's turn asks, gives back or states
// something, rather than planning what comes.
func (m *marker) aboutPatient(n int, span [2]int) bool {
	return slices.ContainsFunc(m.turns[n].clauses, func(c clause) bool {
		return c.from < span[1] && span[0] < c.to && (c.does == asking || c.does == reporting || c.does == telling || c.does == bare)
	})
}

// spelled are the patient's turns that hold the very words of an item.
func (m *marker) spelled(w *want) found {
	f := found{spans: map[int][2]int{}}
	for _, x := range w.own() {
		for _, key := range x.literal() {
			for n := range m.talk {
				if m.talk[n].Who == Patient && m.turns[n].has[key] {
					f.note(n, m.placed(n, key))
					break
				}
			}
		}
	}
	return f
}

// placed is where a feature stands in a turn.
func (m *marker) placed(n int, key string) [2]int {
	for _, k := range m.turns[n].marks {
		if k.key == key {
			return [2]int{k.from, k.to}
		}
	}
	return [2]int{}
}

// answered scores one answer of the patient with its question.
func (m *marker) answered(w *want, n int) found {
	f := m.gather(w.own(), n)
	if f.score == 0 {
		return f
	}
	if len(w.head) > 0 && len(w.leaf) > 0 {
		f.score *= m.underHead(w, n)
	}
	return f
}

// gather is the share of wishes that an answer and its question meet.
func (m *marker) gather(wishes []wish, n int) found {
	f := found{spans: map[int][2]int{}}
	got, all := 0.0, 0.0
	for _, w := range wishes {
		all += w.weight
		best, at, span := m.meets(w, n)
		got += best * w.weight
		if best > 0.3 {
			f.note(at, span)
		}
	}
	f.score = share(got, all)
	return f
}

// meets says how far a wish is met in an answer, in the question before it, or in
// what the patient said just before.
func (m *marker) meets(w wish, n int) (float64, int, [2]int) {
	h := &m.turns[n]
	best, span := m.inMarks(w, h.marks, func(k mark) float64 { return w.toward(k.negated, 0.3) })
	at := n
	if n == 0 || m.talk[n-1].Who != Learner {
		return best, at, span
	}
	q := &m.turns[n-1]
	score, where := m.inMarks(w, q.marks, func(k mark) float64 {
		if k.from < len(q.reading.Tokens)-40 {
			return 0.5 * w.agreement(h, q, k)
		}
		return w.agreement(h, q, k)
	})
	if score > best {
		best, at, span = score, n-1, where
	}
	if n > 1 && m.talk[n-2].Who == Patient {
		worth := 0.7
		if len(q.reading.Tokens) <= 4 {
			worth = 0.9 // the learner only nodded
		}
		score, where = m.inMarks(w, m.turns[n-2].marks, func(k mark) float64 { return worth * w.toward(k.negated, 0.3) })
		if score > best {
			best, at, span = score, n-2, where
		}
	}
	return best, at, span
}

// agreement says how far a reply takes over what the question named.
func (w *wish) agreement(h, q *heard, k mark) float64 {
	switch {
	case k.given:
		return 0.95 * w.toward(false, 0.25)
	case h.yes:
		return 0.95 * w.toward(k.negated, 0.25)
	case h.no:
		return 0.95 * w.toward(true, 0.25)
	case q.asks && h.short:
		return 0.75
	case q.asks:
		return 0.65
	}
	return 0.4
}

// underHead says how far what an item stands under is spoken of around a turn.
func (m *marker) underHead(w *want, n int) float64 {
	best := 0.0
	for i := max(0, n-8); i <= min(len(m.talk)-1, n+1); i++ {
		if m.talk[i].Who != Patient && i != n-1 {
			continue
		}
		s := m.loose(w.head, i)
		if i < n-3 {
			s *= 0.9
		}
		best = max(best, s)
	}
	for i := range m.talk {
		best = max(best, 0.75*m.loose(w.head, i))
	}
	if m.anywhere(w.root) < 0.5 {
		best *= 0.4
	}
	return 0.3 + 0.7*best
}

// anywhere is how far any one turn names what an item stands under.
func (m *marker) anywhere(root []wish) float64 {
	if len(root) == 0 {
		return 1
	}
	best := 0.0
	for i := range m.talk {
		best = max(best, m.loose(root, i))
	}
	return best
}

// nothingOn looks for a question on the topics of an item that was answered with no
// ("past history: none").
func (m *marker) nothingOn(w *want) found {
	if !w.negated || len(w.topics) == 0 {
		return found{}
	}
	for n := 1; n < len(m.talk); n++ {
		q := &m.turns[n-1]
		if m.talk[n].Who != Patient || m.talk[n-1].Who != Learner || !m.turns[n].no || !q.asks {
			continue
		}
		for _, topic := range q.reading.Topics {
			if language.Under(topic, w.topics[0]) {
				all := len(m.turns[n].reading.Tokens)
				return found{score: 0.8, turns: []int{n - 1, n}, spans: map[int][2]int{n - 1: {0, len(q.reading.Tokens)}, n: {0, all}}}
			}
		}
	}
	return found{}
}
