package search

import (
	"context"
	"math"
	"slices"
)

// wanted is a term of a query that the index knows.
type wanted struct {
	term   uint32
	weight float64 // idf × how often the query says it, dampened
}

// read turns a query into terms, in the order in which they are first said.
func (m *Memory) read(text string) (terms []wanted) {
	said := map[uint32]int{}
	tokens(text, func(t token) {
		term, known := m.byTerm[m.stems.term(t.word)]
		if !known {
			return
		}
		if said[term]++; said[term] == 1 {
			terms = append(terms, wanted{term: term})
		}
	})
	for i := range terms {
		n := len(m.postings[terms[i].term])
		terms[i].weight = m.idf(n) * (1 + math.Log(float64(said[terms[i].term])))
	}
	return terms
}

// Search implements Index.
func (m *Memory) Search(ctx context.Context, q Query) ([]Hit, error) {
	terms := m.read(q.Text)
	if len(terms) == 0 || q.Top <= 0 {
		return nil, ctx.Err()
	}
	best := m.candidates(terms, q.Sees, max(q.Top, reranked))
	if more := m.expand(terms, best); len(more) > 0 && ctx.Err() == nil {
		best = m.candidates(append(slices.Clone(terms), more...), q.Sees, max(q.Top, reranked))
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.rerank(best, terms)
	best = best[:min(len(best), q.Top)]
	hits := make([]Hit, len(best))
	for i, c := range best {
		d := &m.docs[c.doc]
		p := m.passage(d, terms)
		hits[i] = Hit{ID: d.ID, Score: c.score, Start: p.start, End: p.end, Text: cut(d.Text, p.start, p.end)}
	}
	return hits, nil
}

// candidates are the best documents by BM25F, best first.
func (m *Memory) candidates(terms []wanted, sees func(string) bool, most int) []candidate {
	scores, covers := m.borrow(), m.titleCovers(terms)
	defer m.giveBack(scores, covers)
	for _, w := range terms {
		for _, p := range m.postings[w.term] {
			scores[p.doc] += w.weight * m.saturated(p, covers[p.doc])
		}
	}
	best := topK{most: most}
	for doc, score := range scores {
		if score > best.bar() && (sees == nil || sees(m.docs[doc].Scope)) {
			best.offer(candidate{uint32(doc), score})
		}
	}
	return best.sorted()
}

// borrow returns a number of value zero for each document.
func (m *Memory) borrow() []float64 {
	if kept, ok := m.spare.Get().(*[]float64); ok {
		return *kept
	}
	return make([]float64, len(m.docs))
}

func (m *Memory) giveBack(lists ...[]float64) {
	for _, list := range lists {
		clear(list)
		m.spare.Put(&list)
	}
}
