package spacing

import (
	"runtime"
	"sync"
)

// evidence is what reviews say about the weights: the summed log loss, its
// gradient, and the expected (Fisher) information, lower triangle.
type evidence struct {
	loss     float64
	gradient vector
	fisher   [21]vector
}

// chunk is how many cards are summed in one go. Chunks are summed in their order,
// so that the result does not depend on the number of cores.
const chunk = 64

// weigh sums the evidence of all cards at the weights w.
func weigh(cards [][]Review, w *Weights) *evidence {
	parts := make([]evidence, (len(cards)+chunk-1)/chunk)
	next := make(chan int, len(parts))
	for i := range parts {
		next <- i
	}
	close(next)
	var done sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(parts)) {
		done.Go(func() {
			t := newTangent(w)
			for i := range next {
				parts[i].add(cards[i*chunk:min((i+1)*chunk, len(cards))], &t)
			}
		})
	}
	done.Wait()
	total := new(evidence)
	for i := range parts {
		total.merge(&parts[i])
	}
	return total
}

// add takes in the reviews of some cards.
func (e *evidence) add(cards [][]Review, t *tangent) {
	for _, reviews := range cards {
		for i, r := range reviews {
			if i == 0 {
				t.first(r.Rating)
				continue
			}
			p := t.recall(float64(r.ElapsedDays))
			if r.ElapsedDays > 0 {
				e.observe(p, r.Rating, &t.dr)
			}
			t.next(p, r.Rating)
		}
	}
}

// observe takes in one recall that was predicted with probability p.
func (e *evidence) observe(p float64, g Rating, dr *vector) {
	e.loss += surprise(p, g)
	if p < 1e-6 || p > 1-1e-6 {
		return // held at the bound
	}
	happened := 1.0
	if g == Again {
		happened = 0
	}
	weight := 1 / (p * (1 - p))
	pull := (p - happened) * weight
	for j, v := range dr {
		if v == 0 {
			continue
		}
		e.gradient[j] += pull * v
		row, scaled := &e.fisher[j], weight*v
		for k := range j + 1 {
			row[k] += scaled * dr[k]
		}
	}
}

func (e *evidence) merge(o *evidence) {
	e.loss += o.loss
	for j := range e.gradient {
		e.gradient[j] += o.gradient[j]
		for k := range j + 1 {
			e.fisher[j][k] += o.fisher[j][k]
		}
	}
}
