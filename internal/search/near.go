package search

import "slices"

const (
	reranked   = 200 // candidates that are looked at again
	nearWindow = 6   // terms between two words that still belong together
	nearWeight = 0.4
)

// rerank adds to each candidate what the nearness of the query's neighbours in
// it is worth, and sorts again.
func (m *Memory) rerank(best []candidate, terms []wanted) {
	if len(terms) < 2 {
		return
	}
	place := make(map[uint32]int, len(terms))
	for i, w := range terms {
		place[w.term] = i
	}
	for i := range best[:min(len(best), reranked)] {
		best[i].score += nearWeight * m.nearness(&m.docs[best[i].doc], terms, place)
	}
	slices.SortFunc(best, better)
}

// nearness sums, over neighbouring terms of the query, the smaller weight of the
// two by how close together they ever come.
func (m *Memory) nearness(d *document, terms []wanted, place map[uint32]int) float64 {
	closest := make([]int, len(terms)-1)
	for f := range fields {
		measureGaps(closest, d.terms[f], place)
	}
	sum := 0.0
	for pair, gap := range closest {
		if gap > 0 && gap <= nearWindow {
			sum += min(terms[pair].weight, terms[pair+1].weight) / float64(gap)
		}
	}
	return sum
}

// measureGaps lowers closest[i] to the smallest distance between the i-th term
// of the query and the next one; 0 means that they were not seen together.
func measureGaps(closest []int, text []uint32, place map[uint32]int) {
	last := make([]int, len(closest)+1) // position of each term, from 1
	for at, term := range text {
		i, in := place[term]
		if !in {
			continue
		}
		last[i] = at + 1
		for _, pair := range [2]int{i - 1, i} {
			if pair < 0 || pair == len(closest) || last[pair] == 0 || last[pair+1] == 0 {
				continue
			}
			gap := max(last[pair]-last[pair+1], last[pair+1]-last[pair])
			if closest[pair] == 0 || gap < closest[pair] {
				closest[pair] = gap
			}
		}
	}
}
