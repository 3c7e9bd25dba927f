package standardsetting

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat"
)

// Attempt is what one examiner saw of one candidate at a station: the checklist
// score and the global grade. Candidates are numbered from 0.
type Attempt struct {
	Candidate    int
	Score, Grade float64
}

// Faults of the attempts at a station.
var (
	ErrNotFinite    = errors.New("not a number up to a billion")
	ErrTooFew       = errors.New("a station needs at least three attempts")
	ErrOneGrade     = errors.New("all candidates have the same grade, so no line can be drawn")
	ErrNoBorderline = errors.New("no candidate has the borderline grade")
	ErrCandidate    = errors.New("the number of a candidate is below 0")
)

// Cut is a station's standard by borderline regression.
type Cut struct {
	Cut              float64 // the line at the borderline grade
	Intercept, Slope float64 // score = Intercept + Slope·grade
	R2               float64 // share of the scores' variance that grades explain
	SE               float64 // of Cut, if the regression's assumptions hold; Bootstrap needs fewer
	Attempts         int
}

// BorderlineRegression regresses scores on grades and reads the line at the
// borderline grade (Kramer et al. 2003). It fails with ErrTooFew, ErrNotFinite
// (which names the attempt, from 1) or ErrOneGrade.
func BorderlineRegression(attempts []Attempt, borderline float64) (Cut, error) {
	if err := check(attempts, borderline); err != nil {
		return Cut{}, err
	}
	grades, scores := make([]float64, len(attempts)), make([]float64, len(attempts))
	for i, a := range attempts {
		grades[i], scores[i] = a.Grade, a.Score
	}
	mean, variance := stat.MeanVariance(grades, nil)
	if variance == 0 {
		return Cut{}, ErrOneGrade
	}
	c := Cut{Attempts: len(attempts)}
	c.Intercept, c.Slope = stat.LinearRegression(grades, scores, nil, false)
	c.Cut = c.Intercept + c.Slope*borderline
	n, rest := float64(len(attempts)), 0.0
	for i, g := range grades {
		gap := scores[i] - c.Intercept - c.Slope*g
		rest += gap * gap
	}
	if total := stat.Variance(scores, nil) * (n - 1); total > 0 {
		c.R2 = min(max(1-rest/total, 0), 1)
	}
	c.SE = math.Sqrt(rest / (n - 2) * (1/n + (borderline-mean)*(borderline-mean)/(variance*(n-1))))
	return c, nil
}

// GroupCut is a standard by the borderline group.
type GroupCut struct {
	Mean, MeanSE float64 // of the borderline candidates' scores
	Median       float64
	Attempts     int // in the borderline group
}

// BorderlineGroup takes the mean and the median score of those with the
// borderline grade (Livingston & Zieky 1982). With a single one MeanSE is 0. It
// fails with ErrTooFew, ErrNotFinite or ErrNoBorderline.
func BorderlineGroup(attempts []Attempt, borderline float64) (GroupCut, error) {
	if err := check(attempts, borderline); err != nil {
		return GroupCut{}, err
	}
	var scores []float64
	for _, a := range attempts {
		if a.Grade == borderline {
			scores = append(scores, a.Score)
		}
	}
	if len(scores) == 0 {
		return GroupCut{}, ErrNoBorderline
	}
	g := GroupCut{Mean: stat.Mean(scores, nil), Median: quantile(scores, 0.5), Attempts: len(scores)}
	if len(scores) > 1 {
		g.MeanSE = stat.StdErr(stat.StdDev(scores, nil), float64(len(scores)))
	}
	return g, nil
}

func check(attempts []Attempt, borderline float64) error {
	if len(attempts) < 3 {
		return fmt.Errorf("%w: %d", ErrTooFew, len(attempts))
	}
	if !finite(borderline) {
		return fmt.Errorf("borderline grade: %w", ErrNotFinite)
	}
	for i, a := range attempts {
		if !finite(a.Score) || !finite(a.Grade) {
			return fmt.Errorf("attempt %d: %w", i+1, ErrNotFinite)
		}
	}
	return nil
}

// finite says that x is a number whose square is one too.
func finite(x float64) bool { return math.Abs(x) <= 1e9 }
