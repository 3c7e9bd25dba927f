package irt

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"preceptor/measure/responses"
)

// ErrM2 is a model that M2 cannot judge.
var ErrM2 = errors.New("M2 does not exist for this model")

// ModelFit is how well a model reproduces the means and the pairwise products
// of the answers.
type ModelFit struct {
	M2    float64
	DF    int
	P     float64
	RMSEA float64
	SRMSR float64 // root of the mean squared residual correlation
}

// mostForM2 bounds the covariance matrix of the pairwise moments.
const mostForM2 = 60

// M2 is the limited-information statistic of Maydeu-Olivares & Joe (2006); for
// ordered categories in the form of Cai & Hansen (2013), whose moments are the
// means and mean products of the category numbers. Persons with gaps do not
// count. 3pl has a prior on c and is not judged. Errors: ErrM2, ErrComplete,
// ErrMismatch, a responses.Fault.
func (f *Fit) M2(m *responses.Matrix) (ModelFit, error) {
	x, err := f.complete(m)
	if err != nil {
		return ModelFit{}, err
	}
	n := len(f.Items)
	df := n*(n+1)/2 - f.model.number
	switch {
	case f.Kind == ThreePL:
		return ModelFit{}, fmt.Errorf("%w: with a prior its distribution is not known", ErrM2)
	case n > mostForM2:
		return ModelFit{}, fmt.Errorf("%w: it has more than %d items", ErrM2, mostForM2)
	case df <= 0:
		return ModelFit{}, fmt.Errorf("%w: %d moments for %d parameters", ErrM2, n*(n+1)/2, f.model.number)
	}
	g := newGrid(nodesFor(f.Items))
	want := newMoments(f.Items, g)
	gap := observedMoments(x)
	axpy(-1, want.mean, gap)
	chi2, err := quadratic(want.covariance(), f.momentSlopes(g), gap)
	if err != nil {
		return ModelFit{}, err
	}
	persons := float64(len(x))
	out := ModelFit{M2: persons * chi2, DF: df, SRMSR: f.srmsr(x, want)}
	out.P = distuv.ChiSquared{K: float64(df)}.Survival(out.M2)
	out.RMSEA = rmsea(out.M2, df, persons)
	return out, nil
}

func rmsea(chi2 float64, df int, persons float64) float64 {
	if persons < 2 {
		return 0
	}
	return math.Sqrt(math.Max(0, (chi2-float64(df))/(float64(df)*(persons-1))))
}

// pairMoments are means and mean products under the model: first one per item,
// then one per pair (0,1), (0,2), (1,2), ….
type pairMoments struct {
	grid   *grid
	mean   []float64
	sets   [][2]int    // the items of each moment; the second is -1 for a mean
	first  [][]float64 // per item and node, E(x)
	second [][]float64 // and E(x²)
}

func newMoments(items []Item, g *grid) *pairMoments {
	w := &pairMoments{grid: g}
	for j := range items {
		w.sets = append(w.sets, [2]int{j, -1})
		first, second := make([]float64, len(g.theta)), make([]float64, len(g.theta))
		p := make([]float64, items[j].Categories())
		for k, theta := range g.theta {
			items[j].Probabilities(theta, p)
			for c, x := range p {
				first[k] += float64(c) * x
				second[k] += float64(c*c) * x
			}
		}
		w.first, w.second = append(w.first, first), append(w.second, second)
	}
	for j := range items {
		for i := range j {
			w.sets = append(w.sets, [2]int{i, j})
		}
	}
	for _, s := range w.sets {
		w.mean = append(w.mean, w.product(s, [2]int{-1, -1}))
	}
	return w
}

// product is the expectation of the product of the items of two sets.
func (w *pairMoments) product(a, b [2]int) float64 {
	var single [4][]float64
	n := 0
	for _, i := range a {
		switch {
		case i < 0:
			continue
		case i == b[0] || i == b[1]:
			single[n] = w.second[i]
		default:
			single[n] = w.first[i]
		}
		n++
	}
	for _, i := range b {
		if i >= 0 && i != a[0] && i != a[1] {
			single[n] = w.first[i]
			n++
		}
	}
	sum := 0.0
	for k, x := range w.grid.weight {
		for _, f := range single[:n] {
			x *= f[k]
		}
		sum += x
	}
	return sum
}

