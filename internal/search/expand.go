package search

import (
	"cmp"
	"slices"
)

const (
	feedbackDocs   = 8
	feedbackTerms  = 15
	feedbackWeight = 0.6 // of the query's own weight, when no title says what the query says
	feedbackSmooth = 20  // keeps a very short document from deciding alone
	feedbackTitles = 5   // candidates whose titles are looked at
)

// expand asks the best documents for words that the asker may not know (pseudo
// relevance feedback, after Lavrenko and Croft, "Relevance-Based Language
// Models", SIGIR 2001). The closer a title comes to the query, the less the
// added words weigh: whoever uses the right words needs no others.
func (m *Memory) expand(terms []wanted, best []candidate) []wanted {
	cover := m.bestCover(terms, best)
	if len(best) == 0 || cover == 1 {
		return nil
	}
	more := m.feedback(terms, best[:min(feedbackDocs, len(best))])
	scale := feedbackWeight * (1 - cover) * total(terms) / total(more)
	for i := range more {
		more[i].weight *= scale
	}
	return more
}

// bestCover is how far the best title among the first candidates says what the query says.
func (m *Memory) bestCover(terms []wanted, best []candidate) (cover float64) {
	covers := m.titleCovers(terms)
	defer m.giveBack(covers)
	for _, c := range best[:min(feedbackTitles, len(best))] {
		cover = max(cover, covers[c.doc])
	}
	return cover
}

func total(terms []wanted) (sum float64) {
	for _, w := range terms {
		sum += w.weight
	}
	return sum
}

// feedback are the terms that mark the documents, heaviest first, without those
// of the query.
func (m *Memory) feedback(terms []wanted, best []candidate) []wanted {
	gain := map[uint32]float64{}
	for _, c := range best {
		for f := range fields {
			text := m.docs[c.doc].terms[f]
			for _, term := range text {
				gain[term] += c.score / float64(len(text)+feedbackSmooth)
			}
		}
	}
	for _, w := range terms {
		delete(gain, w.term)
	}
	more := make([]wanted, 0, len(gain))
	for term, g := range gain {
		more = append(more, wanted{term, g * m.idf(len(m.postings[term]))})
	}
	slices.SortFunc(more, func(a, b wanted) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.term, b.term))
	})
	return more[:min(feedbackTerms, len(more))]
}
