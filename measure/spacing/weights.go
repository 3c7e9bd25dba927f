package spacing

import (
	"errors"
	"fmt"
	"math"
)

// Weights are the 21 numbers w0 to w20 of FSRS-6: w0-w3 first stabilities in days,
// w4-w7 difficulty, w8-w10 growth on recall, w11-w14 stability after forgetting,
// w15 and w16 the factors of Hard and Easy, w17-w19 same-day reviews (not used
// here), w20 the decay of the forgetting curve.
type Weights [21]float64

// ErrWeights says that weights are not usable: not finite or out of bounds.
var ErrWeights = errors.New("weights out of bounds")

// DefaultWeights are the published defaults of FSRS-6.
var DefaultWeights = Weights{
	0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
	1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
}

// lowest and highest are the bounds that the reference optimizer (fsrs-rs) keeps.
var (
	lowest  = Weights{0.001, 0.001, 0.001, 0.001, 1, 0.001, 0.001, 0.001, 0, 0, 0.001, 0.001, 0.001, 0.001, 0, 0, 1, 0, 0, 0, 0.1}
	highest = Weights{100, 100, 100, 100, 10, 4, 4, 0.75, 4.5, 0.8, 3.5, 5, 0.25, 0.9, 4, 1, 6, 2, 2, 0.8, 0.8}
)

// Validate reports the first weight that is not a number or lies out of bounds,
// as an error that wraps ErrWeights.
func (w Weights) Validate() error {
	for i, x := range w {
		if math.IsNaN(x) || x < lowest[i] || x > highest[i] {
			return fmt.Errorf("%w: w%d is %g, not within %g to %g", ErrWeights, i, x, lowest[i], highest[i])
		}
	}
	return nil
}
