package irt

import "math"

// logistic is 1/(1+exp(-z)), exact in both tails.
func logistic(z float64) float64 {
	e := math.Exp(-math.Abs(z))
	if z >= 0 {
		return 1 / (1 + e)
	}
	return e / (1 + e)
}

// logit is the inverse of logistic.
func logit(p float64) float64 { return math.Log(p / (1 - p)) }

// step is logistic(x) - logistic(y) for x >= y without cancellation.
func step(x, y float64) float64 {
	return logistic(x) * logistic(-y) * -math.Expm1(y-x)
}

// tiny keeps logarithms of probabilities finite.
const tiny = 1e-300

// Probabilities writes P(category | theta) into p, one entry per category.
func (it *Item) Probabilities(theta float64, p []float64) {
	last := len(it.D)
	if last == 1 {
		z := it.A*theta + it.D[0]
		p[0] = math.Max(tiny, (1-it.C)*logistic(-z))
		p[1] = math.Max(tiny, it.C+(1-it.C)*logistic(z))
		return
	}
	above := it.A*theta + it.D[0]
	p[0] = math.Max(tiny, logistic(-above))
	for k := 1; k < last; k++ {
		next := it.A*theta + it.D[k]
		p[k] = math.Max(tiny, step(above, next))
		above = next
	}
	p[last] = math.Max(tiny, logistic(above))
}

// slopes writes the first and second derivatives of the category
// probabilities by theta into d1 and d2.
func (it *Item) slopes(theta float64, d1, d2 []float64) {
	clear(d1)
	clear(d2)
	for k, d := range it.D {
		p := logistic(it.A*theta + d)
		w := (1 - it.C) * it.A * p * (1 - p)
		v := w * it.A * (1 - 2*p)
		d1[k], d1[k+1] = d1[k]-w, d1[k+1]+w
		d2[k], d2[k+1] = d2[k]-v, d2[k+1]+v
	}
}

// Information is Fisher's information about theta in the item's answer
// (Birnbaum 1968; Samejima 1969): the sum of P'²/P over the categories.
func (it *Item) Information(theta float64) float64 {
	var room [3 * 8]float64 // enough for nearly every item, without the heap
	k, buf := it.Categories(), room[:]
	if 3*k > len(buf) {
		buf = make([]float64, 3*k)
	}
	return it.information(theta, buf[:k], buf[k:2*k], buf[2*k:3*k])
}

func (it *Item) information(theta float64, p, d1, d2 []float64) (sum float64) {
	it.Probabilities(theta, p)
	it.slopes(theta, d1, d2)
	for c := range p {
		sum += d1[c] * d1[c] / p[c]
	}
	return sum
}

// finite is false when one of the numbers is NaN or infinite.
func finite(xs ...float64) bool {
	for _, x := range xs {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}
