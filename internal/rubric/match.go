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
	// limited support is left to a human, however high the score.
	limited bool
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

// inMarks is the best way in which the features of a turn meet a wish: all keys of
// one sense, each taken as far as worth lets it.
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
// (two trades are both work).
func (m *marker) surer(w wish, sense []string, marks []mark) float64 {
	if len(w.words) == 0 || !byWords(sense[0]) {
		return 1
	}
	got := 0
	for _, word := range w.words {
		if slices.ContainsFunc(marks, func(k mark) bool { return k.key == word }) {
			got++
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

// loose is the share of wishes that one turn names, whatever the polarity.
func (m *marker) loose(wishes []wish, n int) float64 { return m.within(wishes, n, n) }

// within is the share of wishes that some turn from one to another names, whoever
// says it and whatever the polarity.
func (m *marker) within(wishes []wish, from, to int) float64 {
	got, all := 0.0, 0.0
	for _, w := range wishes {
		best := 0.0
		for n := max(0, from); n <= min(to, len(m.talk)-1); n++ {
			s, _ := m.inMarks(w, m.turns[n].marks, func(mark) float64 { return 1 })
			best = max(best, s)
		}
		got, all = got+best*w.weight, all+w.weight
	}
	return share(got, all)
}

// literally is the share of the very words of the wishes that stand in some turn
// from one to another.
func (m *marker) literally(wishes []wish, from, to int) float64 {
	got, all := 0.0, 0.0
	for _, w := range wishes {
		for _, key := range w.literal() {
			weight := m.rarity([]string{key})
			all += weight
			if m.stands(key, from, to) {
				got += weight
			}
		}
	}
	return share(got, all)
}

// literal are the very words, or the number, of a wish.
func (w *wish) literal() []string {
	if first := w.senses[0]; len(first) == 1 && !strings.Contains(first[0], "/") {
		return first
	}
	return w.words
}

func (m *marker) stands(key string, from, to int) bool {
	for n := max(0, from); n <= min(to, len(m.talk)-1); n++ {
		if m.turns[n].has[key] {
			return true
		}
	}
	return false
}

func share(got, all float64) float64 {
	if all == 0 {
		return 0
	}
	return got / all
}
