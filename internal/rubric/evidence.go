package rubric

import (
	"slices"
	"strings"

	"preceptor/language"
)

// found is how well a stretch of the talk meets an item.
type found struct {
	score float64
	turns []int // the turns that support it, in order
	spans map[int][2]int
}

// search looks for one wording of an item in the talk.
type search func(w *want) found

// verdict is the best that any wording of an item finds.
func (m *marker) verdict(i *Item, look search) Result {
	best := found{}
	for _, w := range m.wants(i) {
		if len(w.leaf)+len(w.head) == 0 {
			if f := m.nothingOn(&w); f.score > best.score {
				best = f
			}
			continue
		}
		if f := look(&w); f.score > best.score {
			best = f
		}
	}
	switch {
	case best.score >= enough:
		return met(i.ID, confidence(best.score), m.quotes(best)...)
	case best.score >= doubtful:
		return unsure(i.ID, confidence(best.score), m.quotes(best)...)
	}
	return notMet(i.ID, confidence(1-best.score))
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

// confidence maps a score to a number between 0.5 and 0.99.
func confidence(score float64) float64 {
	c := 0.5 + 0.5*min(1, max(0, score))
	return float64(int(min(0.99, c)*100)) / 100
}

// obtained looks for the item in what the patient said, together with the question
// that it answered.
func (m *marker) obtained(w *want) found {
	best := found{}
	for n := range m.talk {
		if m.talk[n].Who != Patient {
			continue
		}
		if f := m.answered(w, n); f.score > best.score {
			best = f
		}
	}
	return best
}

// answered scores one answer of the patient with its question.
func (m *marker) answered(w *want, n int) found {
	f := m.gather(w.leaf, n)
	if len(w.leaf) == 0 {
		f = m.gather(w.head, n)
	}
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
	if all > 0 {
		f.score = got / all
	}
	return f
}

func (f *found) note(turn int, span [2]int) {
	if !slices.Contains(f.turns, turn) {
		f.turns = append(f.turns, turn)
		slices.Sort(f.turns)
		f.spans[turn] = span
		return
	}
	s := f.spans[turn]
	f.spans[turn] = [2]int{min(s[0], span[0]), max(s[1], span[1])}
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

// inMarks is the best way in which the features of a turn meet a wish: all keys of
// one sense, each taken as far as its polarity lets it.
func (m *marker) inMarks(w wish, marks []mark, worth func(mark) float64) (float64, [2]int) {
	best, span := 0.0, [2]int{}
	for _, sense := range w.senses {
		sum, least, where := 0.0, 1.0, [2]int{-1, -1}
		for _, key := range sense {
			top := 0.0
			for _, k := range marks {
				if s := m.same(key, k.key) * worth(k); s > top {
					top = s
					where = cover(where, k)
				}
			}
			sum, least = sum+top, min(least, top)
		}
		score := sum / float64(len(sense))
		if least < 0.3 {
			score *= 0.4
		}
		if score *= m.surer(w, sense, marks); score > best {
			best, span = score, where
		}
	}
	return best, span
}

// surer discounts a match by the broad meaning alone, where only the words tell
// ("accountant" and "builder" are both work).
func (m *marker) surer(w wish, sense []string, marks []mark) float64 {
	if len(w.words) == 0 || !byWords(sense[0]) {
		return 1
	}
	got := 0
	for _, word := range w.words {
		for _, k := range marks {
			if k.key == word {
				got++
				break
			}
		}
	}
	return 0.5 + 0.5*float64(got)/float64(len(w.words))
}

func byWords(concept string) bool {
	switch language.Kind(concept) {
	case "life", "people", "who", "view", "quality":
		return true
	}
	return false
}

func cover(span [2]int, k mark) [2]int {
	if span[0] < 0 {
		return [2]int{k.from, k.to}
	}
	return [2]int{min(span[0], k.from), max(span[1], k.to)}
}

// toward discounts a feature of the wrong polarity.
func (w *wish) toward(negated bool, wrong float64) float64 {
	if w.neutral || negated == w.negated {
		return 1
	}
	return wrong
}

// agreement says how far a reply takes over what the question named.
func (w *wish) agreement(h, q *heard, k mark) float64 {
	switch {
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

// same says how far a feature of the talk is what is wished: the same, or a kind of it.
func (m *marker) same(key, have string) float64 {
	switch {
	case key == have:
		return 1
	case !strings.Contains(have, "/") || !strings.Contains(key, "/"):
		return 0
	case m.lex.Is(have, key):
		return 0.95
	case m.lex.Is(key, have):
		return 0.4
	}
	return 0
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

// loose is the share of wishes that one turn names, whatever the polarity.
func (m *marker) loose(wishes []wish, n int) float64 {
	got, all := 0.0, 0.0
	for _, w := range wishes {
		best, _ := m.inMarks(w, m.turns[n].marks, func(mark) float64 { return 1 })
		got, all = got+best*w.weight, all+w.weight
	}
	if all == 0 {
		return 0
	}
	return got / all
}

// said looks for the item in the learner's own words.
func (m *marker) said(w *want) found { return m.learner(w, false) }

// asked looks for the item in the learner's questions.
func (m *marker) asked(w *want) found { return m.learner(w, true) }

// done looks for the item in what the learner says to be doing.
func (m *marker) done(w *want) found { return m.learner(w, false) }

func (m *marker) learner(w *want, asking bool) found {
	best := found{}
	for n := range m.talk {
		if m.talk[n].Who != Learner || asking && !m.turns[n].asks {
			continue
		}
		f := m.inTurn(w.leaf, n, asking)
		if len(w.leaf) == 0 {
			f = m.inTurn(w.head, n, asking)
		}
		if len(w.head) > 0 && len(w.leaf) > 0 {
			f.score *= m.underHead(w, n)
		}
		if f.score > best.score {
			best = f
		}
	}
	return best
}

func (m *marker) inTurn(wishes []wish, n int, asking bool) found {
	f := found{spans: map[int][2]int{}}
	got, all := 0.0, 0.0
	for _, w := range wishes {
		all += w.weight
		best, span := m.inMarks(w, m.turns[n].marks, func(k mark) float64 {
			if asking {
				return 1
			}
			return w.toward(k.negated, 0.4)
		})
		got += best * w.weight
		if best > 0.3 {
			f.note(n, span)
		}
	}
	if all > 0 {
		f.score = got / all
	}
	return f
}

// quotes cuts the evidence out of its turns: the clauses that hold it, verbatim.
func (m *marker) quotes(f found) []Evidence {
	var out []Evidence
	for _, n := range f.turns {
		q := quote(&m.turns[n].reading, f.spans[n])
		if q == "" || !strings.Contains(m.talk[n].Text, q) {
			q = m.talk[n].Text // broken text is quoted whole
		}
		out = append(out, Evidence{Turn: n, Quote: q})
	}
	return out
}

func quote(r *language.Reading, span [2]int) string {
	from, to := span[0], span[1]
	for from > 0 && !stops(r.Tokens[from-1]) {
		from--
	}
	for to < len(r.Tokens) && !stops(r.Tokens[to]) {
		to++
	}
	return r.Phrase(from, to)
}

func stops(t language.Token) bool { return t.Mark && strings.Contains(".?!;", t.Text) }
