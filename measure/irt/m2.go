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
const mostForM2 = 100

// M2 is the limited-information statistic of Maydeu-Olivares & Joe (2006); for
// ordered categories in the form of Cai & Hansen (2013), whose moments are the
// means and mean products of the category numbers. Persons with gaps do not
// count. What the prior of 3pl moves lies, for many persons, in directions that the
// statistic does not look at. Errors: ErrM2, ErrComplete, ErrMismatch, a
// responses.Fault.
func (f *Fit) M2(m *responses.Matrix) (ModelFit, error) {
	x, err := f.complete(m)
	if err != nil {
		return ModelFit{}, err
	}
	n := len(f.Items)
	moments, parameters := n*(n+1)/2, f.layout().number
	switch {
	case n > mostForM2:
		return ModelFit{}, fmt.Errorf("%w: it has more than %d items", ErrM2, mostForM2)
	case moments <= parameters:
		return ModelFit{}, fmt.Errorf("%w: %d moments for %d parameters", ErrM2, moments, parameters)
	}
	g := newGrid(nodesFor(f.Items))
	want := newMoments(f.Items, g)
	gap := observedMoments(x)
	axpy(-1, want.mean, gap)
	chi2, err := quadratic(want.covariance(), f.momentSlopes(want), gap)
	if err != nil {
		return ModelFit{}, err
	}
	persons, df := float64(len(x)), moments-parameters
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

// momentSlopes is the derivative of the moments by the parameters, by central
// differences of each item's expected category at the nodes.
func (f *Fit) momentSlopes(w *pairMoments) *mat.Dense {
	const h = 1e-5
	model := f.layout()
	phi := model.take(f.Items)
	out := mat.NewDense(len(w.sets), len(phi), nil)
	up, down := f.blank(), f.blank()
	for j := range f.Items {
		for i := range model.size(&f.Items[j]) {
			at := model.place(j, i)
			model.put(moved(phi, at, h), up)
			model.put(moved(phi, at, -h), down)
			high, _ := expectations(&up[j], w.grid)
			low, _ := expectations(&down[j], w.grid)
			axpy(-1, low, high)
			for row, s := range w.sets {
				if s[0] == j || s[1] == j {
					out.Set(row, at, out.At(row, at)+w.with(s, j, high)/(2*h))
				}
			}
		}
	}
	return out
}

// blank are items with room for the parameters.
func (f *Fit) blank() []Item {
	items := make([]Item, len(f.Items))
	for j := range items {
		items[j].D = make([]float64, len(f.Items[j].D))
	}
	return items
}

// quadratic is e'[Ξ⁻¹ - Ξ⁻¹Δ(Δ'Ξ⁻¹Δ)⁻¹Δ'Ξ⁻¹]e, by whitening: with Ξ = U'U it is what
// is left of U'⁻¹e when the columns of U'⁻¹Δ are taken out of it.
func quadratic(xi *mat.SymDense, delta *mat.Dense, gap []float64) (float64, error) {
	var root mat.Cholesky
	if !root.Factorize(xi) {
		return 0, fmt.Errorf("%w: the moments depend on each other", ErrM2)
	}
	var e mat.VecDense
	var columns mat.Dense
	lower := root.RawU().T()
	if err := errors.Join(e.SolveVec(lower, mat.NewVecDense(len(gap), gap)), columns.Solve(lower, delta)); err != nil {
		return 0, fmt.Errorf("%w: %w", ErrM2, err)
	}
	return leftOver(e.RawVector().Data, &columns), nil
}

// leftOver is the squared length of e outside the space of the columns, by
// Gram-Schmidt done twice (Giraud, Langou & Rozložník 2005). A column that depends on
// those before it takes nothing out.
func leftOver(e []float64, columns *mat.Dense) float64 {
	n, k := columns.Dims()
	var basis [][]float64
	out := func(v []float64) {
		for range 2 {
			for _, b := range basis {
				axpy(-dot(b, v), b, v)
			}
		}
	}
	for i := range k {
		v := mat.Col(make([]float64, n), i, columns)
		whole := math.Sqrt(dot(v, v))
		out(v)
		if rest := math.Sqrt(dot(v, v)); rest > 1e-9*whole {
			for at := range v {
				v[at] /= rest
			}
			basis = append(basis, v)
		}
	}
	out(e)
	return dot(e, e)
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
