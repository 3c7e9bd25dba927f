package irt

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"preceptor/measure/responses"
)

// shape is a data set with the difficulties of a real one.
type shape struct {
	name string
	kind Kind
	make func(*rand.Rand) *responses.Matrix
}

// draw makes answers to items whose loadings on a second trait spoil the model,
// as in all real data.
func draw(rnd *rand.Rand, persons int, items []Item, second []float64, gaps float64) *responses.Matrix {
	m := &responses.Matrix{}
	for j := range items {
		m.Names = append(m.Names, "i"+strconv.Itoa(j+1))
	}
	for range persons {
		theta, other := rnd.NormFloat64(), rnd.NormFloat64()
		for j, it := range items {
			u, x := rnd.Float64(), int16(0)
			for _, d := range it.D {
				if u < it.C+(1-it.C)*logistic(it.A*theta+second[j%len(second)]*other+d) {
					x++
				}
			}
			if rnd.Float64() < gaps && j > 0 {
				x = responses.Missing
			}
			m.Values = append(m.Values, x)
		}
	}
	return m
}

// several makes items whose intercepts spread from wide to -wide.
func several(rnd *rand.Rand, n, steps int, wide float64) []Item {
	items := make([]Item, n)
	for j := range items {
		items[j].A = math.Exp(0.4 * rnd.NormFloat64())
		middle := wide * (1 - 2*float64(j)/float64(n-1))
		for k := range steps {
			items[j].D = append(items[j].D, middle+1.2*float64(steps-1)/2-1.2*float64(k))
		}
	}
	return items
}

var shapes = []shape{
	{"a personality questionnaire of several traits, six categories, reversed items and gaps", Graded, func(rnd *rand.Rand) *responses.Matrix {
		items := several(rnd, 25, 5, 1.5)
		for j := range items {
			if j%4 == 1 {
				items[j].A *= -1
			}
		}
		return draw(rnd, 2800, items, []float64{0.3, 1.2, -0.8, 0, 2}, 0.02)
	}},
	{"a science test with items that nearly all or nearly none get right, one of them wrongly keyed", TwoPL, func(rnd *rand.Rand) *responses.Matrix {
		items := several(rnd, 32, 1, 4)
		items[5].A, items[20].A, items[31].A = -0.4, 0.02, 2.5
		return draw(rnd, 600, items, []float64{0.5, 0}, 0)
	}},
	{"verbal aggression", TwoPL, func(rnd *rand.Rand) *responses.Matrix {
		return draw(rnd, 316, several(rnd, 24, 1, 2), []float64{0.8, 0, 1.2}, 0)
	}},
	{"verbal aggression in three categories", Graded, func(rnd *rand.Rand) *responses.Matrix {
		return draw(rnd, 316, several(rnd, 24, 2, 2), []float64{0.8, 0, 1.2}, 0)
	}},
	{"categories that nobody or a single person chose", Graded, func(rnd *rand.Rand) *responses.Matrix {
		m := draw(rnd, 392, several(rnd, 4, 3, 1), []float64{0}, 0)
		for i, v := range m.Values {
			if i%4 == 1 && v == 2 {
				m.Values[i] = 1 // item 2 has lost a category
			}
			if i%4 == 3 && v == 0 && i > 3 {
				m.Values[i] = 1
			}
		}
		m.Values[3] = 0
		return m
	}},
	{"a short test of few persons, some with nothing right and some with all", Rasch, func(rnd *rand.Rand) *responses.Matrix {
		return draw(rnd, 60, several(rnd, 6, 1, 3), []float64{0}, 0)
	}},
	{"a long Rasch scale with gaps", Rasch, func(rnd *rand.Rand) *responses.Matrix {
		return draw(rnd, 500, several(rnd, 80, 1, 4), []float64{0}, 0.3)
	}},
	{"booklets: most items not seen by most", TwoPL, func(rnd *rand.Rand) *responses.Matrix {
		m := draw(rnd, 1500, several(rnd, 40, 1, 2), []float64{0}, 0)
		for i := range m.Values {
			if p, j := i/40, i%40; (p%4) != j/10 && (p+1)%4 != j/10 {
				m.Values[i] = responses.Missing
			}
		}
		return m
	}},
	{"mood in very steep items", Graded, func(rnd *rand.Rand) *responses.Matrix {
		items := several(rnd, 8, 4, 2)
		for j := range items {
			items[j].A = 3.5 + float64(j%3)
			for k := range items[j].D {
				items[j].D[k] *= 3
			}
		}
		return draw(rnd, 700, items, []float64{0}, 0.01)
	}},
	{"two traits that pull apart", TwoPL, func(rnd *rand.Rand) *responses.Matrix {
		items := several(rnd, 10, 1, 1)
		for j := range items {
			items[j].A *= 0.3
		}
		return draw(rnd, 1000, items, []float64{1.2, -1.2}, 0)
	}},
}

