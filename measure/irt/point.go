package irt

import "math"

// point is a parameter vector with everything known about the likelihood there.
type point struct {
	phi    []float64
	value  float64 // log-likelihood plus log prior
	loglik float64
	grad   []float64
	info   []block // complete-data information per item
	arrow  float64 // rasch: information of the common slope left after the intercepts
}

// surface evaluates the marginal likelihood; it owns all the memory that this needs.
type surface struct {
	model  *model
	engine engine
	curves *curves
}

// at computes likelihood, gradient (Fisher's identity: that of the expected
// complete-data likelihood) and complete-data information. It is nil where
// there is no curve.
func (s *surface) at(phi []float64) *point {
	items := s.curves.items
	if !s.model.put(phi, items) {
		return nil
	}
	s.curves.fill()
	e := s.engine.expect(s.curves)
	p := &point{phi: phi, loglik: e.loglik, grad: make([]float64, len(phi)), info: make([]block, len(items))}
	local := make([][]float64, len(items))
	inParallel(len(items), func(j int) {
		size := s.model.size(&items[j])
		p.info[j], local[j] = newBlock(size), make([]float64, size)
		itemScore(s.curves, e, j, local[j], &p.info[j])
	})
	for j, g := range local {
		if s.model.kind == Rasch {
			p.grad[0] += g[0]
			g = g[1:]
		}
		copy(p.grad[s.model.first[j]:], g)
	}
	p.value = p.loglik + s.model.penalty(phi, p.grad, p.info)
	if math.IsNaN(p.value) || math.IsInf(p.value, 0) || !finite(p.grad...) {
		return nil
	}
	s.factor(p)
	return p
}

func (s *surface) factor(p *point) {
	if s.model.kind != Rasch {
		inParallel(len(p.info), func(j int) { p.info[j].factor() })
		return
	}
	for j := range p.info {
		b := &p.info[j]
		p.arrow += b.at(0, 0) - b.at(0, 1)*b.at(0, 1)/math.Max(b.at(1, 1), tiny)
	}
	p.arrow = math.Max(p.arrow, 1e-8)
}

// emStep turns a gradient into the step of one EM cycle with one Newton
// iteration in its M-step (Lange 1995).
func (s *surface) emStep(p *point, x []float64) {
	if s.model.kind != Rasch {
		for j := range p.info {
			p.info[j].solve(x[s.model.first[j]:][:p.info[j].n])
		}
		return
	}
	for j := range p.info {
		b := &p.info[j]
		x[0] -= b.at(0, 1) / math.Max(b.at(1, 1), tiny) * x[1+j]
	}
	x[0] /= p.arrow
	for j := range p.info {
		b := &p.info[j]
		x[1+j] = (x[1+j] - b.at(0, 1)*x[0]) / math.Max(b.at(1, 1), tiny)
	}
}
