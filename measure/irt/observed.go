package irt

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"
)

// observer computes the observed information at the top by the identity of
// Oakes (1999): minus the derivative of the expected complete-data gradient,
// along its parameters and along those of the expectation. The second part is
// the covariance, under each person's posterior, of the gradients that the
// person would give if ability were known; it is summed in closed form.
type observer struct {
	model  *model
	data   *coded
	engine *tableEngine
	curves *curves
	items  []Item
	phi    []float64
	who    [][][]int32     // item, category: the patterns that chose it
	score  [][][][]float64 // item, category, parameter, node: gradient of one answer
	info   *mat.SymDense
}

func newObserver(f *fitter, top *point) *observer {
	f.surface.model.put(top.phi, f.items)
	g := f.surface.curves.grid
	o := &observer{
		model: f.surface.model, data: f.data, engine: newTableEngine(f.data, g),
		curves: newCurves(g, f.items, false), items: f.items, phi: top.phi, info: mat.NewSymDense(len(top.phi), nil),
	}
	o.curves.fill()
	o.who = make([][][]int32, len(f.items))
	inParallel(len(o.who), func(j int) { o.who[j] = o.data.whoChose(j) })
	return o
}

func (o *observer) information() *mat.SymDense {
	e := o.engine.expect(o.curves)
	o.complete(e)
	o.scoreAnswers()
	o.subtractProducts()
	o.addMeans()
	return o.info
}

func (o *observer) add(i, k int, x float64) { o.info.SetSym(i, k, o.info.At(i, k)+x) }

// complete is minus the second derivative of the complete-data likelihood and
// of the prior: by central difference of the gradient, item by item.
func (o *observer) complete(e *expected) {
	const h = 1e-5
	for j := range o.items {
		n := o.model.size(&o.items[j])
		at := func(i int, by float64) []float64 {
			return o.itemGradient(e, j, i, by)
		}
		b := newBlock(n)
		for i := range n {
			up, down := at(i, h), at(i, -h)
			for k := range n {
				b.add(i, k, (down[k]-up[k])/(4*h))
				b.add(k, i, (down[k]-up[k])/(4*h))
			}
		}
		for i := range n {
			for k := range i + 1 {
				o.add(o.model.place(j, i), o.model.place(j, k), b.at(i, k))
			}
		}
	}
	prior := make([]block, len(o.items))
	for j := range prior {
		prior[j] = newBlock(o.model.size(&o.items[j]))
	}
	o.model.penalty(o.phi, make([]float64, len(o.phi)), prior)
	for j := range prior {
		for i := range prior[j].n {
			o.add(o.model.place(j, i), o.model.place(j, i), prior[j].at(i, i))
		}
	}
}

// itemGradient is the gradient of item j's expected likelihood when its
// parameter i is moved and the expectation stays.
func (o *observer) itemGradient(e *expected, j, i int, by float64) []float64 {
	it := &o.items[j]
	kept := Item{Name: it.Name, A: it.A, D: append([]float64(nil), it.D...), C: it.C, Codes: it.Codes}
	switch {
	case i == 0:
		it.A += by
	case i <= len(it.D):
		it.D[i-1] += by
	default:
		it.C = logistic(logit(it.C) + by)
	}
	o.curves.fillItem(j)
	b := newBlock(o.model.size(it))
	grad := make([]float64, b.n)
	itemScore(o.curves, e, j, grad, &b)
	*it = kept
	o.curves.fillItem(j)
	return grad
}

// scoreAnswers computes the gradient that one answer gives at one node: that of
// an expectation with a single person in it, on a grid of that node only.
func (o *observer) scoreAnswers() {
	theta := o.curves.grid.theta
	o.score = make([][][][]float64, len(o.items))
	for j := range o.items {
		o.score[j] = make([][][]float64, o.items[j].Categories())
		for u := range o.score[j] {
			o.score[j][u] = make([][]float64, o.model.size(&o.items[j]))
			for i := range o.score[j][u] {
				o.score[j][u][i] = make([]float64, len(theta))
			}
		}
	}
	inParallel(len(theta), func(k int) {
		c := newCurves(&grid{theta: theta[k : k+1]}, o.items, false)
		for j := range o.items {
			c.fillItem(j)
			o.scoreAt(c, j, k)
		}
	})
}

