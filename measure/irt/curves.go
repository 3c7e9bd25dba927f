package irt

import "math"

// curves are the probabilities of all items at all nodes of a grid.
type curves struct {
	grid  *grid
	items []Item
	prob  [][]float64 // per item, category × node; right-or-wrong logistic items: P(right) only
	log   [][]float64 // logarithms of prob, category-major; nil for the weighted-score engine
	wrong []float64   // weighted-score engine: per node, the sum of log P(wrong) over the items

	product []float64 // scratch
}

// newCurves makes room for the curves of items on a grid.
func newCurves(g *grid, items []Item, scoreOnly bool) *curves {
	c := &curves{grid: g, items: items, prob: make([][]float64, len(items))}
	q := len(g.theta)
	if scoreOnly {
		c.wrong, c.product = make([]float64, q), make([]float64, q)
	} else {
		c.log = make([][]float64, len(items))
	}
	for j := range items {
		size := items[j].Categories() * q
		if scoreOnly {
			size = q
		}
		c.prob[j] = make([]float64, size)
		if !scoreOnly {
			c.log[j] = make([]float64, size)
		}
	}
	return c
}

// fill computes the curves of the items' current parameters.
func (c *curves) fill() {
	if c.log == nil {
		c.fillRight()
		return
	}
	inParallel(len(c.items), c.fillItem)
}

// fillItem computes the curves of one item.
func (c *curves) fillItem(j int) {
	if len(c.items[j].D) == 1 {
		c.fillBinary(j)
	} else {
		c.fillGraded(j)
	}
}

// fillRight needs one logarithm per node: the product of 1+exp(-|z|) over the
// items cannot overflow below a thousand items, which are taken at a time.
func (c *curves) fillRight() {
	product := c.product
	clear(c.wrong)
	for k := range product {
		product[k] = 1
	}
	for j := range c.items {
		a, d, out := c.items[j].A, c.items[j].D[0], c.prob[j]
		for k, theta := range c.grid.theta {
			z := a*theta + d
			e := math.Exp(-math.Abs(z))
			if z >= 0 {
				out[k] = 1 / (1 + e)
				c.wrong[k] -= z
			} else {
				out[k] = e / (1 + e)
			}
			product[k] *= 1 + e
		}
		if j%1000 == 999 || j == len(c.items)-1 {
			for k := range product {
				c.wrong[k] -= math.Log(product[k])
				product[k] = 1
			}
		}
	}
}

func (c *curves) fillBinary(j int) {
	it, q := &c.items[j], len(c.grid.theta)
	p0, p1, l0, l1 := c.prob[j][:q], c.prob[j][q:], c.log[j][:q], c.log[j][q:]
	rest := math.Log(1 - it.C)
	for k, theta := range c.grid.theta {
		z := it.A*theta + it.D[0]
		e := math.Exp(-math.Abs(z))
		s := 1 / (1 + e)
		soft := math.Log(1 + e)
		if z >= 0 {
			p0[k], p1[k] = (1-it.C)*e*s, it.C+(1-it.C)*s
			l0[k], l1[k] = rest-z-soft, -soft
		} else {
			p0[k], p1[k] = (1-it.C)*s, it.C+(1-it.C)*e*s
			l0[k], l1[k] = rest-soft, z-soft
		}
		if it.C > 0 {
			l1[k] = math.Log(p1[k])
		}
		p0[k], p1[k] = math.Max(p0[k], tiny), math.Max(p1[k], tiny)
	}
}

func (c *curves) fillGraded(j int) {
	it, q := &c.items[j], len(c.grid.theta)
	p := make([]float64, it.Categories())
	for k, theta := range c.grid.theta {
		it.Probabilities(theta, p)
		for cat, x := range p {
			c.prob[j][cat*q+k] = x
			c.log[j][cat*q+k] = math.Log(x)
		}
	}
}