// Whatever the data are like, the fit stands where the likelihood, computed from
// its definition on very many nodes, is flat: no parameter is further from the
// top than a thousandth of its standard error. Other starts lead no higher.
func TestTheTopIsFoundWhateverTheDataAreLike(t *testing.T) {
	for _, s := range shapes {
		t.Run(s.name, func(t *testing.T) {
			m := s.make(rand.New(rand.NewPCG(20261120, uint64(len(s.name)))))
			fit, err := Calibrate(m, s.kind, Options{Errors: true})
			if err != nil {
				t.Fatal(err)
			}
			if !fit.Converged || fit.Cycles > 200 {
				t.Errorf("converged %v after %d cycles", fit.Converged, fit.Cycles)
			}
			d := defined(m, fit)
			if gap := math.Abs(d.loglik - fit.Loglik); gap > 1e-5 {
				t.Errorf("log-likelihood %.7f, by definition %.7f", fit.Loglik, d.loglik)
			}
			for i := range d.slope {
				away := 0.0 // the Newton step that is left
				for k, g := range d.slope {
					away += fit.Cov[i][k] * g
				}
				if away /= math.Sqrt(fit.Cov[i][i]); math.Abs(away) > 1e-3 {
					t.Errorf("parameter %d is %.2g standard errors from the top", i, away)
				}
			}
			for seed := range uint64(3) {
				if other := fromElsewhere(t, m, s.kind, seed); other > fit.Loglik+1e-4 {
					t.Errorf("another start leads to %.4f, higher than %.4f", other, fit.Loglik)
				}
			}
		})
	}
}

// fromElsewhere is the log-likelihood that a climb from random slopes comes to.
func fromElsewhere(t *testing.T, m *responses.Matrix, kind Kind, seed uint64) float64 {
	rnd := rand.New(rand.NewPCG(seed, 5))
	data, err := code(m, kind)
	if err != nil {
		t.Fatal(err)
	}
	f := newFitter(m, kind, data, Options{}.filled())
	for j := range f.items {
		if kind != Rasch {
			f.items[j].A = 0.3 + rnd.Float64()
		}
		if kind != Rasch && rnd.IntN(3) == 0 {
			f.items[j].A *= -1
		}
	}
	top, _ := f.run()
	return top.loglik
}

// definition is the likelihood and its slope by the parameters, from first principles.
type definition struct {
	loglik float64
	slope  []float64
}

// defined integrates over 801 nodes from -8 to 8. The slope is the mean, under
// each person's posterior, of the slope of the logarithm of each answer's probability.
func defined(m *responses.Matrix, fit *Fit) definition {
	q := &quadrature{fit: fit, tables: make([][][]float64, len(fit.Items)), counts: make([][][]float64, len(fit.Items))}
	for j := range fit.Items {
		q.tables[j] = logCurves(&fit.Items[j])
		q.counts[j] = make([][]float64, fineNodes)
		for k := range q.counts[j] {
			q.counts[j][k] = make([]float64, fit.Items[j].Categories())
		}
	}
	d := definition{}
	for p := range m.Persons() {
		d.loglik += q.person(m.Row(p))
	}
	d.slope = q.slope()
	return d
}

const fineNodes, fineReach = 801, 8.0

func fineTheta(k int) float64 { return -fineReach + 2*fineReach*float64(k)/(fineNodes-1) }

// logCurves are the logarithms of an item's probabilities, node by category.
func logCurves(it *Item) [][]float64 {
	out, p := make([][]float64, fineNodes), make([]float64, it.Categories())
	for k := range out {
		it.Probabilities(fineTheta(k), p)
		out[k] = make([]float64, len(p))
		for c := range p {
			out[k][c] = math.Log(p[c])
		}
	}
	return out
}

// quadrature holds, per item, node and category, logarithms of probabilities and
// expected persons.
type quadrature struct {
	fit            *Fit
	tables, counts [][][]float64
}

// person adds one person to the counts and returns the person's log-likelihood.
func (q *quadrature) person(row []int16) float64 {
	post, top, mass := make([]float64, fineNodes), math.Inf(-1), 0.0
	for k := range post {
		post[k] = -fineTheta(k)*fineTheta(k)/2 - math.Log(2*math.Pi)/2
		for j, v := range row {
			if v != responses.Missing {
				post[k] += q.tables[j][k][q.fit.Items[j].category(int(v))]
			}
		}
		top = math.Max(top, post[k])
	}
	for k := range post {
		post[k] = math.Exp(post[k] - top)
		mass += post[k]
	}
	for j, v := range row {
		if v == responses.Missing {
			continue
		}
		for k, c := 0, q.fit.Items[j].category(int(v)); k < fineNodes; k++ {
			q.counts[j][k][c] += post[k] / mass
		}
	}
	return top + math.Log(mass*2*fineReach/(fineNodes-1))
}

// slope is that of the expected log-likelihood, parameter by parameter.
func (q *quadrature) slope() []float64 {
	const h = 1e-5
	phi := q.fit.layout().take(q.fit.Items)
	out := make([]float64, len(phi))
	for i := range phi {
		up, down := q.at(moved(phi, i, h)), q.at(moved(phi, i, -h))
		for j := range up {
			if up[j].A == down[j].A && slices.Equal(up[j].D, down[j].D) {
				continue
			}
			high, low := logCurves(&up[j]), logCurves(&down[j])
			for k := range high {
				for c, n := range q.counts[j][k] {
					out[i] += n * (high[k][c] - low[k][c]) / (2 * h)
				}
			}
		}
	}
	return out
}

// at are the items at a parameter vector.
func (q *quadrature) at(phi []float64) []Item {
	items := make([]Item, len(q.fit.Items))
	for j := range items {
		items[j].D = make([]float64, len(q.fit.Items[j].D))
	}
	q.fit.layout().put(phi, items)
	return items
}
