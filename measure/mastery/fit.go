package mastery

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/optimize"
)

// ErrTooFew says that there is not enough evidence to fit a model to.
var ErrTooFew = errors.New("a fit needs at least 50 pieces of evidence")

// Fitted is a model with how well it predicts.
type Fitted struct {
	Model
	LogLoss     float64 // mean, of each piece of evidence predicted from all earlier ones
	StartLoss   float64 // the same for the model that the fit started from
	Predictions int
}

// Fit finds mean, spread, half-life and pull that predict each learner's evidence
// best from what that learner showed before (prequential log loss, Dawid 1984), by
// the simplex search of Nelder & Mead (1965) with a mild pull to the start. histories
// holds one list per learner. It fails as New and Assess do, naming the learner from
// 1, or with ErrTooFew.
func Fit(start Model, competencies []Competency, histories [][]Evidence) (Fitted, error) {
	m, err := New(start, competencies)
	if err != nil {
		return Fitted{}, err
	}
	sorted, err := m.inOrder(histories)
	if err != nil {
		return Fitted{}, err
	}
	loss, n := m.surprise(sorted)
	if n < 50 {
		return Fitted{}, fmt.Errorf("%w: %d", ErrTooFew, n)
	}
	best, err := m.search(sorted)
	if err != nil {
		return Fitted{}, err
	}
	after, _ := best.surprise(sorted)
	return Fitted{Model: best.model, LogLoss: after / float64(n), StartLoss: loss / float64(n), Predictions: n}, nil
}

// inOrder checks the histories and sorts each by day.
func (m *Map) inOrder(histories [][]Evidence) ([][]Evidence, error) {
	sorted := make([][]Evidence, len(histories))
	for l, history := range histories {
		for i, e := range history {
			if _, _, err := m.weigh(e, e.Day); err != nil {
				return nil, fmt.Errorf("learner %d: evidence %d: %w", l+1, i+1, err)
			}
		}
		sorted[l] = slices.Clone(history)
		slices.SortStableFunc(sorted[l], func(a, b Evidence) int { return cmp.Compare(a.Day, b.Day) })
	}
	return sorted, nil
}

// surprise sums the log loss of predicting each piece from the earlier ones.
func (m *Map) surprise(histories [][]Evidence) (loss float64, n int) {
	own := make([][]piece, len(m.order))
	days := make([][]float64, len(m.order))
	states := make([]State, len(m.order))
	for _, history := range histories {
		for c := range own {
			own[c], days[c] = own[c][:0], days[c][:0]
		}
		for _, e := range history {
			c := m.index[e.Competency]
			m.estimateUpTo(c, own, days, states, e.Day)
			p := states[c].Predict(e.Difficulty)
			p = min(max(p, 1e-6), 1-1e-6)
			loss -= e.Score*math.Log(p) + (1-e.Score)*math.Log(1-p)
			n++
			own[c] = append(own[c], piece{score: e.Score, difficulty: e.Difficulty, weight: e.Weight})
			days[c] = append(days[c], e.Day)
		}
	}
	return loss, n
}

// estimateUpTo writes mean and deviation of a competency and of all that it needs
// into states, as of the day. Weights in own are those of the days of the evidence.
func (m *Map) estimateUpTo(c int, own [][]piece, days [][]float64, states []State, day float64) {
	for _, need := range m.needs[c] {
		m.estimateUpTo(need, own, days, states, day)
	}
	aged := make([]piece, len(own[c]))
	for i, p := range own[c] {
		p.weight *= math.Exp2((days[c][i] - day) / m.model.HalfLife)
		aged[i] = p
	}
	prior, sd, _ := m.prior(c, states)
	states[c].Mean, states[c].SD = estimate(prior, sd, aged, -1)
}

// search walks in coordinates without bounds: mean, log spread, log half-life, and
// the logit of the pull.
func (m *Map) search(histories [][]Evidence) (*Map, error) {
	start := m.model
	pull := min(max(start.Pull, 0.01), 0.99)
	from := []float64{start.Mean, math.Log(start.SD), math.Log(start.HalfLife), math.Log(pull / (1 - pull))}
	at := func(x []float64) *Map {
		with := *m
		with.model.Mean = min(max(x[0], -10), 10)
		with.model.SD = min(max(math.Exp(x[1]), 0.05), 10)
		with.model.HalfLife = min(max(math.Exp(x[2]), 0.5), 1e5)
		with.model.Pull = logistic(x[3])
		return &with
	}
	objective := func(x []float64) float64 {
		loss, _ := at(x).surprise(histories)
		for i, v := range x {
			loss += (v - from[i]) * (v - from[i]) / (2 * 2 * 2) // a prior: two units of logarithm
		}
		return loss
	}
	settings := &optimize.Settings{MajorIterations: 200, Converger: &optimize.FunctionConverge{Absolute: 1e-4, Iterations: 20}}
	result, err := optimize.Minimize(optimize.Problem{Func: objective}, from, settings, &optimize.NelderMead{SimplexSize: 0.5})
	if result == nil {
		return nil, fmt.Errorf("searching for a model: %w", err)
	}
	return at(result.X), nil
}
