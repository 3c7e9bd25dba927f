package generalizability

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// Term is a random factor: the level, from 0, that each observation has in it.
type Term struct {
	Name   string
	Levels []int
}

// TermFit is what was found about a term.
type TermFit struct {
	Name     string
	Variance float64 // 0 when the data ask for less than nothing
	SE       float64 // of Variance, from the average information; 0 for a variance of 0
	// Effects are the best linear unbiased predictions of the levels (BLUP), and
	// ErrorVariance their prediction error variances.
	Effects, ErrorVariance []float64
}

// Fit is a random-effects model with one mean.
type Fit struct {
	Mean, MeanSE         float64
	Terms                []TermFit   // in the order given
	Residual, ResidualSE float64     // variance of what is left, and its standard error
	Cov                  [][]float64 // covariances of the variances, in the order of Terms, the residual last; 0 for a variance of 0
	LogLik               float64     // restricted log-likelihood
	Iterations           int
	Converged            bool
}

// Faults of the data.
var (
	ErrShape     = errors.New("terms and observations differ in length")
	ErrTooFew    = errors.New("too few observations")
	ErrNotFinite = errors.New("not a finite number")
	ErrConstant  = errors.New("all observations are equal")
)

// smallest is the least ratio of a variance to the residual variance.
const smallest = 1e-8

// none is the ratio up to which a component counts as 0.
const none = 10 * smallest

// REML fits y = mean + the terms + rest, all terms random and independent, by
// restricted maximum likelihood (Patterson & Thompson 1971) with average
// information (Gilmour et al. 1995), falling back on EM steps where those fail.
// Tables may be unbalanced. It fails with ErrShape, ErrTooFew, ErrNotFinite (which
// names the observation, from 1) or ErrConstant.
func REML(y []float64, terms []Term) (*Fit, error) {
	if err := checkTerms(y, terms); err != nil {
		return nil, err
	}
	mean, sd := stat.MeanStdDev(y, nil)
	if sd <= 1e-12*math.Abs(mean) || sd == 0 {
		return nil, ErrConstant
	}
	scaled := make([]float64, len(y))
	for i, v := range y {
		scaled[i] = (v - mean) / sd
	}
	s := newSearch(newEquations(scaled, terms))
	fit := s.run()
	fit.rescale(mean, sd, len(y))
	return fit, nil
}

func checkTerms(y []float64, terms []Term) error {
	if len(terms) == 0 || len(y) < 3 {
		return fmt.Errorf("%w: %d observations, %d terms", ErrTooFew, len(y), len(terms))
	}
	for i, v := range y {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("observation %d: %w", i+1, ErrNotFinite)
		}
	}
	for _, t := range terms {
		if len(t.Levels) != len(y) {
			return fmt.Errorf("%w: term %s has %d levels for %d observations", ErrShape, t.Name, len(t.Levels), len(y))
		}
		for i, l := range t.Levels {
			if l < 0 || l >= len(y) {
				return fmt.Errorf("%w: term %s, observation %d has level %d", ErrShape, t.Name, i+1, l)
			}
		}
	}
	return nil
}

// rescale turns a fit of standardised observations into one of the original ones.
func (f *Fit) rescale(mean, sd float64, n int) {
	f.Mean = mean + sd*f.Mean
	f.MeanSE *= sd
	f.Residual *= sd * sd
	f.ResidualSE *= sd * sd
	f.LogLik -= float64(n-1) * math.Log(sd)
	for i := range f.Terms {
		t := &f.Terms[i]
		t.Variance *= sd * sd
		t.SE *= sd * sd
		floats.Scale(sd, t.Effects)
		floats.Scale(sd*sd, t.ErrorVariance)
	}
	for _, row := range f.Cov {
		floats.Scale(sd*sd*sd*sd, row)
	}
}

// search climbs the restricted likelihood. Variances are those of the terms, then
// the residual's.
type search struct {
	eq        *equations
	variances []float64
	at        *point
}

func newSearch(eq *equations) *search {
	s := &search{eq: eq, variances: make([]float64, len(eq.terms)+1)}
	for i := range s.variances {
		s.variances[i] = 1 / float64(len(s.variances))
	}
	s.at = eq.at(s.variances)
	return s
}

