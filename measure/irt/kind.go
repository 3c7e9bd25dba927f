package irt

import (
	"errors"
	"fmt"
	"math"
)

// Kind is a family of item response curves. In all of them the ability theta
// is normal with mean 0 and standard deviation 1 among the persons.
type Kind string

// The kinds, with the papers they come from.
const (
	Rasch   Kind = "rasch" // one slope for all items (Rasch 1960; Thissen 1982)
	TwoPL   Kind = "2pl"   // logistic with a slope per item (Birnbaum 1968)
	ThreePL Kind = "3pl"   // with a lower asymptote for guessing (Birnbaum 1968)
	Graded  Kind = "grm"   // ordered categories (Samejima 1969)
)

// ErrKind is a name that is not a Kind.
var ErrKind = errors.New("the kinds are rasch, 2pl, 3pl and grm")

// ParseKind reads the name of a kind.
func ParseKind(name string) (Kind, error) {
	switch k := Kind(name); k {
	case Rasch, TwoPL, ThreePL, Graded:
		return k, nil
	}
	return "", fmt.Errorf("%q is not a kind: %w", name, ErrKind)
}

// Item is one calibrated item in slope-intercept form: with K categories,
// P(X >= k-th category) = C + (1-C)·logistic(A·theta + D[k-1]), k = 1..K-1.
type Item struct {
	Name  string
	A     float64   // slope
	D     []float64 // intercepts, descending; one for right and wrong
	C     float64   // lower asymptote; 0 except in 3pl
	Codes []int     // the answers that mean category 0, 1, …; nil means 0, 1, …
}

// Categories is the number of ordered answers.
func (it *Item) Categories() int { return len(it.D) + 1 }

// B are the item's places on the ability scale, -d/a; it is nil when the slope
// is 0 to the eye of the machine.
func (it *Item) B() []float64 {
	const flat = 1e-9
	if math.Abs(it.A) < flat {
		return nil
	}
	b := make([]float64, len(it.D))
	for k, d := range it.D {
		b[k] = -d / it.A
	}
	return b
}

// ErrItem is an item whose parameters describe no curve.
var ErrItem = errors.New("not usable item parameters")

// Check refuses parameters that describe no curve: not finite, intercepts that
// do not descend, a C outside 0..1 or with more than two categories.
func (it *Item) Check() error {
	if len(it.D) == 0 || !finite(it.A, it.C) || !finite(it.D...) {
		return fmt.Errorf("item %q: %w: a slope and at least one intercept are needed, all finite", it.Name, ErrItem)
	}
	for k := 1; k < len(it.D); k++ {
		if it.D[k] >= it.D[k-1] {
			return fmt.Errorf("item %q: %w: the intercepts do not descend", it.Name, ErrItem)
		}
	}
	if it.C < 0 || it.C >= 1 || it.C > 0 && len(it.D) > 1 {
		return fmt.Errorf("item %q: %w: c must lie in [0, 1) and belongs to two categories", it.Name, ErrItem)
	}
	if it.Codes != nil && len(it.Codes) != len(it.D)+1 {
		return fmt.Errorf("item %q: %w: %d categories and %d codes", it.Name, ErrItem, len(it.D)+1, len(it.Codes))
	}
	return nil
}

// category is the number of an answer, or -1 when the item does not know it.
func (it *Item) category(answer int) int {
	if it.Codes == nil {
		if answer < 0 || answer > len(it.D) {
			return -1
		}
		return answer
	}
	for k, code := range it.Codes {
		if code == answer {
			return k
		}
	}
	return -1
}
