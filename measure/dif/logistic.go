package dif

import (
	"math"

	"preceptor/measure/responses"
)

// LogisticItem is one item's comparison by logistic regression.
type LogisticItem struct {
	Name               string
	Uniform, UniformP  float64 // chi-square of the group beside the score, 1 df
	Crossing, CrossP   float64 // chi-square of group × score beside both, 1 df: non-uniform
	Both, P            float64 // chi-square of the two together, 2 df
	Group, Interaction float64 // coefficients of the full model: focal group, and focal group × score
	R2Change           float64 // Nagelkerke's R² of the full model minus that of the score alone
	Class              string  // A below 0.035, B below 0.070, C (Jodoin & Gierl 2001), A when P is not significant
	Flag               bool    // P is a discovery at the false discovery rate
	Note               string  // why the figures do not exist; empty when they do
}

// Logistic compares every item by logistic regression on score, group and
// their product (Swaminathan & Rogers 1990); it also finds differences whose
// direction changes along the scale, to which Mantel-Haenszel is blind.
// Matching and errors are those of MantelHaenszel; Purify has no effect.
func Logistic(m *responses.Matrix, focal []bool, opts Options) ([]LogisticItem, error) {
	if err := check(m, focal); err != nil {
		return nil, err
	}
	out, p := make([]LogisticItem, m.Items()), make([]float64, m.Items())
	by := match(m, all(m.Items()))
	for j := range out {
		out[j] = logisticItem(by, focal, j)
		p[j] = out[j].P
	}
	for j, flag := range BenjaminiHochberg(p, opts.rate()) {
		out[j].Flag = flag
	}
	return out, nil
}

func logisticItem(by *matching, focal []bool, j int) LogisticItem {
	x, y := design(by, focal, j)
	out := LogisticItem{Name: by.m.Names[j], UniformP: 1, CrossP: 1, P: 1, Class: "A"}
	var fits [4]regression
	for k := range fits {
		var ok bool
		if fits[k], ok = logit(x, y, k+1); !ok {
			out.Note = by.m.Fault(-1, j, "separation: score and group tell right from wrong without error, or the answers do not vary").Error()
			return out
		}
	}
	gain := func(a, b int) float64 { return math.Max(0, 2*(fits[b].loglik-fits[a].loglik)) }
	out.Uniform, out.Crossing, out.Both = gain(1, 2), gain(2, 3), gain(1, 3)
	out.UniformP, out.CrossP, out.P = chi2Tail1(out.Uniform), chi2Tail1(out.Crossing), chi2Tail2(out.Both)
	out.Group, out.Interaction = fits[3].beta[2], fits[3].beta[3]
	n, null := float64(len(y)), fits[0].loglik
	out.R2Change = nagelkerke(fits[3].loglik, null, n) - nagelkerke(fits[1].loglik, null, n)
	switch {
	case out.P >= 0.05 || out.R2Change < 0.035:
	case out.R2Change < 0.070:
		out.Class = "B"
	default:
		out.Class = "C"
	}
	return out
}

// nagelkerke is R² on the scale where a perfect model has 1 (Nagelkerke 1991).
func nagelkerke(loglik, null, n float64) float64 {
	return math.Expm1(2*(null-loglik)/n) / math.Expm1(2*null/n)
}

// design makes one row per person who saw item j: 1, score, group, product.
// The score is standardised, which keeps the arithmetic tame and the tests equal.
func design(by *matching, focal []bool, j int) (x [][4]float64, y []float64) {
	var sum, squares float64
	for p := range focal {
		s, ok := by.score(p, j)
		if !ok {
			continue
		}
		z, g := float64(s), 0.0
		if focal[p] {
			g = 1
		}
		sum, squares = sum+z, squares+z*z
		x, y = append(x, [4]float64{1, z, g, 0}), append(y, float64(by.m.At(p, j)))
	}
	n := float64(len(y))
	mean := sum / math.Max(n, 1)
	sd := math.Sqrt(math.Max(0, squares/math.Max(n, 1)-mean*mean))
	for i := range x {
		if sd > 0 {
			x[i][1] = (x[i][1] - mean) / sd
		}
		x[i][3] = x[i][1] * x[i][2]
	}
	return x, y
}
