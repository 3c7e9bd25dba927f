package cat

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// ErrControl is a control that does not belong to the bank.
var ErrControl = errors.New("the control does not fit the bank")

// Control chooses among rated items and keeps them from being seen too often.
type Control interface {
	// Choose picks an item by its worth; -Inf means not allowed. It may set items
	// aside for the rest of this test, and returns -1 when nothing is left.
	Choose(worth []float64, aside []bool, rnd *rand.Rand) int
	// Seen is told the items of each finished test.
	Seen(items []int)
}

// Best always takes the item of the highest worth.
type Best struct{}

// Choose implements Control.
func (Best) Choose(worth []float64, _ []bool, _ *rand.Rand) int { return highest(worth) }

// Seen implements Control.
func (Best) Seen([]int) {}

func highest(worth []float64) int {
	best, at := math.Inf(-1), -1
	for i, w := range worth {
		if w > best {
			best, at = w, i
		}
	}
	return at
}

// Randomesque takes one of the Among best items at random (Kingsbury & Zara 1989).
type Randomesque struct{ Among int }

// Choose implements Control.
func (r Randomesque) Choose(worth []float64, _ []bool, rnd *rand.Rand) int {
	var top []int
	for range max(1, r.Among) {
		i := highest(worth)
		if i < 0 {
			break
		}
		top = append(top, i)
		worth[i] = math.Inf(-1)
	}
	if len(top) == 0 {
		return -1
	}
	return top[rnd.IntN(len(top))]
}

// Seen implements Control.
func (Randomesque) Seen([]int) {}

// SympsonHetter asks a chosen item only with the chance that belongs to it and
// otherwise sets it aside (Sympson & Hetter 1985).
type SympsonHetter struct{ Chance []float64 }

// Choose implements Control.
func (s *SympsonHetter) Choose(worth []float64, aside []bool, rnd *rand.Rand) int {
	last := -1
	for {
		i := highest(worth)
		if i < 0 {
			return last // everything was held back: ask the last one after all
		}
		if rnd.Float64() < s.Chance[i] {
			return i
		}
		aside[i] = true
		worth[i] = math.Inf(-1)
		last = i
	}
}

// Seen implements Control.
func (*SympsonHetter) Seen([]int) {}

func (s *SympsonHetter) fits(b *Bank) error {
	if len(s.Chance) != len(b.Items) {
		return fmt.Errorf("%w: %d chances for %d items", ErrControl, len(s.Chance), len(b.Items))
	}
	for i, c := range s.Chance {
		if !(c >= 0 && c <= 1) {
			return fmt.Errorf("%w: the chance of item %q is %g", ErrControl, b.Items[i].Name, c)
		}
	}
	return nil
}

// Prices charges every item what it would be worth to other examinees: the
// shadow price of the limit on how many may see it (van der Linden & Veldkamp
// 2004 set the same limit by chance). A price rises when its item is
// seen more often than the limit and falls otherwise (dual subgradient); an
// item of which no place is left is barred.
type Prices struct {
	Price []float64 // per item, in units of worth
	Limit float64   // largest share of examinees that may see an item
	Pace  float64   // rise of a price per test
	left  []int     // places left per item; nil means not counted
}

func (p *Prices) fits(b *Bank) error {
	if len(p.Price) != len(b.Items) {
		return fmt.Errorf("%w: %d prices for %d items", ErrControl, len(p.Price), len(b.Items))
	}
	if !finite(p.Price...) || !finite(p.Pace) || !usable(p.Limit) {
		return fmt.Errorf("%w: prices and pace must be finite, the limit above 0 and at most 1", ErrControl)
	}
	return nil
}

// usable says that a limit of exposure leaves somebody to see an item.
func usable(limit float64) bool { return limit > 0 && limit <= 1 }

// Choose implements Control.
func (p *Prices) Choose(worth []float64, _ []bool, _ *rand.Rand) int {
	best, at := math.Inf(-1), -1
	for i, w := range worth {
		if p.left != nil && p.left[i] == 0 {
			continue
		}
		if w -= p.Price[i]; w > best {
			best, at = w, i
		}
	}
	return at
}

// Seen implements Control.
func (p *Prices) Seen(items []int) {
	for _, i := range items {
		p.Price[i] += p.Pace
		if p.left != nil {
			p.left[i]--
		}
	}
	for i := range p.Price {
		p.Price[i] = math.Max(0, p.Price[i]-p.Pace*p.Limit)
	}
}

// places gives every item room for its share of n examinees.
func (p *Prices) places(n int) {
	each := max(1, int(math.Floor(p.Limit*float64(n)+1e-9)))
	p.left = slices.Repeat([]int{each}, len(p.Price))
}