func (w *pairMoments) covariance() *mat.SymDense {
	n := len(w.sets)
	out := mat.NewSymDense(n, nil)
	inParallel(n, func(i int) {
		for k := range i + 1 {
			out.SetSym(i, k, w.product(w.sets[i], w.sets[k])-w.mean[i]*w.mean[k])
		}
	})
	return out
}

func observedMoments(x [][]int) []float64 {
	n := len(x[0])
	out := make([]float64, n*(n+1)/2)
	for _, row := range x {
		at := n
		for j, v := range row {
			out[j] += float64(v)
			for i := range j {
				out[at] += float64(v * row[i])
				at++
			}
		}
	}
	for i := range out {
		out[i] /= float64(len(x))
	}
	return out
}

// momentSlopes is the derivative of the moments by the parameters.
func (f *Fit) momentSlopes(g *grid) *mat.Dense {
	phi := f.model.take(f.Items)
	n := len(f.Items) * (len(f.Items) + 1) / 2
	out := mat.NewDense(n, len(phi), nil)
	items := make([]Item, len(f.Items))
	for j := range items {
		items[j] = Item{D: make([]float64, len(f.Items[j].D))}
	}
	at := func(i int, h float64) []float64 {
		f.model.put(moved(phi, i, h), items)
		return newMoments(items, g).mean
	}
	const h = 1e-5
	for i := range phi {
		up, down := at(i, h), at(i, -h)
		for k := range up {
			out.Set(k, i, (up[k]-down[k])/(2*h))
		}
	}
	return out
}

// quadratic is e'[Ξ⁻¹ - Ξ⁻¹Δ(Δ'Ξ⁻¹Δ)⁻¹Δ'Ξ⁻¹]e, by whitening: with Ξ = LL' it is
// what regression leaves of L⁻¹e on the columns of L⁻¹Δ.
func quadratic(xi *mat.SymDense, delta *mat.Dense, gap []float64) (float64, error) {
	var root mat.Cholesky
	if !root.Factorize(xi) {
		return 0, fmt.Errorf("%w: the moments depend on each other", ErrM2)
	}
	var l mat.TriDense
	root.LTo(&l)
	e := mat.NewVecDense(len(gap), append([]float64(nil), gap...))
	var we, wd mat.Dense
	if err := errors.Join(we.Solve(&l, e), wd.Solve(&l, delta)); err != nil {
		return 0, fmt.Errorf("%w: %w", ErrM2, err)
	}
	var beta, fitted mat.Dense
	if err := beta.Solve(&wd, &we); err != nil {
		return 0, fmt.Errorf("%w: %w", ErrM2, err)
	}
	fitted.Mul(&wd, &beta)
	we.Sub(&we, &fitted)
	norm := mat.Norm(&we, 2)
	return norm * norm, nil
}

// srmsr compares the correlations of the items with those under the model.
func (f *Fit) srmsr(x [][]int, want *pairMoments) float64 {
	n := len(f.Items)
	seen := observedMoments(x)
	square := make([]float64, n) // observed mean squares
	for _, row := range x {
		for j, v := range row {
			square[j] += float64(v*v) / float64(len(x))
		}
	}
	sum, pairs := 0.0, 0.0
	for at := n; at < len(seen); at++ {
		i, j := want.sets[at][0], want.sets[at][1]
		r := correlation(seen[at], seen[i], seen[j], square[i], square[j])
		rho := correlation(want.mean[at], want.mean[i], want.mean[j],
			want.product([2]int{i, -1}, [2]int{i, -1}), want.product([2]int{j, -1}, [2]int{j, -1}))
		sum += (r - rho) * (r - rho)
		pairs++
	}
	return math.Sqrt(sum / pairs)
}

func correlation(xy, x, y, xx, yy float64) float64 {
	spread := (xx - x*x) * (yy - y*y)
	if !(spread > 0) {
		return 0
	}
	return (xy - x*y) / math.Sqrt(spread)
}
