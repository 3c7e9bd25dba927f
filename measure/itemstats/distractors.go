package itemstats

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Groups is how many groups of candidates, from weakest to best, a curve has.
const Groups = 5

// Choices are the options that persons chose at one item; "" where they chose none.
type Choices struct {
	Key    string
	Chosen []string // per person
}

// Option is how one option of an item worked.
type Option struct {
	Label string
	Key   bool
	Count int
	Share float64 // of those who chose anything
	// PointBiserial is the correlation of choosing this option with the rest score;
	// a working distractor has a negative one. 0 when nothing varies.
	PointBiserial float64
	// Curve is the share of each fifth of the candidates, the weakest first, who chose
	// the option. Ties in the rest score stay together.
	Curve [Groups]float64
	// Flaw is empty for an option that works.
	Flaw Flaw
}

// Flaw says what is wrong with an option.
type Flaw string

// Flaws of options (Tarrant, Ware, Mohammed, BMC Medical Education 9, 2009: a
// distractor works when at least 5 per cent choose it and the weaker do so more).
const (
	NotChosen    Flaw = "chosen_by_fewer_than_5_percent"
	AttractsBest Flaw = "attracts_better_candidates"
	KeyRepels    Flaw = "key_chosen_by_weaker_candidates"
)

// ErrChoices says that choices and rest scores do not fit together.
var ErrChoices = errors.New("one finite rest score is needed for each person")

// Distractors describes the options of an item, in the order of their labels. rest
// are the persons' scores on the other items. Options that nobody chose are not
// known here. It fails with ErrChoices or ErrPersons.
func Distractors(c Choices, rest []float64) ([]Option, error) {
	if len(rest) != len(c.Chosen) {
		return nil, fmt.Errorf("%w: %d scores, %d persons", ErrChoices, len(rest), len(c.Chosen))
	}
	var labels []string
	var scores []float64
	for p, label := range c.Chosen {
		if label != "" && !(math.Abs(rest[p]) <= 1e9) {
			return nil, fmt.Errorf("person %d: %w: %g", p+1, ErrChoices, rest[p])
		}
		if label != "" {
			labels, scores = append(labels, label), append(scores, rest[p])
		}
	}
	if len(labels) < 3 {
		return nil, ErrPersons
	}
	group, sizes := fifths(scores)
	known := slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(labels), c.Key))))
	options := make([]Option, len(known))
	for i, label := range known {
		options[i] = option(label, labels, scores, group, sizes)
		options[i].Key = label == c.Key
		options[i].Flaw = options[i].flaw()
	}
	return options, nil
}

func option(label string, labels []string, scores []float64, group []int, sizes [Groups]float64) Option {
	o := Option{Label: label}
	chose := make([]float64, len(labels))
	for p, l := range labels {
		if l == label {
			chose[p] = 1
			o.Count++
			o.Curve[group[p]] += 1 / sizes[group[p]]
		}
	}
	o.Share = float64(o.Count) / float64(len(labels))
	o.PointBiserial = correlation(chose, scores)
	return o
}

func (o Option) flaw() Flaw {
	switch {
	case o.Key && o.PointBiserial < 0:
		return KeyRepels
	case o.Key:
		return ""
	case o.Share < 0.05:
		return NotChosen
	case o.PointBiserial > 0.05:
		return AttractsBest
	}
	return ""
}

// fifths sorts persons into groups by score; equal scores share the group in which
// the middle of them falls.
func fifths(scores []float64) (group []int, sizes [Groups]float64) {
	sorted := slices.Sorted(slices.Values(scores))
	group = make([]int, len(scores))
	for p, s := range scores {
		first, _ := slices.BinarySearch(sorted, s)
		after, _ := slices.BinarySearchFunc(sorted, s, func(e, t float64) int {
			if e <= t {
				return -1
			}
			return 1
		})
		group[p] = min(Groups-1, (first+after)*Groups/(2*len(sorted)))
		sizes[group[p]]++
	}
	return group, sizes
}

// correlation is Pearson's; 0 when either side does not vary.
func correlation(x, y []float64) float64 {
	meanX, varX := moments(x)
	meanY, varY := moments(y)
	if varX < 1e-18 || varY < 1e-18 {
		return 0
	}
	sum := 0.0
	for i := range x {
		sum += (x[i] - meanX) * (y[i] - meanY)
	}
	return sum / float64(len(x)-1) / math.Sqrt(varX*varY)
}
