package agreement

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Kappa is Cohen's kappa of two raters, weighted or not (Cohen 1960, 1968), with the
// large-sample standard error of Fleiss, Cohen & Everitt (1969). The table has two
// columns; units with a gap are left out. categories is the scale that was used, or
// nil for the values found; a category that nobody used changes nothing but Linear and
// Quadratic weights' span, and kappa not at all. It fails with ErrTooFew, ErrConstant,
// ErrRagged, ErrNotFinite, ErrCategory or ErrLevel.
func Kappa(table [][]float64, w Weighting, categories []float64, level float64) (Estimate, error) {
	if err := check(table, level); err != nil {
		return Estimate{}, err
	}
	if len(table[0]) != 2 {
		return Estimate{}, ErrTooFew
	}
	s, err := scaleOf(table, categories)
	if err != nil {
		return Estimate{}, err
	}
	if len(s) < 2 {
		return Estimate{}, ErrConstant
	}
	c := crossed(table, s)
	if c.n < 2 {
		return Estimate{}, ErrTooFew
	}
	return c.kappa(w.weights(s), level)
}

// contingency is the table of two raters' categories, as shares.
type contingency struct {
	n           int
	cell        [][]float64
	first, then []float64 // margins
}

func crossed(table [][]float64, s scale) *contingency {
	c := &contingency{cell: make([][]float64, len(s)), first: make([]float64, len(s)), then: make([]float64, len(s))}
	for i := range c.cell {
		c.cell[i] = make([]float64, len(s))
	}
	for _, row := range table {
		if !IsGap(row[0]) && !IsGap(row[1]) {
			c.cell[s.index(row[0])][s.index(row[1])]++
			c.n++
		}
	}
	for i, row := range c.cell {
		for j := range row {
			row[j] /= float64(max(1, c.n))
			c.first[i] += row[j]
			c.then[j] += row[j]
		}
	}
	return c
}

func (c *contingency) kappa(w [][]float64, level float64) (Estimate, error) {
	e := Estimate{Units: c.n}
	rowMean, columnMean := make([]float64, len(w)), make([]float64, len(w))
	for i := range w {
		for j := range w {
			e.Observed += w[i][j] * c.cell[i][j]
			e.Expected += w[i][j] * c.first[i] * c.then[j]
			rowMean[i] += w[i][j] * c.then[j]
			columnMean[j] += w[i][j] * c.first[i]
		}
	}
	if 1-e.Expected < 1e-12 {
		return Estimate{}, ErrConstant
	}
	e.Value = (e.Observed - e.Expected) / (1 - e.Expected)
	sum := 0.0
	for i := range w {
		for j := range w {
			term := w[i][j]*(1-e.Expected) - (rowMean[i]+columnMean[j])*(1-e.Observed)
			sum += c.cell[i][j] * term * term
		}
	}
	centre := e.Observed*e.Expected - 2*e.Expected + e.Observed
	variance := max(0, sum-centre*centre) / (float64(c.n) * math.Pow(1-e.Expected, 4))
	e.SE = math.Sqrt(variance)
	z := distuv.UnitNormal.Quantile((1 + level) / 2)
	e.Low, e.High = max(-1, e.Value-z*e.SE), min(1, e.Value+z*e.SE)
	return e, nil
}
