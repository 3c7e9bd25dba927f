package standardsetting

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// Faults of judgements.
var (
	ErrJudges   = errors.New("standard setting needs at least two judges and one item")
	ErrRagged   = errors.New("judges have judged different numbers of items")
	ErrJudgment = errors.New("a judgement is a share from 0 to 1")
	ErrUnjudged = errors.New("nobody has judged this item")
)

// Round is one round of judgements: for each judge and each item the share of
// borderline candidates who would get it right, from 0 to 1; NaN where a judge
// abstains.
type Round [][]float64

// AngoffRound is what a round came to. Scores are in items.
type AngoffRound struct {
	Cut    float64   // sum of the items' mean judgements
	SE     float64   // of Cut, over judges
	Items  []float64 // mean judgement of each item
	Judges []Judge
}

// Judge is one judge beside the others.
type Judge struct {
	Cut float64 // the judge's own cut; abstentions filled with the item's mean
	// Agreement is the correlation of the judge's items with the mean of the other
	// judges; 0 when either does not vary.
	Agreement float64
	// Realism is the correlation with the items' observed difficulty, if that was
	// given; 0 when either does not vary. Shepard (1994) doubts a judge without any.
	Realism float64
	// Distance is the mean absolute difference to the observed difficulty.
	Distance float64
}

// AngoffResult are all rounds; the last one is the standard.
type AngoffResult struct {
	Rounds []AngoffRound
	// Convergence is the standard deviation of the judges' cuts in the last round
	// over that in the first: below 1 when discussion brought the judges together.
	Convergence float64
}

// ModifiedAngoff sums up rounds of judgements (Angoff 1971; with discussion and
// renewed judgement, Impara & Plake 1997). observed holds each item's share of right
// answers, or is nil. It fails with ErrJudges, ErrRagged, ErrJudgment or ErrUnjudged,
// naming round, judge and item from 1.
func ModifiedAngoff(rounds []Round, observed []float64) (AngoffResult, error) {
	var result AngoffResult
	if len(rounds) == 0 {
		return result, ErrJudges
	}
	for k, round := range rounds {
		if err := round.check(observed); err != nil {
			return result, fmt.Errorf("round %d: %w", k+1, err)
		}
		items, err := round.means()
		if err != nil {
			return result, fmt.Errorf("round %d: %w", k+1, err)
		}
		result.Rounds = append(result.Rounds, round.sumUp(items, observed))
	}
	result.Convergence = 1
	if before := spreadOfCuts(result.Rounds[0]); before > 0 {
		result.Convergence = spreadOfCuts(result.Rounds[len(rounds)-1]) / before
	}
	return result, nil
}

func (r Round) check(observed []float64) error {
	if len(r) < 2 || len(r[0]) == 0 {
		return ErrJudges
	}
	if observed != nil && len(observed) != len(r[0]) {
		return fmt.Errorf("%w: %d items, %d observed difficulties", ErrRagged, len(r[0]), len(observed))
	}
	for i, p := range observed {
		if !(p >= 0 && p <= 1) {
			return fmt.Errorf("observed difficulty of item %d: %w: %g", i+1, ErrJudgment, p)
		}
	}
	for j, items := range r {
		if len(items) != len(r[0]) {
			return fmt.Errorf("judge %d: %w: %d and %d", j+1, ErrRagged, len(items), len(r[0]))
		}
		for i, p := range items {
			if p < 0 || p > 1 {
				return fmt.Errorf("judge %d, item %d: %w: %g", j+1, i+1, ErrJudgment, p)
			}
		}
	}
	return nil
}

// means returns each item's mean over those who judged it.
func (r Round) means() ([]float64, error) {
	means := make([]float64, len(r[0]))
	for i := range means {
		n := 0.0
		for _, judge := range r {
			if !math.IsNaN(judge[i]) {
				means[i] += judge[i]
				n++
			}
		}
		if n == 0 {
			return nil, fmt.Errorf("item %d: %w", i+1, ErrUnjudged)
		}
		means[i] /= n
	}
	return means, nil
}

func (r Round) sumUp(items, observed []float64) AngoffRound {
	sum := AngoffRound{Cut: floats.Sum(items), Items: items}
	filled := make([][]float64, len(r))
	for j, judge := range r {
		filled[j] = make([]float64, len(items))
		for i, p := range judge {
			if math.IsNaN(p) {
				p = items[i]
			}
			filled[j][i] = p
		}
	}
	for _, judge := range filled {
		sum.Judges = append(sum.Judges, beside(judge, filled, items, observed))
	}
	sum.SE = spreadOfCuts(sum) / math.Sqrt(float64(len(r)))
	return sum
}

// beside compares a judge with the others and with what candidates did.
func beside(judge []float64, all [][]float64, items, observed []float64) Judge {
	j := Judge{Cut: floats.Sum(judge)}
	others, n := make([]float64, len(items)), float64(len(all))
	for _, o := range all {
		floats.Add(others, o)
	}
	floats.Sub(others, judge)
	floats.Scale(1/(n-1), others)
	j.Agreement = correlation(judge, others)
	if observed != nil {
		j.Realism = correlation(judge, observed)
		j.Distance = floats.Distance(judge, observed, 1) / float64(len(items))
	}
	return j
}

func spreadOfCuts(r AngoffRound) float64 {
	cuts := make([]float64, len(r.Judges))
	for j, judge := range r.Judges {
		cuts[j] = judge.Cut
	}
	return stat.StdDev(cuts, nil)
}

// correlation is Pearson's, 0 when either side does not vary.
func correlation(x, y []float64) float64 {
	if len(x) < 2 || stat.Variance(x, nil) < 1e-20 || stat.Variance(y, nil) < 1e-20 {
		return 0
	}
	return min(max(stat.Correlation(x, y, nil), -1), 1)
}
