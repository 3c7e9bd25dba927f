package rubric

import "math"

// signals are what speaks for an item in a talk, each between 0 and 1. They are
// weighed together because each alone errs: meanings match too broadly, words too
// narrowly.
type signals struct {
	match  float64 // the best answer with its question: meaning, polarity, who said it
	clear  float64 // how far the match is beyond doubt
	talk   float64 // the very words of the item and what it stands under, anywhere
	under  float64 // the meaning of what it stands under, anywhere
	exact  float64 // how much of the item is words without a meaning in the lexicon
	detail float64 // how much of the item was found, so that more detail counts for more
	denied float64 // what the match would gain if polarity did not count
}

// weights of the signals: a logistic regression with ridge 1 on ten talks marked by
// clinicians, rounded. docs/marking.md says how well it does on talks left out of it.
var weights = signals{match: 2.0, clear: 1.9, talk: 0.6, under: 1.3, exact: 1.8, detail: 3.3, denied: -0.8}

const intercept = -4.8

// The thresholds of Obtained on the likelihood: at or above enough an item is met,
// below doubtful it is not, between them a human decides.
const (
	enough   = 0.45
	doubtful = 0.25
)

func (m *marker) signals(w *want, match float64) signals {
	last := len(m.talk) - 1
	own := w.own()
	s := signals{match: match, clear: max(0, match-0.6) / 0.4, talk: m.literally(w.all(), 0, last), under: 1, exact: exactly(own)}
	if len(w.head) > 0 && len(w.leaf) > 0 {
		s.under = m.within(w.head, 0, last)
	}
	for n := 0; n <= last; n++ {
		s.detail = max(s.detail, m.literally(w.all(), n-6, n+3))
		s.denied = max(s.denied, m.regardless(own, n))
	}
	s.detail *= math.Log1p(float64(len(w.all())))
	s.denied = max(0, s.denied-match)
	return s
}

// regardless is the share of wishes that an answer and its question meet when
// polarity does not count.
func (m *marker) regardless(wishes []wish, n int) float64 {
	if m.talk[n].Who != Patient || n == 0 {
		return 0
	}
	free := make([]wish, len(wishes))
	for k, w := range wishes {
		free[k] = w
		free[k].neutral = true
	}
	return m.gather(free, n).score
}

// exactly is the share of wishes that are words without a meaning in the lexicon.
func exactly(wishes []wish) float64 {
	n := 0
	for _, w := range wishes {
		if key := w.senses[0][0]; key[1] == ':' && key[0] != 'n' {
			n++
		}
	}
	return float64(n) / float64(1+len(wishes))
}

// likely is how likely the signals say that a clinician would mark the item as met.
func (s signals) likely() float64 {
	z := intercept + weights.match*s.match + weights.clear*s.clear + weights.talk*s.talk + weights.under*s.under +
		weights.exact*s.exact + weights.detail*s.detail + weights.denied*s.denied
	return 1 / (1 + math.Exp(-z))
}
