package dif

import (
	"math"
	"slices"

	"preceptor/measure/responses"
)

// Options of the item-wise methods; the zero value is the usual choice.
type Options struct {
	Purify bool    // match on the items without a flag only, found in rounds (Holland & Thayer 1988)
	Rate   float64 // false discovery rate of the flags; 0 means 0.05
}

func (o Options) rate() float64 {
	if o.Rate == 0 {
		return 0.05
	}
	return o.Rate
}

// MH is one item's Mantel-Haenszel comparison.
type MH struct {
	Name    string
	Common          // chi-square, its p-value, odds ratio and the error of its logarithm
	Delta   float64 // -2.35 ln(OddsRatio): ETS delta, positive when the item favours the focal group
	Class   string  // A negligible, B moderate, C large (Zieky 1993)
	Flag    bool    // significant at the false discovery rate
	Used    bool    // the item stayed in the matching score
	Persons int     // persons compared
}

// deltaScale turns a log odds ratio into ETS delta units (Holland & Thayer 1988).
const deltaScale = 2.35

// MantelHaenszel compares every item between the reference (focal false) and
// the focal group, matched on the sum score with the studied item in it
// (Holland & Thayer 1988). Answers must be 0, 1 or gaps; persons with gaps are
// matched by the score that their rate would give, and do not count for items
// that they have not seen. Errors: a responses.Fault, or ErrGroups.
func MantelHaenszel(m *responses.Matrix, focal []bool, opts Options) ([]MH, error) {
	if err := check(m, focal); err != nil {
		return nil, err
	}
	used := all(m.Items())
	out := compareAll(m, focal, used, opts.rate())
	const rounds = 10 // purification settles in two or three; ten ends a rare cycle
	for round := 0; opts.Purify && round < rounds; round++ {
		next := unflagged(out)
		if slices.Equal(next, used) || !slices.Contains(next, true) {
			break
		}
		used = next
		out = compareAll(m, focal, used, opts.rate())
	}
	return out, nil
}

func unflagged(found []MH) []bool {
	used := make([]bool, len(found))
	for j := range found {
		used[j] = !found[j].Flag
	}
	return used
}

func compareAll(m *responses.Matrix, focal, used []bool, rate float64) []MH {
	out, p := make([]MH, m.Items()), make([]float64, m.Items())
	strata, by := make([]Stratum, m.Items()+1), match(m, used)
	for j, name := range m.Names {
		clear(strata)
		n := fill(strata, by, focal, j)
		out[j] = MH{Name: name, Common: MantelHaenszelTest(strata), Used: used[j], Persons: n}
		out[j].Delta = -deltaScale * math.Log(out[j].OddsRatio)
		out[j].Class = etsClass(out[j])
		p[j] = out[j].P
	}
	for j, flag := range BenjaminiHochberg(p, rate) {
		out[j].Flag = flag
	}
	return out
}

// fill counts the persons who saw item j into strata by score.
func fill(strata []Stratum, by *matching, focal []bool, j int) (persons int) {
	for p := range focal {
		s, ok := by.score(p, j)
		if !ok {
			continue
		}
		right := by.m.At(p, j) == 1
		persons++
		switch t := &strata[s]; {
		case !focal[p] && right:
			t.RefRight++
		case !focal[p]:
			t.RefWrong++
		case right:
			t.FocalRight++
		default:
			t.FocalWrong++
		}
	}
	return persons
}

// etsClass sorts an item into A, B or C: C is at least 1.5 and significantly
// above 1 in absolute value, A is below 1 or not significantly above 0 (Zieky 1993).
func etsClass(x MH) string {
	size, se := math.Abs(x.Delta), deltaScale*x.SE
	switch {
	case size < 1 || x.P >= 0.05:
		return "A"
	case size >= 1.5 && size-1 > 1.6448536269514722*se:
		return "C"
	}
	return "B"
}
