package rubric

import (
	"slices"
	"strings"

	"preceptor/language"
)

// The thresholds for what the learner owes, as shares of an item's wording found in
// clauses that do what the item wants. They are stricter than those of Obtained,
// because no talk of known marks has set them: what lies between is left to a human.
const (
	saidEnough, saidDoubtful   = 0.7, 0.4
	askedEnough, askedDoubtful = 0.6, 0.4
)

// speaks says whether a turn is the learner's words to the patient.
func (m *marker) speaks(n int) bool {
	t := &m.talk[n]
	return t.Who == Learner && t.Kind == Spoken && len(t.Did) == 0
}

// wantsAnswer are items that are earned by asking, though they count as said.
var wantsAnswer = re(`(?i)^\s*(asks?|checks?|confirms?|verifi?es?|clarif(ies|y)|enquires?|inquires?|explores?|elicits?|screens?|invites?|establishes|finds? out|seeks?|obtains?)\b`)

// saidIn looks for an item in what the learner told, advised or offered: a question
// on the same words explains nothing, nor does giving back the patient's words.
func (m *marker) saidIn(i *Item) found {
	best := found{}
	for n, w := range m.wants(i) {
		text := i.Text
		if n > 0 {
			text = i.Say[n-1]
		}
		asks := wantsAnswer.MatchString(i.Text) || language.IsQuestion(text)
		best = better(best, m.saidAs(content(w.all()), asks, text, i.In() == Reasoning))
	}
	return best
}

// better prefers what can be met by itself, then the higher score.
func better(a, b found) found {
	sure := func(f found) bool { return !f.limited && f.score >= saidEnough }
	if sure(a) != sure(b) {
		if sure(b) {
			return b
		}
		return a
	}
	if b.score > a.score {
		return b
	}
	return a
}

