package search

import "slices"

// candidate is a document with its score so far.
type candidate struct {
	doc   uint32
	score float64
}

// better orders candidates: higher scores first, then the order of adding.
func better(a, b candidate) int {
	switch {
	case a.score > b.score:
		return -1
	case a.score < b.score:
		return 1
	}
	return int(a.doc) - int(b.doc)
}

// topK keeps the best of many candidates: a heap with the worst of them on top.
type topK struct {
	most int
	heap []candidate
}

// bar is the score that a candidate has to exceed to be kept; candidates are
// offered in the order of adding, so an equal one comes too late.
func (t *topK) bar() float64 {
	if len(t.heap) < t.most {
		return 0
	}
	return t.heap[0].score
}

func (t *topK) offer(c candidate) {
	if len(t.heap) < t.most {
		t.heap = append(t.heap, c)
		t.up(len(t.heap) - 1)
		return
	}
	t.heap[0] = c
	t.down(0)
}

func (t *topK) up(i int) {
	for parent := (i - 1) / 2; i > 0 && better(t.heap[i], t.heap[parent]) > 0; parent = (i - 1) / 2 {
		t.heap[i], t.heap[parent] = t.heap[parent], t.heap[i]
		i = parent
	}
}

func (t *topK) down(i int) {
	for {
		worst := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(t.heap); child++ {
			if better(t.heap[child], t.heap[worst]) > 0 {
				worst = child
			}
		}
		if worst == i {
			return
		}
		t.heap[i], t.heap[worst] = t.heap[worst], t.heap[i]
		i = worst
	}
}

// sorted returns what was kept, best first.
func (t *topK) sorted() []candidate {
	slices.SortFunc(t.heap, better)
	return t.heap
}
