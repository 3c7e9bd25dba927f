package irt

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"
)

// pairMoments are means and mean products under the model: first one per item,
// then one per pair (0,1), (0,2), (1,2), ….
type pairMoments struct {
	grid   *grid
	mean   []float64
	sets   [][2]int    // the items of each moment; the second is -1 for a mean
	first  [][]float64 // per item and node, E(x)
	second [][]float64 // and E(x²)
}

func newMoments(items []Item, g *grid) *pairMoments {
	w := &pairMoments{grid: g}
	for j := range items {
		w.sets = append(w.sets, [2]int{j, -1})
		first, second := expectations(&items[j], g)
		w.first, w.second = append(w.first, first), append(w.second, second)
	}
	for j := range items {
		for i := range j {
			w.sets = append(w.sets, [2]int{i, j})
		}
	}
	for _, s := range w.sets {
		w.mean = append(w.mean, w.product(s, [2]int{-1, -1}))
	}
	return w
}

// expectations are an item's mean category and mean squared category at the nodes.
func expectations(it *Item, g *grid) (first, second []float64) {
	first, second = make([]float64, len(g.theta)), make([]float64, len(g.theta))
	p := make([]float64, it.Categories())
	for k, theta := range g.theta {
		it.Probabilities(theta, p)
		for c, x := range p {
			first[k] += float64(c) * x
			second[k] += float64(c*c) * x
		}
	}
	return first, second
}

// product is the expectation of the product of the items of two sets.
func (w *pairMoments) product(a, b [2]int) float64 {
	var single [4][]float64
	n := 0
	for _, i := range a {
		switch {
		case i < 0:
			continue
		case i == b[0] || i == b[1]:
			single[n] = w.second[i]
		default:
			single[n] = w.first[i]
		}
		n++
	}
	for _, i := range b {
		if i >= 0 && i != a[0] && i != a[1] {
			single[n] = w.first[i]
			n++
		}
	}
	sum := 0.0
	for k, x := range w.grid.weight {
		for _, f := range single[:n] {
			x *= f[k]
		}
		sum += x
	}
	return sum
}

// covariance of the moments: first as if no two sets had an item in common, by one
// product of matrices, then those that have anew.
func (w *pairMoments) covariance() *mat.SymDense {
	n, q := len(w.sets), len(w.grid.weight)
	factors := mat.NewDense(n, q, nil)
	for i, s := range w.sets {
		row := factors.RawRowView(i)
		for k, x := range w.grid.weight {
			if row[k] = math.Sqrt(x) * w.first[s[0]][k]; s[1] >= 0 {
				row[k] *= w.first[s[1]][k]
			}
		}
	}
	out := mat.NewSymDense(n, nil)
	blas64.Syrk(blas.NoTrans, 1, factors.RawMatrix(), 0, out.RawSymmetric())
	inParallel(n, func(i int) {
		row := out.RawSymmetric().Data[i*n : (i+1)*n] // upper triangle
		for k := i; k < n; k++ {
			if overlap(w.sets[i], w.sets[k]) {
				row[k] = w.product(w.sets[i], w.sets[k])
			}
			row[k] -= w.mean[i] * w.mean[k]
		}
	})
	return out
}

// overlap says that two sets have an item in common.
func overlap(a, b [2]int) bool {
	return a[0] == b[0] || a[0] == b[1] || a[1] >= 0 && (a[1] == b[0] || a[1] == b[1])
}

func observedMoments(x [][]int) []float64 {
	n := len(x[0])
	out := make([]float64, n*(n+1)/2)
	for _, row := range x {
		at := n
		for j, v := range row {
			out[j] += float64(v)
			for i := range j {
				out[at] += float64(v * row[i])
				at++
			}
		}
	}
	for i := range out {
		out[i] /= float64(len(x))
	}
	return out
}

// with is the mean of a set's product when item j's expectation is replaced.
func (w *pairMoments) with(set [2]int, j int, by []float64) (sum float64) {
	other := set[0] + set[1] - j // -1 for a set of one
	for k, x := range w.grid.weight {
		if x *= by[k]; other >= 0 {
			x *= w.first[other][k]
		}
		sum += x
	}
	return sum
}
