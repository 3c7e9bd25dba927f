package generalizability

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// point is the restricted likelihood and its derivatives at given variances.
type point struct {
	s           *solved
	variances   []float64
	dense, own  []float64 // solution: mean and effects
	diagonals   [][]float64
	logLik      float64
	score       []float64     // by the variances
	information *mat.SymDense // average information
}

// at evaluates the variances; nil when the equations cannot be solved there.
func (e *equations) at(variances []float64) *point {
	s := e.solve(variances)
	if s == nil {
		return nil
	}
	p := &point{s: s, variances: variances}
	p.dense, p.own = append([]float64(nil), e.wy...), append([]float64(nil), e.ownY...)
	s.apply(p.dense, p.own)
	rest := e.without(e.y, p.dense, p.own)
	residual := variances[len(e.terms)]
	fitted := floats.Dot(p.dense, e.wy) + floats.Dot(p.own, e.ownY)
	p.logLik = s.logDet + (floats.Dot(e.y, e.y)-fitted)/residual + float64(e.n-1)*math.Log(2*math.Pi*residual)
	for j, r := range s.ratio {
		p.logLik += float64(e.sizes[j]) * math.Log(r)
	}
	p.logLik /= -2
	p.derive(rest, residual)
	if math.IsNaN(p.logLik) {
		return nil
	}
	return p
}

// derive computes score and average information from the working variates
// V_i P y, V_i being the derivative of the covariance by the i-th variance.
func (p *point) derive(rest []float64, residual float64) {
	e := p.s.e
	k := len(e.terms)
	p.score = make([]float64, k+1)
	working := make([][]float64, k+1)
	freedom := float64(e.n - 1)
	for j, t := range e.terms {
		diagonal := p.s.diagonal(j)
		p.diagonals = append(p.diagonals, diagonal)
		known := float64(e.sizes[j]) - floats.Sum(diagonal)/p.s.ratio[j]
		freedom -= known
		u := e.effects(j, p.dense, p.own)
		p.score[j] = -(known/p.variances[j] - floats.Dot(u, u)/(p.variances[j]*p.variances[j])) / 2
		working[j] = make([]float64, e.n)
		for i, l := range t.Levels {
			working[j][i] = u[l] / p.variances[j]
		}
	}
	p.score[k] = -(freedom/residual - floats.Dot(rest, rest)/(residual*residual)) / 2
	working[k] = make([]float64, e.n)
	floats.AddScaled(working[k], 1/residual, rest)
	p.information = mat.NewSymDense(k+1, nil)
	for i := range working {
		rest := p.s.residuals(working[i])
		for j := range i + 1 {
			p.information.SetSym(i, j, floats.Dot(rest, working[j])/(2*residual))
		}
	}
}

// describe writes the point into the fit.
func (e *equations) describe(fit *Fit, p *point, cov [][]float64) {
	k := len(e.terms)
	residual := p.variances[k]
	fit.Mean, fit.MeanSE = p.dense[0], math.Sqrt(p.s.inverse.At(0, 0)*residual)
	fit.Residual, fit.ResidualSE, fit.LogLik, fit.Cov = residual, math.Sqrt(cov[k][k]), p.logLik, cov
	if residual <= none {
		fit.Residual = 0
	}
	for j, t := range e.terms {
		f := TermFit{Name: t.Name, Effects: append([]float64(nil), e.effects(j, p.dense, p.own)...), ErrorVariance: p.diagonals[j]}
		floats.Scale(residual, f.ErrorVariance)
		if p.s.ratio[j] > none {
			f.Variance, f.SE = p.variances[j], math.Sqrt(cov[j][j])
		}
		fit.Terms = append(fit.Terms, f)
	}
}
