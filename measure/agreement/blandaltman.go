package agreement

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Limit is a number with its interval.
type Limit struct{ Value, Low, High float64 }

// Comparison is Bland and Altman's view of two methods.
type Comparison struct {
	Pairs        int
	Bias         Limit   // mean difference, first less second
	SD           float64 // of the differences
	Lower, Upper Limit   // limits of agreement: 95 per cent of differences lie between
	// Trend is the slope of the differences on the means of the pairs, and TrendP the
	// probability of so steep a one by chance: with a trend the limits fit nowhere.
	Trend, TrendP float64
}

// BlandAltman compares two methods on the same units (Bland & Altman 1986, 1999). The
// limits' intervals use their large-sample error s√(1/n + 1.96²/2(n-1)). The table has
// two columns; units with a gap are left out. It fails with ErrTooFew (fewer than
// three pairs), ErrRagged, ErrNotFinite or ErrLevel.
func BlandAltman(table [][]float64, level float64) (Comparison, error) {
	if err := check(table, level); err != nil {
		return Comparison{}, err
	}
	var differences, means []float64
	for _, row := range table {
		if len(row) == 2 && !IsGap(row[0]) && !IsGap(row[1]) {
			differences, means = append(differences, row[0]-row[1]), append(means, (row[0]+row[1])/2)
		}
	}
	if len(differences) < 3 {
		return Comparison{}, fmt.Errorf("%w: %d pairs", ErrTooFew, len(differences))
	}
	return compare(differences, means, level), nil
}

func compare(differences, means []float64, level float64) Comparison {
	n := float64(len(differences))
	bias, sd := stat.MeanStdDev(differences, nil)
	c := Comparison{Pairs: len(differences), SD: sd}
	t := distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile((1 + level) / 2)
	const reach = 1.959963984540054
	around := func(v, se float64) Limit { return Limit{v, v - t*se, v + t*se} }
	edge := sd * math.Sqrt(1/n+reach*reach/(2*(n-1)))
	c.Bias = around(bias, sd/math.Sqrt(n))
	c.Lower, c.Upper = around(bias-reach*sd, edge), around(bias+reach*sd, edge)
	c.Trend, c.TrendP = trend(means, differences)
	return c
}

// trend is the least-squares slope and the p-value of its t test; 0 and 1 when the
// means do not vary.
func trend(x, y []float64) (slope, p float64) {
	n, variance := float64(len(x)), stat.Variance(x, nil)
	if variance <= 0 {
		return 0, 1
	}
	start, slope := stat.LinearRegression(x, y, nil, false)
	rest := 0.0
	for i := range x {
		gap := y[i] - start - slope*x[i]
		rest += gap * gap
	}
	se := math.Sqrt(rest / (n - 2) / (variance * (n - 1)))
	if se <= 1e-12*math.Abs(slope) {
		if slope == 0 {
			return 0, 1
		}
		return slope, 0
	}
	return slope, 2 * distuv.StudentsT{Sigma: 1, Nu: n - 2}.Survival(math.Abs(slope)/se)
}
