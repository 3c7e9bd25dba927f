package cat

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
)

// ErrQuota is a quota that the bank cannot meet.
var ErrQuota = errors.New("the quotas cannot be met")

// Quotas are the shares of a test that belong to content areas; they add up to
// at most 1, and what is left is free.
type Quotas map[string]float64

func (q Quotas) check(b *Bank) error {
	held, sum := map[string]int{}, 0.0
	for i := range b.Items {
		held[b.Items[i].Area]++
	}
	for _, area := range slices.Sorted(maps.Keys(q)) {
		share := q[area]
		if !(share > 0) || math.IsInf(share, 1) {
			return fmt.Errorf("%w: the share of area %q is not above 0", ErrQuota, area)
		}
		if held[area] == 0 {
			return fmt.Errorf("%w: the bank holds no item of area %q", ErrQuota, area)
		}
		sum += share
	}
	if sum > 1+1e-9 {
		return fmt.Errorf("%w: the shares add up to %.3f", ErrQuota, sum)
	}
	return nil
}

// apply leaves only the items of the area that lags furthest behind its share
// (Kingsbury & Zara 1989). An area that has no item left is passed over.
func (q Quotas) apply(e *Exam, worth []float64) {
	area, gap := "", 0.0
	n := float64(len(e.Items) + 1)
	for i := range worth {
		a := e.bank.Items[i].Area
		share, ok := q[a]
		if !ok || math.IsInf(worth[i], -1) {
			continue
		}
		if g := share*n - float64(e.areas[a]); g > gap+1e-9 || g > gap-1e-9 && gap > 0 && a < area {
			area, gap = a, math.Max(g, gap)
		}
	}
	if gap <= 0 {
		return
	}
	for i := range worth {
		if e.bank.Items[i].Area != area {
			worth[i] = math.Inf(-1)
		}
	}
}
