package irt

import (
	"math"

	"preceptor/measure/responses"
)

// SumScores are the probabilities of each sum score at one ability, by the
// recursion of Lord & Wingersky (1984), for ordered categories counted 0, 1, ….
// p holds each item's category probabilities; the result has one entry per sum. An
// item without categories counts for nothing.
func SumScores(p [][]float64) []float64 {
	out := []float64{1}
	for _, item := range p {
		if len(item) == 0 {
			continue
		}
		next := make([]float64, len(out)+len(item)-1)
		for s, x := range out {
			for k, y := range item {
				next[s+k] += x * y
			}
		}
		out = next
	}
	return out
}

// sumScoreTable is the likelihood of each sum score at each node.
func sumScoreTable(items []Item, g *grid) (table [][]float64) {
	table = make([][]float64, len(g.theta))
	inParallel(len(g.theta), func(k int) {
		p := make([][]float64, len(items))
		for j := range items {
			p[j] = make([]float64, items[j].Categories())
			items[j].Probabilities(g.theta[k], p[j])
		}
		table[k] = SumScores(p)
	})
	return table
}

// SumScoreEAP is the mean and standard deviation of ability given each sum
// score 0, 1, …, under N(0, 1) (Thissen, Pommerich, Billeaud & Williams 1995).
// It is the conversion table of an exam that reports sums.
func SumScoreEAP(items []Item) ([]Ability, error) {
	if len(items) == 0 {
		return nil, ErrMismatch
	}
	for j := range items {
		if err := items[j].Check(); err != nil {
			return nil, err
		}
	}
	g := newGrid(nodesFor(items))
	table := sumScoreTable(items, g)
	out := make([]Ability, len(table[0]))
	for s := range out {
		var mass, mean, square float64
		for k, theta := range g.theta {
			x := g.weight[k] * table[k][s]
			mass, mean, square = mass+x, mean+x*theta, square+x*theta*theta
		}
		if mass < tiny {
			out[s] = Ability{0, 1} // a sum that nobody reaches says nothing
			continue
		}
		mean /= mass
		out[s] = Ability{mean, math.Sqrt(math.Max(0, square/mass-mean*mean))}
	}
	return out, nil
}

func scoreSum(m *responses.Matrix, items []Item) ([]Ability, error) {
	table, err := SumScoreEAP(items)
	if err != nil {
		return nil, err
	}
	out := make([]Ability, m.Persons())
	for p := range out {
		sum := 0
		for j, v := range m.Row(p) {
			if v == responses.Missing {
				return nil, m.Fault(p, j, "a sum score needs an answer to every item")
			}
			sum += items[j].category(int(v))
		}
		out[p] = table[sum]
	}
	return out, nil
}
