package agreement

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Gap is the rating of a unit that a rater did not see. It is not equal to itself;
// ask IsGap.
var Gap = math.NaN()

// IsGap says whether a rating is missing.
func IsGap(rating float64) bool { return math.IsNaN(rating) }

// Faults of ratings.
var (
	ErrTooFew    = errors.New("too few units or raters")
	ErrRagged    = errors.New("rows of different length")
	ErrNotFinite = errors.New("a rating is not a number up to a billion")
	ErrCategory  = errors.New("a rating is not one of the categories")
	ErrConstant  = errors.New("all ratings are equal, so agreement cannot be told from chance")
	ErrGap       = errors.New("a rating is missing where none may be")
	ErrLevel     = errors.New("the level of an interval lies between 0 and 1")
	ErrNegative  = errors.New("a ratio scale has no values below 0")
)

// Estimate is a coefficient of agreement.
type Estimate struct {
	Value     float64
	SE        float64 // standard error
	Low, High float64 // interval
	Observed  float64 // agreement found, 0 to 1; for alpha 1 less the disagreement found over that expected
	Expected  float64 // agreement by chance as the coefficient sees it
	Units     int     // units that tell anything
}

// check refuses tables that are not rectangular or not finite.
func check(table [][]float64, level float64) error {
	if !(level > 0 && level < 1) {
		return fmt.Errorf("%w: %g", ErrLevel, level)
	}
	if len(table) < 2 || len(table[0]) < 2 {
		return ErrTooFew
	}
	for u, row := range table {
		if len(row) != len(table[0]) {
			return fmt.Errorf("unit %d: %w", u+1, ErrRagged)
		}
		for r, v := range row {
			if !IsGap(v) && !(math.Abs(v) <= 1e9) {
				return fmt.Errorf("unit %d, rater %d: %w", u+1, r+1, ErrNotFinite)
			}
		}
	}
	return nil
}

// scale is the sorted list of categories.
type scale []float64

// scaleOf takes the categories given, or those found when none are.
func scaleOf(table [][]float64, categories []float64) (scale, error) {
	if categories != nil {
		for i, c := range categories {
			if !(math.Abs(c) <= 1e9) {
				return nil, fmt.Errorf("category %d: %w", i+1, ErrNotFinite)
			}
		}
		s := scale(slices.Clone(categories))
		slices.Sort(s)
		s = slices.Compact(s)
		return s, s.covers(table)
	}
	var s scale
	for _, row := range table {
		for _, v := range row {
			if !IsGap(v) {
				s = append(s, v)
			}
		}
	}
	slices.Sort(s)
	return slices.Compact(s), nil
}

func (s scale) covers(table [][]float64) error {
	for u, row := range table {
		for r, v := range row {
			if _, found := slices.BinarySearch(s, v); !IsGap(v) && !found {
				return fmt.Errorf("unit %d, rater %d: %w: %g", u+1, r+1, ErrCategory, v)
			}
		}
	}
	return nil
}

func (s scale) index(v float64) int {
	i, _ := slices.BinarySearch(s, v)
	return i
}

// Weighting says how much of an agreement two categories are.
type Weighting uint8

// The weightings: none, by distance, by squared distance of the categories' values.
const (
	Unweighted Weighting = iota
	Linear
	Quadratic
)

// weights returns the agreement weights of all pairs of categories.
func (w Weighting) weights(s scale) [][]float64 {
	span := s[len(s)-1] - s[0]
	all := make([][]float64, len(s))
	for i := range all {
		all[i] = make([]float64, len(s))
		for j := range all[i] {
			distance := math.Abs(s[i] - s[j])
			switch {
			case i == j:
				all[i][j] = 1
			case w == Linear:
				all[i][j] = 1 - distance/span
			case w == Quadratic:
				all[i][j] = 1 - distance*distance/(span*span)
			}
		}
	}
	return all
}
