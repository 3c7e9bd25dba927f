package irt

import "math"

// scoreEngine is the E-step for complete right-or-wrong answers under logistic
// curves. There the likelihood of a person is exp(A·theta + G(theta)) with the
// weighted score A = Σ a·u and a G that is the same for everybody, so that a
// person costs a handful of table look-ups and one exponential: from node to
// node the likelihood grows by exp(A·h) times a factor of the node.
type scoreEngine struct {
	data  *coded
	grid  *grid
	right []float64 // per item, persons who answered right
	peak  []uint16  // per pattern, the node where its posterior was highest
	parts []scorePart
	*ratios
}

// scorePart is what one block of patterns adds up.
type scorePart struct {
	loglik  float64
	persons []float64   // per node
	ability [][]float64 // per group and byte: the sum of EAPs
	scratch []float64
}

func newScoreEngine(data *coded, g *grid) *scoreEngine {
	e := &scoreEngine{data: data, grid: g, right: make([]float64, len(data.codes)), peak: make([]uint16, data.patterns()), ratios: newRatios(data, len(g.theta))}
	for p := range e.peak {
		e.peak[p] = uint16(len(g.theta) / 2)
	}
	e.parts = make([]scorePart, blocks(data.patterns()))
	for b := range e.parts {
		part := &e.parts[b]
		part.persons, part.scratch = make([]float64, len(g.theta)), make([]float64, len(g.theta))
		for _, grp := range data.groups {
			part.ability = append(part.ability, make([]float64, grp.size))
		}
	}
	e.countRight()
	return e
}

func (e *scoreEngine) countRight() {
	width := len(e.data.groups)
	for g := range e.data.groups {
		bucket := make([]float64, e.data.groups[g].size)
		for p, w := range e.data.weight {
			bucket[e.data.packed[p*width+g]] += w
		}
		e.data.groups[g].spread(bucket, e.right)
	}
}

// spread adds what stands in a bucket per byte to the items whose bit is set,
// and uses the bucket up: half of it is folded onto the other for each item,
// from the last.
func (g *group) spread(sum, out []float64) {
	for j := g.to - 1; j >= g.from; j-- {
		for i := range len(sum) / 2 {
			out[j] += sum[2*i+1]
			sum[i] = sum[2*i] + sum[2*i+1]
		}
		sum = sum[:len(sum)/2]
	}
}

// slopeSums writes, per byte, the sum of the slopes of the items answered right.
func (g *group) slopeSums(items []Item, sum []float64) {
	sum[0] = 0
	for n, j := 1, g.from; j < g.to; n, j = 2*n, j+1 {
		for i := n - 1; i >= 0; i-- {
			sum[2*i+1] = sum[i] + items[j].A
			sum[2*i] = sum[i]
		}
	}
}

// ratios are the factors of the common part from a node to its neighbours.
type ratios struct {
	common   []float64   // log weight + Σ log P(wrong), per node
	up, down []float64   // exp(common[k±1] - common[k])
	slopes   [][]float64 // per group and byte
}

func newRatios(data *coded, nodes int) *ratios {
	r := &ratios{common: make([]float64, nodes), up: make([]float64, nodes), down: make([]float64, nodes)}
	for _, g := range data.groups {
		r.slopes = append(r.slopes, make([]float64, g.size))
	}
	return r
}

// prepare computes the factors of the current curves.
func (e *scoreEngine) prepare(c *curves) {
	r := e.ratios
	for k := range r.common {
		r.common[k] = e.grid.logWeight[k] + c.wrong[k]
	}
	for k := 1; k < len(r.common); k++ {
		r.up[k-1] = math.Exp(r.common[k] - r.common[k-1])
		r.down[k] = math.Exp(r.common[k-1] - r.common[k])
	}
	for g := range e.data.groups {
		e.data.groups[g].slopeSums(c.items, r.slopes[g])
	}
}

// negligible is the part of the highest posterior at which a tail is cut.
const negligible = 1e-18

// walk writes the posterior of pattern p, its peak being 1, into x and returns
// the nodes from..to that it reached, the logarithm of the peak, the mass and
// the mean.
func (e *scoreEngine) walk(p int, x []float64) (from, to int, top, mass, mean float64) {
	r, width, score := e.ratios, len(e.data.groups), 0.0
	for g, b := range e.data.packed[p*width : (p+1)*width] {
		score += r.slopes[g][b]
	}
	grow := math.Exp(score * e.grid.h)
	shrink := 1 / grow
	k, last := int(e.peak[p]), len(x)-1
	for k < last && grow*r.up[k] > 1 {
		k++
	}
	for k > 0 && shrink*r.down[k] > 1 {
		k--
	}
	e.peak[p] = uint16(k)
	theta := e.grid.theta[:len(x)]
	top = score*theta[k] + r.common[k]
	x[k], mass, mean = 1, 1, theta[k]
	from, to = k, k+1
	for v := 1.0; to <= last; to++ {
		if v *= grow * r.up[to-1]; v < negligible {
			break
		}
		x[to] = v
		mass += v
		mean += v * theta[to]
	}
	for v := 1.0; from > 0; from-- {
		if v *= shrink * r.down[from]; v < negligible {
			break
		}
		x[from-1] = v
		mass += v
		mean += v * theta[from-1]
	}
	return from, to, top, mass, mean / mass
}

func (e *scoreEngine) expect(c *curves) *expected {
	e.prepare(c)
	n := e.data.patterns()
	inParallel(len(e.parts), func(b int) {
		from, to := span(b, n)
		e.parts[b].run(e, from, to)
	})
	return e.gather(c)
}

func (s *scorePart) run(e *scoreEngine, first, end int) {
	s.loglik = 0
	clear(s.persons)
	for g := range s.ability {
		clear(s.ability[g])
	}
	width := len(e.data.groups)
	for p := first; p < end; p++ {
		from, to, top, mass, mean := e.walk(p, s.scratch)
		w := e.data.weight[p]
		s.loglik += w * (top + math.Log(mass))
		x, persons, scale := s.scratch[from:to], s.persons[from:to], w/mass
		for k := range persons {
			persons[k] += scale * x[k]
		}
		mean *= w
		for g, b := range e.data.packed[p*width : (p+1)*width] {
			s.ability[g][b] += mean
		}
	}
}

// gather adds the blocks up in their order.
func (e *scoreEngine) gather(c *curves) *expected {
	out := &expected{persons: make([]float64, len(e.grid.theta)), right: e.right, rightSum: make([]float64, len(e.right))}
	for b := range e.parts {
		out.loglik += e.parts[b].loglik
		for k, v := range e.parts[b].persons {
			out.persons[k] += v
		}
		for g := range e.data.groups {
			e.data.groups[g].spread(e.parts[b].ability[g], out.rightSum)
		}
	}
	for j := range c.items {
		out.loglik += c.items[j].D[0] * e.right[j]
	}
	return out
}

func (e *scoreEngine) posterior(c *curves, theta, sd []float64) {
	e.prepare(c)
	x := make([]float64, len(e.grid.theta))
	for p := range theta {
		from, to, _, mass, mean := e.walk(p, x)
		sum := 0.0
		for k := from; k < to; k++ {
			gap := e.grid.theta[k] - mean
			sum += x[k] * gap * gap
		}
		theta[p], sd[p] = mean, math.Sqrt(sum/mass)
	}
}