// content leaves out what only frames a statement ("I think", "I am worried").
func content(wishes []wish) []wish {
	var out []wish
	for _, w := range wishes {
		if language.Kind(w.senses[0][0]) != "view" {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		return wishes
	}
	return out
}

func (m *marker) saidAs(wishes []wish, asks bool, text string, verdicts bool) found {
	best := found{}
	for n := range m.talk {
		if !m.speaks(n) && !(verdicts && m.talk[n].Who == Learner && m.talk[n].Kind == Verdict) {
			continue
		}
		verdict := m.talk[n].Kind == Verdict
		for _, s := range m.stretches(n, func(c clause) bool { return verdict || fits(c.does, asks) }) {
			f := m.inStretch(wishes, n, s, stated)
			f.limited = !verdict && (m.halfFits(n, s, asks, wishes) || oneEveryday(wishes) && !m.holds(n, s, text))
			best = better(best, f)
		}
	}
	return best
}

// fits says whether a clause can earn an item that wants an answer, or a statement.
func fits(does speech, asks bool) bool {
	switch does {
	case greeting:
		return false
	case asking, reporting:
		return asks
	}
	return true
}

// stretch is a run of up to three neighbouring clauses of a turn.
type stretch struct{ clauses []clause }

func (s stretch) from() int { return s.clauses[0].from }
func (s stretch) to() int   { return s.clauses[len(s.clauses)-1].to }

// stretches are the runs of clauses of a turn that may count.
func (m *marker) stretches(n int, may func(clause) bool) []stretch {
	all := m.turns[n].clauses
	var out []stretch
	for i := range all {
		for j := i; j < len(all) && j < i+3 && may(all[j]); j++ {
			out = append(out, stretch{all[i : j+1]})
		}
	}
	return out
}

// inStretch is the share of wishes that a stretch of a turn holds, each mark taken
// for as much as it is worth.
func (m *marker) inStretch(wishes []wish, n int, s stretch, worth func(*wish, mark) float64) found {
	marks := m.between(n, s)
	f := found{spans: map[int][2]int{}}
	got, all := 0.0, 0.0
	for i := range wishes {
		w := &wishes[i]
		best, _ := m.inMarks(*w, marks, func(k mark) float64 { return worth(w, k) })
		got, all = got+best*w.weight, all+w.weight
	}
	if f.score = share(got, all); f.score > 0 {
		f.note(n, [2]int{s.from(), s.to()})
	}
	return f
}

// stated takes what is stated the other way round for next to nothing.
func stated(w *wish, k mark) float64 {
	if k.negated == w.negated {
		return 1
	}
	return 0.15
}

// named takes every mention in full: "no fever?" asks for fever too.
func named(*wish, mark) float64 { return 1 }

// between are the features of a stretch of a turn.
func (m *marker) between(n int, s stretch) []mark {
	var out []mark
	for _, k := range m.turns[n].marks {
		if k.from >= s.from() && k.from < s.to() {
			out = append(out, k)
		}
	}
	return out
}

// halfFits says whether a stretch supports an item too weakly for a machine: a bare
// keyword, a condition, a relative's story.
func (m *marker) halfFits(n int, s stretch, asks bool, wishes []wish) bool {
	if asks {
		return false
	}
	weak := slices.ContainsFunc(s.clauses, func(c clause) bool { return c.does == bare || c.depends })
	return weak || m.ofOthers(n, s, wishes)
}

// oneEveryday says whether there is only one wish, and for nothing clinical.
func oneEveryday(wishes []wish) bool {
	if len(wishes) != 1 {
		return false
	}
	first := wishes[0].senses[0][0]
	return wishes[0].neutral || !strings.Contains(first, "/")
}

// ofOthers says whether a stretch speaks of relatives and the item does not.
func (m *marker) ofOthers(n int, s stretch, wishes []wish) bool {
	for _, w := range wishes {
		for _, sense := range w.senses {
			if slices.ContainsFunc(sense, m.relative) {
				return false
			}
		}
	}
	return slices.ContainsFunc(m.turns[n].marks, func(k mark) bool { return k.from >= s.from() && k.from < s.to() && m.relative(k.key) })
}

func (m *marker) relative(key string) bool {
	return strings.Contains(key, "/") && m.lex.Is(key, "people/family")
}

// askedIn looks for an item in the learner's questions.
func (m *marker) askedIn(i *Item) found {
	best := found{}
	for _, w := range m.wants(i) {
		best = better(best, m.askedAs(&w))
	}
	return best
}

func (m *marker) askedAs(w *want) found {
	best := found{}
	for n := range m.talk {
		if !m.speaks(n) {
			continue
		}
		for _, s := range m.stretches(n, func(c clause) bool { return c.does == asking || c.does == bare }) {
			f := m.inQuestion(w, n, s)
			if f.score > best.score {
				best = f
			}
		}
	}
	return best
}

// inQuestion is the share of wishes that a question names, whatever its polarity.
func (m *marker) inQuestion(w *want, n int, s stretch) found {
	f := m.inStretch(w.own(), n, s, named)
	if len(w.head) > 0 && len(w.leaf) > 0 {
		f.score *= m.underHead(w, n)
	}
	return f
}

// doneIn looks for an item in what the learner does, or says to be doing. A question
// whether it was done before, or the patient's account of it, does not count.
func (m *marker) doneIn(i *Item) found {
	best := found{}
	for _, w := range m.wants(i) {
		wishes := w.all()
		for n := range m.talk {
			if m.talk[n].Who != Learner || m.talk[n].Kind == Verdict {
				continue
			}
			act := !m.speaks(n)
			for _, s := range m.stretches(n, func(c clause) bool { return act || fits(c.does, false) }) {
				f := m.inStretch(wishes, n, s, stated)
				f.limited = !act && m.halfDone(s)
				best = better(best, f)
			}
		}
	}
	return best
}

// halfDone says whether words name an act without saying that it is done.
func (m *marker) halfDone(s stretch) bool {
	return slices.ContainsFunc(s.clauses, func(c clause) bool { return c.does == bare || c.does == telling || c.depends })
}
