package cat

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// LearnPrices rehearses tests with simulated examinees from N(0, 1) until
// every item's price keeps it within the limit, and returns the mean of the
// prices over the second half of the rehearsals. Errors: ErrControl for a limit
// outside (0, 1], and those of Simulate.
func LearnPrices(b *Bank, plan Plan, limit float64, rehearsals int, seed uint64) (*Prices, error) {
	pace := 0.13 * b.steepest()
	p := &Prices{Price: make([]float64, len(b.Items)), Limit: limit}
	plan.Control = p
	mean := make([]float64, len(p.Price))
	sim, err := newSimulator(b, plan, seed)
	if err != nil {
		return nil, err
	}
	for n := range rehearsals {
		p.Pace = pace * math.Max(0.05, 1-float64(n)/float64(rehearsals))
		sim.next()
		if n >= rehearsals/2 {
			for i, x := range p.Price {
				mean[i] += x / float64(rehearsals-rehearsals/2)
			}
		}
	}
	copy(p.Price, mean)
	p.Pace = pace / 4
	return p, nil
}

// LearnSympsonHetter finds the chance of each item by rounds of simulated tests
// (Sympson & Hetter 1985): the limit divided by how often the item was chosen.
// Errors: ErrControl for a limit outside (0, 1], and those of Simulate.
func LearnSympsonHetter(b *Bank, plan Plan, limit float64, rounds, examinees int, seed uint64) (*SympsonHetter, error) {
	if !usable(limit) {
		return nil, fmt.Errorf("%w: a limit of %g", ErrControl, limit)
	}
	s := &SympsonHetter{Chance: make([]float64, len(b.Items))}
	for i := range s.Chance {
		s.Chance[i] = 1
	}
	for round := range rounds {
		watch := &watched{SympsonHetter: s, chosen: make([]int, len(b.Items))}
		plan.Control = watch
		sim, err := newSimulator(b, plan, seed+uint64(round))
		if err != nil {
			return nil, err
		}
		for range examinees {
			sim.next()
		}
		for i, n := range watch.chosen {
			s.Chance[i] = 1
			if share := float64(n) / float64(examinees); share > limit {
				s.Chance[i] = limit / share
			}
		}
	}
	return s, nil
}

// watched counts how often each item was chosen, asked or not.
type watched struct {
	*SympsonHetter
	chosen []int
}

func (w *watched) Choose(worth []float64, aside []bool, rnd *rand.Rand) int {
	before := append([]bool(nil), aside...)
	at := w.SympsonHetter.Choose(worth, aside, rnd)
	for i := range aside {
		if i == at || aside[i] && !before[i] {
			w.chosen[i]++
		}
	}
	return at
}
