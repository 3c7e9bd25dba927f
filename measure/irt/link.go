package irt

import (
	"errors"
	"fmt"
	"math"
)

// Link carries abilities of a new calibration onto the scale of a base:
// theta on the base = Slope·theta + Shift.
type Link struct{ Slope, Shift float64 }

// LinkMethod is a way to find a Link from items that both calibrations hold.
type LinkMethod string

// The methods, with the papers they come from.
const (
	MeanSigma    LinkMethod = "mean-sigma"    // mean and spread of the difficulties (Marco 1977)
	Haebara      LinkMethod = "haebara"       // item curves (Haebara 1980)
	StockingLord LinkMethod = "stocking-lord" // test curve (Stocking & Lord 1983)
)

// Causes why no link exists.
var (
	ErrLinkMethod = errors.New("the methods are mean-sigma, haebara and stocking-lord")
	ErrLink       = errors.New("the common items do not link the scales")
)

// Item is an item of the new calibration on the scale of the base.
func (l Link) Item(it Item) Item {
	out := it
	out.A = it.A / l.Slope
	out.D = make([]float64, len(it.D))
	for k, d := range it.D {
		out.D[k] = d - out.A*l.Shift
	}
	return out
}

// Ability is a person of the new calibration on the scale of the base.
func (l Link) Ability(x Ability) Ability {
	return Ability{l.Slope*x.Theta + l.Shift, math.Abs(l.Slope) * x.SE}
}

// FindLink finds the link from the items common to both calibrations, in the
// same order. Haebara and Stocking-Lord weigh abilities by N(0, 1) on the base
// scale. Errors: ErrItem, ErrLinkMethod, ErrLink.
func FindLink(fresh, base []Item, method LinkMethod) (Link, error) {
	if err := common(fresh, base); err != nil {
		return Link{}, err
	}
	start, err := meanSigma(fresh, base)
	switch method {
	case MeanSigma:
		return start, err
	case Haebara, StockingLord:
		if err != nil {
			start = Link{1, 0}
		}
		return newLinker(fresh, base, method).search(start)
	}
	return Link{}, fmt.Errorf("%q is not a method: %w", method, ErrLinkMethod)
}

func common(fresh, base []Item) error {
	if len(fresh) == 0 || len(fresh) != len(base) {
		return fmt.Errorf("%w: %d and %d items", ErrLink, len(fresh), len(base))
	}
	for j := range fresh {
		if err := errors.Join(fresh[j].Check(), base[j].Check()); err != nil {
			return err
		}
		if fresh[j].Categories() != base[j].Categories() {
			return fmt.Errorf("%w: item %q has %d categories on one scale and %d on the other", ErrLink, fresh[j].Name, fresh[j].Categories(), base[j].Categories())
		}
	}
	return nil
}

func meanSigma(fresh, base []Item) (Link, error) {
	m1, s1 := places(fresh)
	m2, s2 := places(base)
	if !(s1 > 1e-9) || !(s2 > 1e-9) || !finite(m1, m2, s1, s2) {
		return Link{}, fmt.Errorf("%w: mean and sigma need difficulties that differ", ErrLink)
	}
	return Link{s2 / s1, m2 - s2/s1*m1}, nil
}

// places is the mean and standard deviation of all difficulties.
func places(items []Item) (mean, sd float64) {
	var n, sum, square float64
	for j := range items {
		for _, b := range items[j].B() {
			n, sum, square = n+1, sum+b, square+b*b
		}
	}
	mean = sum / n
	return mean, math.Sqrt(math.Max(0, square/n-mean*mean))
}

// linker measures how far the curves of two calibrations lie apart.
type linker struct {
	fresh, base []Item
	test        bool // the test curve, not the item curves
	theta       []float64
	weight      []float64 // square roots
}

func newLinker(fresh, base []Item, method LinkMethod) *linker {
	l := &linker{fresh: fresh, base: base, test: method == StockingLord}
	for theta := -4.0; theta < 4.05; theta += 0.2 {
		l.theta = append(l.theta, theta)
		l.weight = append(l.weight, math.Exp(-theta*theta/4))
	}
	return l
}

// residuals are the weighted differences of the curves, one per node (test
// curve) or per node, item and category.
func (l *linker) residuals(link Link) []float64 {
	var out []float64
	for k, theta := range l.theta {
		sum := 0.0
		for j := range l.base {
			moved := link.Item(l.fresh[j])
			p, q := make([]float64, moved.Categories()), make([]float64, moved.Categories())
			moved.Probabilities(theta, p)
			l.base[j].Probabilities(theta, q)
			for c := range p {
				sum += float64(c) * (p[c] - q[c])
				if !l.test && c > 0 {
					out = append(out, l.weight[k]*(p[c]-q[c]))
				}
			}
		}
		if l.test {
			out = append(out, l.weight[k]*sum)
		}
	}
	return out
}

// search is the least-squares descent of Levenberg (1944) and Marquardt (1963)
// in the logarithm of the slope and the shift.
func (l *linker) search(start Link) (Link, error) {
	at := [2]float64{math.Log(math.Abs(start.Slope)), start.Shift}
	value, damp := l.loss(at), 1e-3
	for range 200 {
		g, h := l.normal(at)
		det := (h[0]*(1+damp))*(h[2]*(1+damp)) - h[1]*h[1]
		if !(det > 1e-300) {
			return Link{}, fmt.Errorf("%w: the curves do not depend on the scale", ErrLink)
		}
		s0 := -(h[2]*(1+damp)*g[0] - h[1]*g[1]) / det
		s1 := -(h[0]*(1+damp)*g[1] - h[1]*g[0]) / det
		next := [2]float64{at[0] + s0, at[1] + s1}
		if v := l.loss(next); v <= value {
			at, value, damp = next, v, damp/10
		} else {
			damp *= 10
		}
		if math.Abs(s0)+math.Abs(s1) < 1e-10 || damp > 1e12 {
			break
		}
	}
	if out := (Link{math.Exp(at[0]), at[1]}); finite(out.Slope, out.Shift) {
		return out, nil
	}
	return Link{}, ErrLink
}

func linkAt(at [2]float64) Link { return Link{math.Exp(at[0]), at[1]} }

func (l *linker) loss(at [2]float64) float64 {
	r := l.residuals(linkAt(at))
	if sum := dot(r, r); !math.IsNaN(sum) {
		return sum
	}
	return math.Inf(1)
}

// normal is the gradient and the (symmetric) matrix of the normal equations.
func (l *linker) normal(at [2]float64) (g [2]float64, h [3]float64) {
	const step = 1e-6
	r := l.residuals(linkAt(at))
	var d [2][]float64
	for i := range d {
		up, down := at, at
		up[i] += step
		down[i] -= step
		d[i] = l.residuals(linkAt(up))
		axpy(-1, l.residuals(linkAt(down)), d[i])
		for n := range d[i] {
			d[i][n] /= 2 * step
		}
		g[i] = dot(d[i], r)
	}
	return g, [3]float64{dot(d[0], d[0]), dot(d[0], d[1]), dot(d[1], d[1])}
}
