package irt

import (
	"math"

	"preceptor/measure/responses"
)

// Q3 is the correlation of every two items' residuals at the persons' EAP
// (Yen 1984): local dependence shows as a value far above the others. Pairs are
// taken over the persons who saw both; the diagonal is 1. It is 0 where a
// residual does not vary.
func (f *Fit) Q3(m *responses.Matrix) ([][]float64, error) {
	abilities, err := Score(m, f.Items, EAP)
	if err != nil {
		return nil, err
	}
	residual := f.residuals(m, abilities)
	n := len(f.Items)
	out := make([][]float64, n)
	for i := range out {
		out[i] = make([]float64, n)
		out[i][i] = 1
	}
	inParallel(n, func(i int) {
		for j := range i {
			out[i][j] = pairCorrelation(residual[i], residual[j])
		}
	})
	for i := range out {
		for j := range i {
			out[j][i] = out[i][j]
		}
	}
	return out, nil
}

// residuals are answers minus expectation, per item and person; NaN marks a gap.
func (f *Fit) residuals(m *responses.Matrix, abilities []Ability) [][]float64 {
	out := make([][]float64, len(f.Items))
	inParallel(len(out), func(j int) {
		it := &f.Items[j]
		out[j] = make([]float64, len(abilities))
		p := make([]float64, it.Categories())
		for i, x := range abilities {
			v := m.At(i, j)
			if v == responses.Missing {
				out[j][i] = math.NaN()
				continue
			}
			it.Probabilities(x.Theta, p)
			out[j][i] = float64(it.category(v))
			for c := range p {
				out[j][i] -= float64(c) * p[c]
			}
		}
	})
	return out
}

func pairCorrelation(a, b []float64) float64 {
	var n, x, y, xx, yy, xy float64
	for i := range a {
		if u, v := a[i], b[i]; !math.IsNaN(u) && !math.IsNaN(v) {
			n++
			x, y = x+u, y+v
			xx, yy, xy = xx+u*u, yy+v*v, xy+u*v
		}
	}
	if n < 2 {
		return 0
	}
	return correlation(xy/n, x/n, y/n, xx/n, yy/n)
}

// PersonFit is the standardised likelihood lz of every person at the EAP
// (Drasgow, Levine & Williams 1985): values below about -2 are answers that the
// model finds strange. It is 0 where the model allows one way to answer only.
func (f *Fit) PersonFit(m *responses.Matrix) ([]float64, error) {
	abilities, err := Score(m, f.Items, EAP)
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(abilities))
	inParallel(blocks(len(out)), func(b int) {
		from, to := span(b, len(out))
		for p := from; p < to; p++ {
			out[p] = f.lz(m.Row(p), abilities[p].Theta)
		}
	})
	return out, nil
}

func (f *Fit) lz(row []int16, theta float64) float64 {
	var loglik, mean, variance float64
	var buf [mostCategories]float64
	for j := range f.Items {
		if row[j] == responses.Missing {
			continue
		}
		p := buf[:f.Items[j].Categories()]
		f.Items[j].Probabilities(theta, p)
		loglik += math.Log(p[f.Items[j].category(int(row[j]))])
		var e, ee float64
		for _, x := range p {
			l := math.Log(x)
			e += x * l
			ee += x * l * l
		}
		mean += e
		variance += ee - e*e
	}
	if !(variance > 1e-12) {
		return 0
	}
	return (loglik - mean) / math.Sqrt(variance)
}
