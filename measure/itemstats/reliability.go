package itemstats

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"preceptor/measure/responses"
)

// Reliability describes the sum score of an exam.
type Reliability struct {
	Persons, Items int
	Mean, SD       float64 // of the sum score; with gaps, of the score that the rate seen would give
	Alpha          float64 // Cronbach 1951
	Low, High      float64 // interval of Alpha (Feldt 1965)
	AlphaWithout   []float64
	Omega          float64   // omega total of one factor (McDonald 1999)
	Loadings       []float64 // of the items on that factor, on the scale of the items
	SEM            float64   // SD·√(1 - Alpha)
	Note           string    // why a figure stands at 0, in a sentence
}

// Reliable computes alpha with an interval of the given level (for example 0.95),
// alpha without each item, and omega. It fails with ErrPersons, ErrItems or
// ErrNoSpread.
func Reliable(m *responses.Matrix, level float64) (Reliability, error) {
	r := Reliability{Persons: m.Persons(), Items: m.Items()}
	if r.Persons < 3 {
		return r, ErrPersons
	}
	if r.Items < 2 {
		return r, ErrItems
	}
	if !(level > 0 && level < 1) {
		return r, fmt.Errorf("level %g is not between 0 and 1", level)
	}
	c := covariances(m)
	total, own := c.sums()
	if total <= 1e-12 {
		return r, ErrNoSpread
	}
	r.Alpha = alpha(total, own, r.Items)
	r.Low, r.High = feldt(r.Alpha, r.Persons, r.Items, level)
	r.AlphaWithout = c.alphaWithout(total, own)
	r.Mean, r.SD = c.mean, math.Sqrt(total)
	r.SEM = r.SD * math.Sqrt(max(0, 1-r.Alpha))
	r.Loadings, r.Omega = c.oneFactor()
	if r.Omega == 0 {
		r.Note = "no factor was found that items share: omega could not be computed"
	}
	return r, nil
}

func alpha(total, own float64, items int) float64 {
	k := float64(items)
	return k / (k - 1) * (1 - own/total)
}

// feldt is the interval of alpha from the F distribution (Feldt 1965).
func feldt(alpha float64, persons, items int, level float64) (low, high float64) {
	n, k := float64(persons), float64(items)
	f := distuv.F{D1: n - 1, D2: (n - 1) * (k - 1)}
	tail := (1 - level) / 2
	return 1 - (1-alpha)*f.Quantile(1-tail), 1 - (1-alpha)*f.Quantile(tail)
}

// matrix holds the items' covariances, row-major.
type matrix struct {
	k    int
	c    []float64
	mean float64 // sum of the items' means
}

// covariances are taken over the persons who saw both items; 0 where fewer than two
// did.
func covariances(m *responses.Matrix) *matrix {
	k := m.Items()
	s := pairsOf(m)
	c := &matrix{k: k, c: make([]float64, k*k)}
	for i := range k {
		if n := s.n[i*k+i]; n > 0 {
			c.mean += s.x[i*k+i] / n
		}
		for j := range i + 1 {
			c.c[i*k+j] = s.covariance(i, j)
			c.c[j*k+i] = c.c[i*k+j]
		}
	}
	return c
}

// sums are the variance of the sum score and the sum of the items' variances.
func (c *matrix) sums() (total, own float64) {
	for i := range c.k {
		own += c.c[i*c.k+i]
	}
	for _, v := range c.c {
		total += v
	}
	return total, own
}

// alphaWithout leaves out one item at a time; 0 where the others do not vary.
func (c *matrix) alphaWithout(total, own float64) []float64 {
	without := make([]float64, c.k)
	if c.k < 3 {
		return without
	}
	for i := range without {
		row := 0.0
		for _, v := range c.c[i*c.k : (i+1)*c.k] {
			row += v
		}
		variance := c.c[i*c.k+i]
		if rest := total - 2*row + variance; rest > 1e-12 {
			without[i] = alpha(rest, own-variance, c.k-1)
		}
	}
	return without
}

// oneFactor fits covariance = loading·loading by unweighted least squares of the
// correlations (minres, Harman & Jones 1966), one loading at a time, and returns the
// loadings and omega. Omega is 0 when the items share nothing.
func (c *matrix) oneFactor() (loadings []float64, omega float64) {
	loadings = make([]float64, c.k)
	for i := range loadings {
		if c.c[i*c.k+i] > 0 {
			loadings[i] = 0.5
		}
	}
	for range 500 {
		if c.sweep(loadings) < 1e-10 {
			break
		}
	}
	var common, unique float64
	for i := range loadings {
		variance := c.c[i*c.k+i]
		unique += variance * (1 - loadings[i]*loadings[i])
		loadings[i] *= math.Sqrt(variance)
		common += loadings[i]
	}
	common *= common
	if common+unique <= 0 {
		return loadings, 0
	}
	return loadings, common / (common + unique)
}

// sweep improves each loading given the others and returns the largest change.
func (c *matrix) sweep(loadings []float64) (moved float64) {
	for i, old := range loadings {
		var up, down float64
		for j, l := range loadings {
			if scale := c.c[i*c.k+i] * c.c[j*c.k+j]; j != i && scale > 0 {
				up += l * c.c[i*c.k+j] / math.Sqrt(scale)
				down += l * l
			}
		}
		if down > 1e-12 {
			loadings[i] = min(max(up/down, -1), 1)
		}
		moved = max(moved, math.Abs(loadings[i]-old))
	}
	return moved
}
