package irt

import "math"

// block is the symmetric information matrix of one item's parameters.
type block struct {
	n    int
	v    []float64 // n × n, row-major
	chol []float64 // its lower triangular root
}

func newBlock(n int) block {
	return block{n: n, v: make([]float64, n*n), chol: make([]float64, n*n)}
}

func (b *block) add(i, k int, x float64) { b.v[i*b.n+k] += x }

func (b *block) at(i, k int) float64 { return b.v[i*b.n+k] }

// factor prepares solve. A matrix that is singular to the eye of the machine
// gets a ridge, which shortens the step and leaves the maximum where it is.
func (b *block) factor() {
	ridge := 0.0
	for !b.cholesky(ridge) {
		most := 1e-8
		for i := range b.n {
			most = math.Max(most, b.at(i, i))
		}
		ridge = math.Max(10*ridge, 1e-8*most)
	}
}

func (b *block) cholesky(ridge float64) bool {
	n, l := b.n, b.chol
	copy(l, b.v)
	for i := range n {
		l[i*n+i] += ridge
		whole := l[i*n+i]
		for k := range i {
			for c := range k {
				l[i*n+k] -= l[i*n+c] * l[k*n+c]
			}
			l[i*n+k] /= l[k*n+k]
			l[i*n+i] -= l[i*n+k] * l[i*n+k]
		}
		if !(l[i*n+i] > 1e-12*whole) {
			return false
		}
		l[i*n+i] = math.Sqrt(l[i*n+i])
	}
	return true
}

// solve turns x into the solution of block · out = x.
func (b *block) solve(x []float64) {
	n, l := b.n, b.chol
	for i := range n {
		for k := range i {
			x[i] -= l[i*n+k] * x[k]
		}
		x[i] /= l[i*n+i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			x[i] -= l[k*n+i] * x[k]
		}
		x[i] /= l[i*n+i]
	}
}
