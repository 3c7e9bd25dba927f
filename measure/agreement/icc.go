package agreement

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Coefficient is an intraclass correlation with its interval and its F test against
// 0.
type Coefficient struct {
	Value, Low, High float64
	F, D1, D2        float64
	P                float64
}

// Intraclass holds the six forms of McGraw & Wong (1996), and in brackets their
// names in Shrout & Fleiss (1979).
type Intraclass struct {
	Single      Coefficient // ICC(1)    [1,1]: each unit has raters of its own
	Agreement   Coefficient // ICC(A,1)  [2,1]: the same raters, their levels matter
	Consistency Coefficient // ICC(C,1)  [3,1]: the same raters, their levels do not matter
	// The same for the mean of all raters.
	SingleMean, AgreementMean, ConsistencyMean Coefficient
	Units, Raters                              int
	BetweenUnits, BetweenRaters, Rest, Within  float64 // mean squares
}

// ICC computes the intraclass correlations of a complete table. F values that are
// infinite (no error at all) are given as 1e12. It fails with ErrGap (naming unit and
// rater; ICCWithGaps serves tables with gaps), ErrTooFew, ErrConstant, ErrRagged,
// ErrNotFinite or ErrLevel.
func ICC(table [][]float64, level float64) (Intraclass, error) {
	if err := check(table, level); err != nil {
		return Intraclass{}, err
	}
	for u, row := range table {
		for r, v := range row {
			if IsGap(v) {
				return Intraclass{}, fmt.Errorf("unit %d, rater %d: %w", u+1, r+1, ErrGap)
			}
		}
	}
	c := meanSquares(table)
	if c.BetweenUnits+c.Within <= 0 {
		return Intraclass{}, ErrConstant
	}
	n, k := float64(c.Units), float64(c.Raters)
	c.Single = consistency(c.BetweenUnits, c.Within, n-1, n*(k-1), k, level)
	c.Consistency = consistency(c.BetweenUnits, c.Rest, n-1, (n-1)*(k-1), k, level)
	c.Agreement = c.absolute(level)
	c.SingleMean, c.AgreementMean, c.ConsistencyMean = c.Single.mean(k), c.Agreement.mean(k), c.Consistency.mean(k)
	return c, nil
}

func meanSquares(table [][]float64) Intraclass {
	c := Intraclass{Units: len(table), Raters: len(table[0])}
	n, k := float64(c.Units), float64(c.Raters)
	units, raters, total := make([]float64, c.Units), make([]float64, c.Raters), 0.0
	var all []float64
	for u, row := range table {
		units[u] = stat.Mean(row, nil)
		all = append(all, row...)
		for r, v := range row {
			raters[r] += v / n
		}
	}
	total = stat.Variance(all, nil) * (n*k - 1)
	betweenUnits := stat.Variance(units, nil) * (n - 1) * k
	betweenRaters := stat.Variance(raters, nil) * (k - 1) * n
	least := 1e-12 * total // what is left of sums that cancel
	rest := total - betweenUnits - betweenRaters
	if rest < least {
		rest = 0
	}
	c.BetweenUnits, c.BetweenRaters = betweenUnits/(n-1), betweenRaters/(k-1)
	c.Rest, c.Within = rest/((n-1)*(k-1)), (rest+betweenRaters)/(n*(k-1))
	if rest+betweenRaters < least {
		c.Within = 0
	}
	return c
}

// consistency is the coefficient of one rater from two mean squares.
func consistency(between, rest, d1, d2, k, level float64) Coefficient {
	c := Coefficient{F: ratio(between, rest), D1: d1, D2: d2}
	c.Value = (c.F - 1) / (c.F + k - 1)
	low, high := c.F/quantileF(d1, d2, level), c.F*quantileF(d2, d1, level)
	c.Low, c.High = (low-1)/(low+k-1), (high-1)/(high+k-1)
	c.P = distuv.F{D1: d1, D2: d2}.Survival(c.F)
	return c
}

// absolute is ICC(A,1), its interval by Satterthwaite's degrees of freedom.
func (c *Intraclass) absolute(level float64) Coefficient {
	n, k := float64(c.Units), float64(c.Raters)
	a := c.Consistency
	spread := k*c.BetweenRaters + (k*n-k-n)*c.Rest
	a.Value = n * (c.BetweenUnits - c.Rest) / (spread + n*c.BetweenUnits)
	if a.Value > 1-1e-12 {
		a.Value, a.Low, a.High = 1, 1, 1
		return a
	}
	odds := a.Value / (1 - a.Value)
	x, y := k*odds/n*c.BetweenRaters, (1+k*odds*(n-1)/n)*c.Rest
	v := 1.0
	if parts := x*x/(k-1) + y*y/((n-1)*(k-1)); parts > 0 {
		v = max(1, (x+y)*(x+y)/parts)
	}
	low, high := quantileF(n-1, v, level), quantileF(v, n-1, level)
	a.Low = n * (c.BetweenUnits - low*c.Rest) / (low*spread + n*c.BetweenUnits)
	a.High = n * (high*c.BetweenUnits - c.Rest) / (spread + n*high*c.BetweenUnits)
	a.Low, a.High = min(a.Low, a.Value), max(a.High, a.Value)
	return a
}

// mean steps a coefficient up to the mean of k raters (Spearman and Brown). Values
// so far below 0 that the formula has no meaning become -1e12.
func (c Coefficient) mean(k float64) Coefficient {
	up := func(r float64) float64 {
		if 1+(k-1)*r <= 1e-12 {
			return -1e12
		}
		return k * r / (1 + (k-1)*r)
	}
	c.Value, c.Low, c.High = up(c.Value), up(c.Low), up(c.High)
	return c
}

func quantileF(d1, d2, level float64) float64 {
	return distuv.F{D1: d1, D2: d2}.Quantile((1 + level) / 2)
}

func ratio(a, b float64) float64 {
	const most = 1e12
	if a >= most*b {
		return most
	}
	return math.Max(0, a/b)
}
