package irt

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// ErrInformation is a maximum at which the observed information has no
// inverse: the data do not tell the parameters apart.
var ErrInformation = errors.New("standard errors do not exist: the data do not tell the parameters apart")

// standardErrors fills Errors and Cov from the inverse of the observed
// information.
func (f *fitter) standardErrors(out *Fit, top *point) error {
	info := newObserver(f, top).information()
	var root mat.Cholesky
	if !root.Factorize(info) {
		return ErrInformation
	}
	var inverse mat.SymDense
	if err := root.InverseTo(&inverse); err != nil {
		return fmt.Errorf("%w: %w", ErrInformation, err)
	}
	n := info.SymmetricDim()
	out.Cov = make([][]float64, n)
	for i := range out.Cov {
		out.Cov[i] = make([]float64, n)
		for k := range n {
			out.Cov[i][k] = inverse.At(i, k)
		}
	}
	out.Errors = f.surface.model.errors(f.items, out.Cov)
	return nil
}

// moved is a parameter vector with one entry changed.
func moved(phi []float64, i int, by float64) []float64 {
	out := append([]float64(nil), phi...)
	out[i] += by
	return out
}

// errors reads each item's standard errors from the covariances; that of c
// follows from the one of logit(c) by the delta method.
func (m *model) errors(items []Item, cov [][]float64) []ItemError {
	se := func(i int) float64 { return math.Sqrt(math.Max(0, cov[i][i])) }
	out := make([]ItemError, len(items))
	for j := range out {
		at := m.first[j]
		out[j].A = se(0)
		if m.kind != Rasch {
			out[j].A = se(at)
			at++
		}
		for k := range items[j].D {
			out[j].D = append(out[j].D, se(at+k))
		}
		if c := items[j].C; m.kind == ThreePL {
			out[j].C = c * (1 - c) * se(at+1)
		}
	}
	return out
}
