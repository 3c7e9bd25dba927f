package irt

// expected is what the E-step of Bock & Aitkin (1981) leaves of the persons:
// how many of them are expected at each node of ability with each answer. The
// M-step needs nothing else.
type expected struct {
	loglik float64

	// For complete right-or-wrong answers the logistic curves need three sums
	// only, because the weighted score is sufficient (Birnbaum 1968).
	persons         []float64 // per node, persons
	right, rightSum []float64 // per item: who answered right, and the sum of their abilities

	// Otherwise, per item, persons at each category × node (category-major).
	counts [][]float64
}

// engine does the E-step for one set of data, one grid and given curves.
type engine interface {
	expect(c *curves) *expected
	posterior(c *curves, theta, sd []float64) // per pattern, EAP and posterior standard deviation
}
