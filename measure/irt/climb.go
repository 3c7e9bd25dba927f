package irt

import "math"

// climber walks up the likelihood: EM cycles whose steps are lengthened by what
// the gradients of earlier cycles say about the slow directions (Jamshidian &
// Jennrich 1997, quasi-Newton acceleration of EM; the limited-memory form of
// Nocedal 1980). No step lowers the likelihood.
type climber struct {
	surface *surface
	memory  []pair
	trace   func(cycle int, loglik float64) // may be nil
	cycles  int
}

// pair is one remembered step and the fall of the gradient along it.
type pair struct {
	step, fall []float64
	inner      float64
}

const (
	remembered  = 25  // pairs kept
	longestStep = 1.0 // of any parameter in one cycle
	halvings    = 12
)

// climb walks from p until no parameter moves by tol, or the step that is left
// is worth nothing (sqrt(20)·tol standard errors), or cycles are used up.
func (c *climber) climb(p *point, tol float64, most int) (top *point, converged bool) {
	for c.cycles < most {
		dir := c.direction(p)
		size, promise := largest(dir), dot(dir, p.grad)
		next := c.search(p, dir)
		if next == nil && len(c.memory) > 0 {
			c.memory = nil // start again with a plain EM step
			continue
		}
		if next == nil {
			return p, promise < tol
		}
		c.cycles++
		c.remember(p, next)
		p = next
		if c.trace != nil {
			c.trace(c.cycles, p.value)
		}
		if size < tol || promise < 10*tol*tol {
			return p, true
		}
	}
	return p, false
}

// direction is the EM step corrected by the memory (two-loop recursion).
func (c *climber) direction(p *point) []float64 {
	dir := append([]float64(nil), p.grad...)
	share := make([]float64, len(c.memory))
	for i := len(c.memory) - 1; i >= 0; i-- {
		m := &c.memory[i]
		share[i] = dot(m.step, dir) / m.inner
		axpy(-share[i], m.fall, dir)
	}
	c.surface.emStep(p, dir)
	for i := range c.memory {
		m := &c.memory[i]
		axpy(share[i]-dot(m.fall, dir)/m.inner, m.step, dir)
	}
	if dot(dir, p.grad) <= 0 {
		c.memory = nil
		copy(dir, p.grad)
		c.surface.emStep(p, dir)
	}
	if size := largest(dir); size > longestStep {
		for i := range dir {
			dir[i] *= longestStep / size
		}
	}
	return dir
}

// search halves the step until the likelihood rises by a part of what the
// gradient promises (Armijo 1966), rounding aside.
func (c *climber) search(p *point, dir []float64) *point {
	promise, noise := dot(dir, p.grad), 1e-14*math.Abs(p.value)
	for scale, n := 1.0, 0; n < halvings; scale, n = scale/2, n+1 {
		phi := append([]float64(nil), p.phi...)
		axpy(scale, dir, phi)
		next := c.surface.at(phi)
		if next != nil && next.value >= p.value+1e-4*scale*promise-noise {
			return next
		}
	}
	return nil
}

func (c *climber) remember(from, to *point) {
	m := pair{step: make([]float64, len(to.phi)), fall: make([]float64, len(to.phi))}
	for i := range m.step {
		m.step[i] = to.phi[i] - from.phi[i]
		m.fall[i] = from.grad[i] - to.grad[i]
	}
	if m.inner = dot(m.step, m.fall); m.inner <= 1e-10*math.Sqrt(dot(m.step, m.step)*dot(m.fall, m.fall)) {
		return
	}
	c.memory = append(c.memory, m)
	if len(c.memory) > remembered {
		c.memory = c.memory[1:]
	}
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}

func axpy(f float64, x, y []float64) {
	for i := range y {
		y[i] += f * x[i]
	}
}

func largest(x []float64) float64 {
	most := 0.0
	for _, v := range x {
		most = math.Max(most, math.Abs(v))
	}
	return most
}
