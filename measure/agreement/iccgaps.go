package agreement

import (
	"fmt"

	"preceptor/measure/generalizability"
)

// GappedICC holds intraclass correlations of a table with gaps.
type GappedICC struct {
	Single      Limit // ICC(1): each unit has raters of its own
	Agreement   Limit // ICC(A,1): the same raters, their levels matter
	Consistency Limit // ICC(C,1): the same raters, their levels do not matter
	Units       int   // with a rating at least
	Raters      int
	Ratings     int
	// Variances of units, of raters and of what is left, with raters in the model.
	BetweenUnits, BetweenRaters, Rest float64
}

// ICCWithGaps computes the intraclass correlations of one rater from the variance
// components of restricted maximum likelihood, as R's psych does with lme4 (Shrout &
// Fleiss 1979; McGraw & Wong 1996; Patterson & Thompson 1971 for the components);
// gaps are ratings not given. On complete tables the values are those of ICC where
// these are above 0. Intervals are by the delta method on the logit; where units do
// not differ, or do alone, they go from 0 to 1. It fails with ErrTooFew, ErrConstant,
// ErrRagged, ErrNotFinite or ErrLevel.
func ICCWithGaps(table [][]float64, level float64) (GappedICC, error) {
	if err := check(table, level); err != nil {
		return GappedICC{}, err
	}
	y, units, raters := given(table)
	c := GappedICC{Units: distinct(units.Levels), Raters: distinct(raters.Levels), Ratings: len(y)}
	if c.Units < 2 || c.Raters < 2 || len(y) < c.Units+c.Raters {
		return GappedICC{}, fmt.Errorf("%w: %d ratings of %d units by %d raters", ErrTooFew, len(y), c.Units, c.Raters)
	}
	single, err := generalizability.REML(y, []generalizability.Term{units})
	if err != nil {
		return GappedICC{}, ErrConstant // what else REML refuses was refused above
	}
	both, err := generalizability.REML(y, []generalizability.Term{units, raters})
	if err != nil {
		return GappedICC{}, ErrConstant
	}
	c.Single = limitOf(single, level, []float64{0, 1})
	c.Agreement = limitOf(both, level, []float64{0, 1, 1})
	c.Consistency = limitOf(both, level, []float64{0, 0, 1})
	c.BetweenUnits, c.BetweenRaters, c.Rest = both.Terms[0].Variance, both.Terms[1].Variance, both.Residual
	return c, nil
}

// given lists the ratings that are there, with their units and raters.
func given(table [][]float64) (y []float64, units, raters generalizability.Term) {
	units.Name, raters.Name = "unit", "rater"
	unit, rater := map[int]int{}, map[int]int{}
	for u, row := range table {
		for r, v := range row {
			if IsGap(v) {
				continue
			}
			y = append(y, v)
			units.Levels = append(units.Levels, numbered(unit, u))
			raters.Levels = append(raters.Levels, numbered(rater, r))
		}
	}
	return y, units, raters
}

// numbered gives keys numbers in order of appearance.
func numbered(seen map[int]int, key int) int {
	if _, ok := seen[key]; !ok {
		seen[key] = len(seen)
	}
	return seen[key]
}

func distinct(levels []int) int {
	most := -1
	for _, l := range levels {
		most = max(most, l)
	}
	return most + 1
}

// limitOf is the share of the first variance in itself and the noise, which is made up
// of the other variances as the weights say.
func limitOf(fit *generalizability.Fit, level float64, noise []float64) Limit {
	signal := make([]float64, len(noise))
	signal[0] = 1
	value, within, _ := fit.Proportion(signal, noise, level) // the level was checked
	return Limit{value, within.Low, within.High}
}