func (o *observer) scoreAt(c *curves, j, k int) {
	one := expected{counts: make([][]float64, len(o.items))}
	for u := range o.score[j] {
		one.counts[j] = make([]float64, len(o.score[j]))
		one.counts[j][u] = 1
		b := newBlock(o.model.size(&o.items[j]))
		grad := make([]float64, b.n)
		itemScore(c, &one, j, grad, &b)
		for i, x := range grad {
			o.score[j][u][i][k] = x
		}
	}
}

// subtractProducts takes away the posterior means of the products of two items'
// gradients. The persons who chose category u of item j are counted by their
// answers to all later items, a byte at a time, as in the E-step.
func (o *observer) subtractProducts() {
	for j := range o.items {
		for u, who := range o.who[j] {
			inParallel(len(o.data.groups), func(g int) {
				if o.data.groups[g].to > j {
					o.engine.count(g, who)
					o.engine.share(g)
				}
			})
			for l := j; l < len(o.items); l++ {
				o.subtractPair(j, u, l)
			}
		}
	}
}

func (o *observer) subtractPair(j, u, l int) {
	q := len(o.curves.grid.theta)
	for v := range o.score[l] {
		persons := o.engine.items[l][v*q : (v+1)*q]
		for i, a := range o.score[j][u] {
			for k, b := range o.score[l][v] {
				sum := 0.0
				for n, x := range persons {
					sum += x * a[n] * b[n]
				}
				o.subtractCell(j, i, l, k, sum)
			}
		}
	}
}

// subtractCell writes one product into the symmetric matrix. A pair of items
// stands for both orders, which meet in the same cell on the diagonal only.
func (o *observer) subtractCell(j, i, l, k int, x float64) {
	row, col := o.model.place(j, i), o.model.place(l, k)
	switch {
	case j == l && i < k:
		return // its mirror image was or will be written
	case j != l && row == col:
		x *= 2
	}
	o.add(row, col, -x)
}

// addMeans gives back the products of the posterior means of the gradients.
func (o *observer) addMeans() {
	n := len(o.phi)
	parts := make([]*mat.SymDense, blocks(o.data.patterns()))
	inParallel(len(parts), func(b int) {
		from, to := span(b, o.data.patterns())
		means := mat.NewDense(to-from, n, nil)
		for j := range o.items {
			o.meansOf(j, from, to, means)
		}
		parts[b] = mat.NewSymDense(n, nil)
		blas64.Syrk(blas.Trans, 1, means.RawMatrix(), 0, parts[b].RawSymmetric())
	})
	for _, part := range parts {
		o.info.AddSym(o.info, part)
	}
}

// meansOf adds item j's mean gradients to the rows of patterns from..to, times
// the root of the pattern's weight; the posterior carries the whole weight.
func (o *observer) meansOf(j, from, to int, means *mat.Dense) {
	q := len(o.curves.grid.theta)
	for u, who := range o.who[j] {
		first, _ := slices.BinarySearch(who, int32(from))
		last, _ := slices.BinarySearch(who, int32(to))
		for _, at := range who[first:last] {
			p := int(at)
			first, last := int(o.engine.from[p]), int(o.engine.to[p])
			post := o.engine.post[p*q+first : p*q+last]
			row := means.RawRowView(p - from)
			scale := 1 / math.Sqrt(o.data.weight[p])
			for i, s := range o.score[j][u] {
				row[o.model.place(j, i)] += dot(post, s[first:last]) * scale
			}
		}
	}
}
