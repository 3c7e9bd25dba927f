package generalizability

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// equations are Henderson's mixed-model equations of a mean and random terms. The
// term with most levels is absorbed: its block is diagonal, so the others can be
// solved first, in a dense system of their own (column 0 the mean).
type equations struct {
	n        int
	y        []float64
	terms    []Term
	sizes    []int // levels of each term
	absorbed int   // index of the absorbed term
	offset   []int // first dense column of each other term
	width    int   // dense columns

	counts *mat.SymDense // dense W'W
	wy     []float64     // dense W'y
	own    []float64     // observations of each absorbed level
	ownY   []float64     // their sum of y
	links  [][]link      // the dense columns that meet each absorbed level
}

// link is how many observations an absorbed level shares with a dense column.
type link struct {
	column int
	count  float64
}

func newEquations(y []float64, terms []Term) *equations {
	e := &equations{n: len(y), y: y, terms: terms, width: 1, offset: make([]int, len(terms)), sizes: make([]int, len(terms))}
	for j, t := range terms {
		for _, l := range t.Levels {
			e.sizes[j] = max(e.sizes[j], l+1)
		}
		if e.sizes[j] > e.sizes[e.absorbed] {
			e.absorbed = j
		}
	}
	for j := range terms {
		if j != e.absorbed {
			e.offset[j] = e.width
			e.width += e.sizes[j]
		}
	}
	e.count()
	return e
}

// count sums the cross-products of the incidence columns.
func (e *equations) count() {
	levels := e.sizes[e.absorbed]
	e.counts, e.wy = mat.NewSymDense(e.width, nil), make([]float64, e.width)
	e.own, e.ownY, e.links = make([]float64, levels), make([]float64, levels), make([][]link, levels)
	columns := make([]int, 0, len(e.terms))
	for i, y := range e.y {
		columns = e.columns(columns[:0], i)
		own := e.terms[e.absorbed].Levels[i]
		e.own[own]++
		e.ownY[own] += y
		for a, c := range columns {
			e.wy[c] += y
			e.meet(own, c)
			for _, d := range columns[:a+1] {
				e.counts.SetSym(c, d, e.counts.At(c, d)+1)
			}
		}
	}
}

// columns appends the dense columns of observation i.
func (e *equations) columns(to []int, i int) []int {
	to = append(to, 0)
	for j, t := range e.terms {
		if j != e.absorbed {
			to = append(to, e.offset[j]+t.Levels[i])
		}
	}
	return to
}

func (e *equations) meet(own, column int) {
	for k := range e.links[own] {
		if e.links[own][k].column == column {
			e.links[own][k].count++
			return
		}
	}
	e.links[own] = append(e.links[own], link{column, 1})
}

// solved are the equations at given variances, factored.
type solved struct {
	e       *equations
	ratio   []float64 // of each term's variance to the residual's
	own     []float64 // diagonal of the absorbed block
	factor  mat.Cholesky
	inverse mat.SymDense // of the dense part
	logDet  float64      // of the whole coefficient matrix
}

// solve factors the equations; nil when they are singular.
func (e *equations) solve(variances []float64) *solved {
	s := &solved{e: e, ratio: make([]float64, len(e.terms)), own: make([]float64, len(e.own))}
	dense := mat.NewSymDense(e.width, nil)
	dense.CopySym(e.counts)
	for j := range e.terms {
		s.ratio[j] = variances[j] / variances[len(e.terms)]
		if j == e.absorbed {
			continue
		}
		for c := e.offset[j]; c < e.offset[j]+e.sizes[j]; c++ {
			dense.SetSym(c, c, dense.At(c, c)+1/s.ratio[j])
		}
	}
	raw := dense.RawSymmetric() // upper triangle
	for i := range s.own {
		s.own[i] = e.own[i] + 1/s.ratio[e.absorbed]
		s.logDet += math.Log(s.own[i])
		for _, a := range e.links[i] {
			for _, b := range e.links[i] {
				if a.column <= b.column {
					raw.Data[a.column*raw.Stride+b.column] -= a.count * b.count / s.own[i]
				}
			}
		}
	}
	if !s.factor.Factorize(dense) || s.factor.InverseTo(&s.inverse) != nil {
		return nil
	}
	s.logDet += s.factor.LogDet()
	return s
}

// apply solves for a right-hand side, dense part and absorbed part, in place.
func (s *solved) apply(dense, own []float64) {
	for i, links := range s.e.links {
		for _, l := range links {
			dense[l.column] -= l.count * own[i] / s.own[i]
		}
	}
	v := mat.NewVecDense(len(dense), dense)
	if err := s.factor.SolveVecTo(v, v); err != nil {
		for i := range dense { // too ill-conditioned to say anything: no step is taken from here
			dense[i] = math.NaN()
		}
	}
	for i, links := range s.e.links {
		for _, l := range links {
			own[i] -= l.count * dense[l.column]
		}
		own[i] /= s.own[i]
	}
}

// diagonal returns the diagonal of the inverse coefficient matrix for term j.
func (s *solved) diagonal(j int) []float64 {
	d := make([]float64, s.e.sizes[j])
	if j != s.e.absorbed {
		for i := range d {
			d[i] = s.inverse.At(s.e.offset[j]+i, s.e.offset[j]+i)
		}
		return d
	}
	for i, links := range s.e.links {
		spread := 0.0
		for _, a := range links {
			for _, b := range links {
				spread += a.count * b.count * s.inverse.At(a.column, b.column)
			}
		}
		d[i] = 1/s.own[i] + spread/(s.own[i]*s.own[i])
	}
	return d
}

// project writes W'f, dense part and absorbed part.
func (e *equations) project(f []float64) (dense, own []float64) {
	dense, own = make([]float64, e.width), make([]float64, len(e.own))
	columns := make([]int, 0, len(e.terms))
	for i, v := range f {
		columns = e.columns(columns[:0], i)
		for _, c := range columns {
			dense[c] += v
		}
		own[e.terms[e.absorbed].Levels[i]] += v
	}
	return dense, own
}

// effects is the part of a solution that belongs to term j.
func (e *equations) effects(j int, dense, own []float64) []float64 {
	if j == e.absorbed {
		return own
	}
	return dense[e.offset[j] : e.offset[j]+e.sizes[j]]
}

// residuals returns f less what mean and terms predict of it: Pf times the
// residual variance, P being the projection of restricted likelihood.
func (s *solved) residuals(f []float64) []float64 {
	dense, own := s.e.project(f)
	s.apply(dense, own)
	return s.e.without(f, dense, own)
}

// without takes a mean and effects off the values f.
func (e *equations) without(f, dense, own []float64) []float64 {
	rest := make([]float64, len(f))
	columns := make([]int, 0, len(e.terms))
	for i, v := range f {
		columns = e.columns(columns[:0], i)
		for _, c := range columns {
			v -= dense[c]
		}
		rest[i] = v - own[e.terms[e.absorbed].Levels[i]]
	}
	return rest
}
