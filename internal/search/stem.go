package search

import (
	"strings"
	"sync"

	"github.com/kljensen/snowball/english"
)

// stemmer remembers stems, since a text repeats its words. It is safe for use by
// several goroutines.
type stemmer struct {
	mu   sync.RWMutex
	seen map[string]string
}

// mostStems bounds the memory; a corpus has fewer words than that, and a flood
// of invented ones is stemmed without being remembered.
const mostStems = 1 << 19

func newStemmer() *stemmer { return &stemmer{seen: map[string]string{}} }

// term is the stem of a folded word, or "" for a word that carries no meaning alone.
func (s *stemmer) term(word string) string {
	s.mu.RLock()
	stem, known := s.seen[word]
	s.mu.RUnlock()
	if known {
		return stem
	}
	if !functionWords[word] {
		stem = english.Stem(word, true)
	}
	word, stem = strings.Clone(word), strings.Clone(stem)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.seen) < mostStems {
		s.seen[word] = stem
	}
	return stem
}

// functionWords are left out of index and query. Words that change a meaning
// (no, not, without, before, after, more, less) stay in.
var functionWords = setOf(`a about all also am an and any are as at be because been being but by can could did do does doing for from
	had has have having he her here hers him his how i if in into is it its itself just ll me mine my of on one or our ours out own re s same
	she should so some such t than that the their theirs them then there these they this those to too up us very was we were what
	when where which while who whom whose why will with would you your yours d ve m don doesn isn aren get gets got let may might must shall`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}
