package spacing

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// ErrNoPredictions says that no review can teach the weights: every card has one
// review only, or all were reviewed on one day.
var ErrNoPredictions = errors.New("no card was reviewed again on a later day")

// spread is how much weights vary between learners: half of the standard deviations
// that the reference optimizer (fsrs-rs) regularises with, which predicted unseen
// cards of simulated learners best; for the four first stabilities it is that of the
// logarithm.
var spread = Weights{
	0.6, 0.6, 0.6, 0.6, 0.285, 0.14, 0.3, 0.06, 0.195, 0.09, 0.165, 0.15, 0.045, 0.08, 0.285, 0.125, 0.515, 0.155, 0.16, 0.07, 0.135,
}

// Result is a fit of the weights.
type Result struct {
	Weights     Weights
	SE          Weights // posterior standard deviation of each weight
	LogLoss     float64 // mean over predictions, at Weights
	DefaultLoss float64 // the same at DefaultWeights
	Predictions int     // recalls on a later day
	Iterations  int
	Converged   bool
}

// Fit finds the weights that make the learner's recalls most probable, given that
// most learners are near DefaultWeights (a normal prior for each weight): little
// evidence moves them little. Fisher scoring on the analytic gradient with
// Levenberg-Marquardt damping (Marquardt 1963), inside the bounds of the weights.
// The result does not depend on the number of cores. It fails with ErrRating or
// ErrElapsed, naming card and review, or with ErrNoPredictions.
func Fit(cards [][]Review) (Result, error) {
	n, err := countPredictions(cards)
	if err != nil {
		return Result{}, err
	}
	f := newFitting(cards)
	r := Result{Predictions: n, DefaultLoss: f.at.loss / float64(n)}
	for r.Iterations < 100 && !r.Converged {
		r.Iterations++
		r.Converged = f.step()
	}
	r.Weights, r.SE, r.LogLoss = f.w, f.deviations(), f.at.loss/float64(n)
	return r, nil
}

func countPredictions(cards [][]Review) (n int, err error) {
	for c, reviews := range cards {
		for i, r := range reviews {
			if err := r.check(i); err != nil {
				return 0, fmt.Errorf("card %d: %w", c+1, err)
			}
			if i > 0 && r.ElapsedDays > 0 {
				n++
			}
		}
	}
	if n == 0 {
		return 0, ErrNoPredictions
	}
	return n, nil
}

// fitting is the search. It moves in coordinates z in which the prior is a
// standard normal: z = (w - default)/spread, or ln(w/default)/spread for w0 to w3.
type fitting struct {
	cards   [][]Review
	w       Weights
	at      *evidence // at w, by w
	damping float64
}

func newFitting(cards [][]Review) *fitting {
	f := &fitting{cards: cards, w: DefaultWeights, damping: 1e-3}
	f.at = weigh(cards, &f.w)
	return f
}

// step tries ever more cautious steps until one lowers the objective, and says
// whether there is nothing more to gain.
func (f *fitting) step() (converged bool) {
	gradient, hessian := f.slope()
	before := f.at.loss + penalty(&f.w)
	for ; f.damping < 1e9; f.damping *= 10 {
		w := f.moved(&gradient, hessian)
		if at := weigh(f.cards, &w); at.loss+penalty(&w) < before {
			gained := before - at.loss - penalty(&w)
			f.w, f.at, f.damping = w, at, max(f.damping/10, 1e-6)
			return gained < 1e-5
		}
	}
	return true
}

// slope returns the gradient and the approximate Hessian of the objective in z.
func (f *fitting) slope() (gradient vector, hessian *mat.SymDense) {
	hessian = mat.NewSymDense(len(f.w), nil)
	for j := range f.w {
		gradient[j] = f.at.gradient[j]*stretch(&f.w, j) + toPrior(&f.w, j)
		for k := range j + 1 {
			hessian.SetSym(j, k, f.at.fisher[j][k]*stretch(&f.w, j)*stretch(&f.w, k))
		}
		hessian.SetSym(j, j, hessian.At(j, j)+1)
	}
	return gradient, hessian
}

// moved returns the weights after a damped Newton step. Weights that lie at a bound
// and push outwards stay; the others are brought back inside.
func (f *fitting) moved(gradient *vector, hessian *mat.SymDense) Weights {
	free := f.free(gradient)
	reduced, right := mat.NewSymDense(len(free), nil), mat.NewVecDense(len(free), nil)
	for a, j := range free {
		right.SetVec(a, -gradient[j])
		for b, k := range free[:a+1] {
			reduced.SetSym(a, b, hessian.At(j, k))
		}
		reduced.SetSym(a, a, hessian.At(j, j)*(1+f.damping))
	}
	w := f.w
	var factored mat.Cholesky
	var by mat.VecDense
	if !factored.Factorize(reduced) || factored.SolveVecTo(&by, right) != nil {
		return w
	}
	for a, j := range free {
		w[j] = clamp(shifted(&f.w, j, by.AtVec(a)), lowest[j], highest[j])
	}
	return w
}

// free lists the weights that a step may move.
func (f *fitting) free(gradient *vector) (free []int) {
	for j, x := range f.w {
		if x <= lowest[j] && gradient[j] > 0 || x >= highest[j] && gradient[j] < 0 {
			continue
		}
		free = append(free, j)
	}
	return free
}

// deviations returns the posterior standard deviations at the optimum.
func (f *fitting) deviations() (se Weights) {
	_, hessian := f.slope()
	var factored mat.Cholesky
	var inverse mat.SymDense
	if !factored.Factorize(hessian) || factored.InverseTo(&inverse) != nil {
		return se
	}
	for j := range se {
		se[j] = math.Sqrt(inverse.At(j, j)) * stretch(&f.w, j)
	}
	return se
}

// toPrior is z of the j-th weight: how many spreads it is away from the default.
func toPrior(w *Weights, j int) float64 {
	if j < 4 {
		return math.Log(w[j]/DefaultWeights[j]) / spread[j]
	}
	return (w[j] - DefaultWeights[j]) / spread[j]
}

// stretch is dw/dz of the j-th weight.
func stretch(w *Weights, j int) float64 {
	if j < 4 {
		return w[j] * spread[j]
	}
	return spread[j]
}

// shifted is the j-th weight after a step of dz.
func shifted(w *Weights, j int, dz float64) float64 {
	if j < 4 {
		return w[j] * math.Exp(clamp(dz*spread[j], -5, 5))
	}
	return w[j] + dz*spread[j]
}

// penalty is the negative log density of the prior, up to a constant.
func penalty(w *Weights) (sum float64) {
	for j := range w {
		z := toPrior(w, j)
		sum += z * z / 2
	}
	return sum
}
