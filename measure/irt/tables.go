package irt

import "math"

// tableEngine is the E-step for everything else: three parameters, ordered
// categories, gaps. The items of a byte are looked up together: a table holds
// for each value of the byte the sum of their log probabilities at each node.
type tableEngine struct {
	data   *coded
	grid   *grid
	tables [][]float64 // per group: byte × node
	counts [][]float64 // per group: byte × node, expected persons
	post   []float64   // pattern × node, posterior times weight
	from   []uint16    // per pattern, first node with a posterior worth counting
	to     []uint16    // and the one after the last
	loglik []float64   // per pattern
	items  [][]float64 // per item: category × node, expected persons

	everybody []int32 // all patterns
}

func newTableEngine(data *coded, g *grid) *tableEngine {
	n, q := data.patterns(), len(g.theta)
	e := &tableEngine{
		data: data, grid: g, post: make([]float64, n*q), loglik: make([]float64, n),
		from: make([]uint16, n), to: make([]uint16, n), everybody: make([]int32, n),
	}
	for _, grp := range data.groups {
		e.tables = append(e.tables, make([]float64, grp.size*q))
		e.counts = append(e.counts, make([]float64, grp.size*q))
	}
	for _, codes := range data.codes {
		e.items = append(e.items, make([]float64, len(codes)*q))
	}
	for p := range e.to {
		e.to[p] = uint16(q)
		e.everybody[p] = int32(p)
	}
	return e
}

func (e *tableEngine) expect(c *curves) *expected {
	e.look(c)
	inParallel(len(e.data.groups), func(g int) {
		e.count(g, e.everybody)
		e.share(g)
	})
	out := &expected{counts: e.items}
	for p, l := range e.loglik {
		out.loglik += e.data.weight[p] * l
	}
	return out
}

// look computes every pattern's posterior and likelihood.
func (e *tableEngine) look(c *curves) {
	inParallel(len(e.data.groups), func(g int) { e.build(c, g) })
	n := e.data.patterns()
	inParallel(blocks(n), func(b int) {
		from, to := span(b, n)
		for p := from; p < to; p++ {
			e.pattern(p)
		}
	})
}

// build fills the table of a group, one item after the other: the sums for the
// first items stand in the front of the table and are spread from the back.
func (e *tableEngine) build(c *curves, g int) {
	grp, q := &e.data.groups[g], len(e.grid.theta)
	table, rows := e.tables[g], 1
	clear(table[:q])
	for i, base := range grp.base {
		logs := c.log[grp.from+i]
		for row := rows - 1; row >= 0; row-- {
			sum := table[row*q : (row+1)*q]
			for digit := base - 1; digit >= 0; digit-- {
				out := table[(row*base+digit)*q:][:q]
				if digit*q < len(logs) {
					add(out, sum, logs[digit*q:][:q])
				} else {
					copy(out, sum) // a gap says nothing
				}
			}
		}
		rows *= base
	}
}

func add(out, a, b []float64) {
	a, b = a[:len(out)], b[:len(out)]
	for k := range out {
		out[k] = a[k] + b[k]
	}
}

// margin is by how many nodes the posterior's span may widen from one call to
// the next before it is computed anew over all nodes.
const margin = 3

// cut is the logarithm below the peak at which a posterior is not worth counting.
const cut = -35

// pattern computes the posterior of pattern p on the nodes where it was worth
// counting before and a few more; when it has moved further, on all nodes.
func (e *tableEngine) pattern(p int) {
	q := len(e.grid.theta)
	from, to := max(int(e.from[p])-margin, 0), min(int(e.to[p])+margin, q)
	post := e.post[p*q : (p+1)*q]
	top := e.sum(p, post, from, to)
	if from > 0 && post[from] > top+cut || to < q && post[to-1] > top+cut {
		from, to = 0, q
		top = e.sum(p, post, from, to)
	}
	for post[from] < top+cut {
		from++
	}
	for post[to-1] < top+cut {
		to--
	}
	mass := 0.0
	for k, l := range post[from:to] {
		x := math.Exp(l - top)
		post[from+k] = x
		mass += x
	}
	e.from[p], e.to[p], e.loglik[p] = uint16(from), uint16(to), top+math.Log(mass)
	scale := e.data.weight[p] / mass
	for k := from; k < to; k++ {
		post[k] *= scale
	}
}

// sum writes the log posterior into out[from:to] and returns the highest.
func (e *tableEngine) sum(p int, out []float64, from, to int) float64 {
	q, width := len(e.grid.theta), len(e.data.groups)
	codes := e.data.packed[p*width : (p+1)*width]
	row := func(g int) []float64 { return e.tables[g][int(codes[g])*q+from:][:to-from] }
	out = out[from:to]
	copy(out, e.grid.logWeight[from:to])
	g := 0
	for ; g+4 <= width; g += 4 {
		add4(out, row(g), row(g+1), row(g+2), row(g+3))
	}
	for ; g < width; g++ {
		add(out, out, row(g))
	}
	top := math.Inf(-1)
	for _, l := range out {
		top = max(top, l)
	}
	return top
}

func add4(out, a, b, c, d []float64) {
	n := len(out)
	a, b, c, d = a[:n], b[:n], c[:n], d[:n]
	for k := range out {
		out[k] += (a[k] + b[k]) + (c[k] + d[k])
	}
}

// count adds the posteriors of some patterns to the row of their byte in group g.
func (e *tableEngine) count(g int, who []int32) {
	q, width := len(e.grid.theta), len(e.data.groups)
	counts := e.counts[g]
	clear(counts)
	for _, at := range who {
		p := int(at)
		from, to := int(e.from[p]), int(e.to[p])
		post := e.post[p*q+from : p*q+to]
		row := counts[int(e.data.packed[p*width+g])*q+from:][:len(post)]
		for k, x := range post {
			row[k] += x
		}
	}
}

// share folds the counts of a group back onto its items, from the last.
func (e *tableEngine) share(g int) {
	grp, q := &e.data.groups[g], len(e.grid.theta)
	counts, rows := e.counts[g], grp.size
	for i := len(grp.base) - 1; i >= 0; i-- {
		base, out := grp.base[i], e.items[grp.from+i]
		clear(out)
		rows /= base
		for row := range rows {
			total := counts[row*q:][:q]
			for digit := range base {
				x := counts[(row*base+digit)*q:][:q]
				if digit*q < len(out) {
					add(out[digit*q:][:q], out[digit*q:][:q], x)
				}
				if digit == 0 {
					copy(total, x)
				} else {
					add(total, total, x)
				}
			}
		}
	}
}

func (e *tableEngine) posterior(c *curves, theta, sd []float64) {
	e.look(c)
	q := len(e.grid.theta)
	for p := range theta {
		var mass, mean, square float64
		for k := int(e.from[p]); k < int(e.to[p]); k++ {
			x, t := e.post[p*q+k], e.grid.theta[k]
			mass, mean, square = mass+x, mean+x*t, square+x*t*t
		}
		mean /= mass
		theta[p], sd[p] = mean, math.Sqrt(math.Max(0, square/mass-mean*mean))
	}
}
