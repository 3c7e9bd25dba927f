package standardsetting

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Faults of score distributions and of what judges call acceptable.
var (
	ErrScores     = errors.New("at least ten scores are needed")
	ErrAcceptable = errors.New("the lower of two acceptable values does not lie below the higher, or lies outside its range")
	ErrCells      = errors.New("no items, or a count below 0")
)

// EbelCell is one cell of Ebel's table: how many items are of this relevance and
// difficulty, and what share of them a borderline candidate should get right.
type EbelCell struct {
	Relevance, Difficulty string
	Items                 int
	Share                 float64
}

// Ebel returns the cut as a share of all items: each cell's share weighted by its
// items (Ebel 1972). It fails with ErrCells or ErrJudgment, naming the cell.
func Ebel(cells []EbelCell) (float64, error) {
	sum, items := 0.0, 0
	for _, c := range cells {
		if c.Items < 0 {
			return 0, fmt.Errorf("%s/%s: %w", c.Relevance, c.Difficulty, ErrCells)
		}
		if !(c.Share >= 0 && c.Share <= 1) {
			return 0, fmt.Errorf("%s/%s: %w: %g", c.Relevance, c.Difficulty, ErrJudgment, c.Share)
		}
		sum += float64(c.Items) * c.Share
		items += c.Items
	}
	if items == 0 {
		return 0, ErrCells
	}
	return sum / float64(items), nil
}

// Acceptable are what judges would put up with: cuts in score units, shares of
// failing candidates from 0 to 1.
type Acceptable struct {
	LowCut, HighCut   float64
	LowFail, HighFail float64
}

// Compromise is a standard by Hofstee's method.
type Compromise struct {
	Cut      float64
	FailRate float64 // share of the scores below Cut
	// Crosses is false when the share of failing candidates lies outside what is
	// acceptable at every acceptable cut; Cut is then the nearest acceptable one.
	Crosses bool
}

// Hofstee finds where the diagonal from (LowCut, HighFail) to (HighCut, LowFail)
// meets the share of candidates who would fail (Hofstee 1983). It fails with
// ErrScores, ErrNotFinite or ErrAcceptable.
func Hofstee(scores []float64, a Acceptable) (Compromise, error) {
	if err := checkScores(scores); err != nil {
		return Compromise{}, err
	}
	if !finite(a.LowCut) || !finite(a.HighCut) {
		return Compromise{}, fmt.Errorf("acceptable cuts: %w", ErrNotFinite)
	}
	if !(a.LowCut < a.HighCut && a.LowFail < a.HighFail && a.LowFail >= 0 && a.HighFail <= 1) {
		return Compromise{}, ErrAcceptable
	}
	sorted := slices.Sorted(slices.Values(scores))
	if share := failing(sorted, a.LowCut); share > a.HighFail {
		return Compromise{Cut: a.LowCut, FailRate: share}, nil
	}
	if share := failing(sorted, a.HighCut); share < a.LowFail {
		return Compromise{Cut: a.HighCut, FailRate: share}, nil
	}
	cut := crossing(sorted, a)
	return Compromise{Cut: cut, FailRate: failing(sorted, cut), Crosses: true}, nil
}

// crossing walks up the steps of the failing share until the falling diagonal is
// met, on a step's tread or at its riser.
func crossing(sorted []float64, a Acceptable) float64 {
	slope := (a.LowFail - a.HighFail) / (a.HighCut - a.LowCut)
	from := a.LowCut
	for i, score := range sorted {
		if score < a.LowCut {
			continue
		}
		onTread := a.LowCut + (float64(i)/float64(len(sorted))-a.HighFail)/slope
		if onTread <= score {
			return max(onTread, from)
		}
		from = score
	}
	return min(from, a.HighCut)
}

// failing is the share of sorted scores below the cut.
func failing(sorted []float64, cut float64) float64 {
	i, _ := slices.BinarySearch(sorted, cut)
	return float64(i) / float64(len(sorted))
}

// Cohen takes the best candidates as the yardstick: the cut lies at a share
// (usually 0.6) of the way from the score of pure guessing to the 95th percentile
// (Cohen-Schotanus & van der Vleuten 2010). It fails with ErrScores, ErrNotFinite or
// ErrJudgment.
func Cohen(scores []float64, share, guessing float64) (float64, error) {
	if err := checkScores(scores); err != nil {
		return 0, err
	}
	if !(share >= 0 && share <= 1) || !finite(guessing) {
		return 0, fmt.Errorf("%w: %g", ErrJudgment, share)
	}
	return guessing + share*(quantile(scores, 0.95)-guessing), nil
}

func checkScores(scores []float64) error {
	if len(scores) < 10 {
		return fmt.Errorf("%w: %d", ErrScores, len(scores))
	}
	for i, s := range scores {
		if !finite(s) {
			return fmt.Errorf("score %d: %w", i+1, ErrNotFinite)
		}
	}
	return nil
}

// quantile interpolates between order statistics (Hyndman & Fan 1996, type 7).
func quantile(of []float64, p float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	at := p * float64(len(sorted)-1)
	i := int(math.Floor(at))
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}