func (s *search) run() *Fit {
	fit := new(Fit)
	for fit.Iterations < 200 && !fit.Converged {
		fit.Iterations++
		fit.Converged = s.step()
	}
	s.eq.describe(fit, s.at, s.covariances())
	return fit
}

// step moves the variances uphill and says whether the top is reached: no step
// promises to raise the log-likelihood by more than 1e-11.
func (s *search) step() (converged bool) {
	free := s.free()
	direction, promise, ok := s.newton(free)
	if ok && promise < 1e-11 {
		return true
	}
	for shrink := 1.0; ok && shrink > 1e-3; shrink /= 2 {
		if s.try(direction, shrink) {
			return false
		}
	}
	return !s.try(s.em(free), 1)
}

// free lists the variances that may move: not those at the floor that pull below.
func (s *search) free() (free []int) {
	for i := range s.variances {
		if !s.atFloor(i) || s.at.score[i] > 0 {
			free = append(free, i)
		}
	}
	return free
}

// atFloor says that the i-th variance is as good as 0. The floor of a term follows
// the residual, so that a held variance may lie a little above it.
func (s *search) atFloor(i int) bool {
	if last := len(s.variances) - 1; i < last {
		return s.variances[i] <= none*s.variances[last]
	}
	return s.variances[i] <= none
}

// newton returns the average-information step and how much it promises to gain. A
// variance at its floor that the step would push below is held there.
func (s *search) newton(free []int) (direction []float64, promise float64, ok bool) {
	for {
		direction, promise, ok = s.unheld(free)
		held := slices.DeleteFunc(slices.Clone(free), func(i int) bool {
			return ok && direction[i] < 0 && s.atFloor(i)
		})
		if len(held) == len(free) {
			return direction, promise, ok
		}
		free = held
	}
}

// unheld solves for the step of the free variances.
func (s *search) unheld(free []int) (direction []float64, promise float64, ok bool) {
	direction = make([]float64, len(s.variances))
	if len(free) == 0 {
		return direction, 0, true
	}
	information, score := s.informationOf(free), mat.NewVecDense(len(free), nil)
	for a, i := range free {
		score.SetVec(a, s.at.score[i])
	}
	var factored mat.Cholesky
	var by mat.VecDense
	if !factored.Factorize(information) || factored.SolveVecTo(&by, score) != nil {
		return direction, 0, false
	}
	for a, i := range free {
		direction[i] = by.AtVec(a)
	}
	return direction, mat.Dot(&by, score) / 2, true
}

func (s *search) informationOf(free []int) *mat.SymDense {
	information := mat.NewSymDense(len(free), nil)
	for a, i := range free {
		for b, j := range free[:a+1] {
			information.SetSym(a, b, s.at.information.At(i, j))
		}
	}
	return information
}

// em returns the step of the EM algorithm, which never goes downhill.
func (s *search) em(free []int) []float64 {
	direction := make([]float64, len(s.variances))
	for _, i := range free {
		size := float64(s.eq.n)
		if i < len(s.eq.terms) {
			size = float64(s.eq.sizes[i])
		}
		direction[i] = 2 * s.variances[i] * s.variances[i] * s.at.score[i] / size
	}
	return direction
}

// try moves if that is uphill.
func (s *search) try(direction []float64, shrink float64) bool {
	moved := make([]float64, len(s.variances))
	for i := len(moved) - 1; i >= 0; i-- { // the residual first: the floors follow it
		low := smallest
		if last := len(moved) - 1; i < last {
			low = smallest * moved[last]
		}
		moved[i] = max(low, s.variances[i]+shrink*direction[i])
	}
	at := s.eq.at(moved)
	if at == nil || !(at.logLik > s.at.logLik) {
		return false
	}
	s.variances, s.at = moved, at
	return true
}

// covariances inverts the average information of the variances above the floor.
func (s *search) covariances() [][]float64 {
	cov := make([][]float64, len(s.variances))
	var free []int
	for i := range s.variances {
		cov[i] = make([]float64, len(s.variances))
		if !s.atFloor(i) {
			free = append(free, i)
		}
	}
	var factored mat.Cholesky
	var inverse mat.SymDense
	if len(free) == 0 || !factored.Factorize(s.informationOf(free)) || factored.InverseTo(&inverse) != nil {
		return cov
	}
	for a, i := range free {
		for b, j := range free {
			cov[i][j] = inverse.At(a, b)
		}
	}
	return cov
}
