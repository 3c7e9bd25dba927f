package itemstats

import (
	"errors"
	"math"
	"slices"

	"preceptor/measure/responses"
)

// Faults of a response matrix.
var (
	ErrPersons  = errors.New("item statistics need at least three persons")
	ErrItems    = errors.New("item statistics need at least two items")
	ErrNoSpread = errors.New("all persons have the same score")
)

// Item is what is known of an item.
type Item struct {
	Name    string
	Persons int     // who saw it
	Low     int     // least answer found
	High    int     // highest answer found
	Mean    float64 // of the answers
	SD      float64
	// Difficulty is (Mean - floor)/(High - floor), the floor being 0, or Low where all
	// answers are above or some below 0: the share right of an item scored 0 and 1.
	Difficulty float64
	// PointBiserial is the correlation of the item with the rest score (corrected).
	PointBiserial float64
	// Discrimination is the difference in difficulty between the upper and the lower
	// 27 per cent by rest score (Kelley 1939); ties at the border count in part.
	Discrimination float64
	// Note says in a sentence why a figure stands at 0; empty when all could be
	// computed.
	Note string
}

// Items describes every item. An item that everybody answered alike, or that nobody
// saw, keeps its zeros and says so in Note. It fails with ErrPersons or ErrItems.
func Items(m *responses.Matrix) ([]Item, error) {
	if m.Persons() < 3 {
		return nil, ErrPersons
	}
	if m.Items() < 2 {
		return nil, ErrItems
	}
	rest, items := newRest(m), make([]Item, m.Items())
	for j, name := range m.Names {
		items[j] = rest.item(j)
		items[j].Name = name
	}
	return items, nil
}

// restScores knows every person's sum and number of items seen.
type restScores struct {
	m          *responses.Matrix
	sum        []float64
	seen       []float64
	x, r, work []float64 // of the item at hand: answers, rest scores, a sorted copy
}

func newRest(m *responses.Matrix) *restScores {
	n := m.Persons()
	s := &restScores{m: m, sum: make([]float64, n), seen: make([]float64, n), x: make([]float64, 0, n), r: make([]float64, 0, n), work: make([]float64, 0, n)}
	for p := range n {
		for _, v := range m.Row(p) {
			if v != responses.Missing {
				s.sum[p] += float64(v)
				s.seen[p]++
			}
		}
	}
	return s
}

// take collects answers and rest scores of those who saw item j and another one.
func (s *restScores) take(j int) {
	s.x, s.r = s.x[:0], s.r[:0]
	for p := range s.sum {
		v := s.m.At(p, j)
		if v != responses.Missing && s.seen[p] > 1 {
			s.x = append(s.x, float64(v))
			s.r = append(s.r, (s.sum[p]-float64(v))/(s.seen[p]-1))
		}
	}
}

func (s *restScores) item(j int) Item {
	s.take(j)
	it := Item{Persons: len(s.x)}
	if len(s.x) < 3 {
		it.Note = "fewer than three persons saw this item"
		return it
	}
	mean, spread := moments(s.x)
	restMean, restSpread := moments(s.r)
	it.Mean = mean
	it.SD = math.Sqrt(spread)
	it.Low, it.High = bounds(s.x)
	floor := math.Min(0, float64(it.Low))
	if it.Low > 0 && it.High > it.Low {
		floor = float64(it.Low)
	}
	if float64(it.High) > floor {
		it.Difficulty = (it.Mean - floor) / (float64(it.High) - floor)
	}
	switch {
	case spread == 0:
		it.Note = "everybody gave the same answer"
		return it
	case restSpread < 1e-18:
		it.Note = "all persons have the same score on the other items"
		return it
	}
	together := 0.0
	for i, x := range s.x {
		together += (x - it.Mean) * (s.r[i] - restMean)
	}
	it.PointBiserial = together / float64(len(s.x)-1) / math.Sqrt(spread*restSpread)
	it.Discrimination = s.upperLess(float64(it.High) - floor)
	return it
}

// upperLess is the mean of the upper group less that of the lower, as a share of
// the item's range.
func (s *restScores) upperLess(span float64) float64 {
	s.work = append(s.work[:0], s.r...)
	slices.Sort(s.work)
	size := 0.27 * float64(len(s.r))
	low, high := s.work[int(size)], s.work[len(s.work)-1-int(size)]
	upper := s.groupMean(size, func(r float64) (above, at bool) { return r > high, r == high })
	lower := s.groupMean(size, func(r float64) (above, at bool) { return r < low, r == low })
	return (upper - lower) / span
}

// groupMean is the mean answer of a group of the given size: all who are beyond its
// border, and of those at the border as large a part as has room.
func (s *restScores) groupMean(size float64, place func(float64) (beyond, at bool)) float64 {
	var inside, insideSum, border, borderSum float64
	for i, r := range s.r {
		switch beyond, at := place(r); {
		case beyond:
			inside, insideSum = inside+1, insideSum+s.x[i]
		case at:
			border, borderSum = border+1, borderSum+s.x[i]
		}
	}
	return (insideSum + (size-inside)*borderSum/border) / size
}

// moments are mean and variance (over n-1).
func moments(x []float64) (mean, variance float64) {
	for _, v := range x {
		mean += v
	}
	mean /= float64(len(x))
	for _, v := range x {
		variance += (v - mean) * (v - mean)
	}
	return mean, variance / float64(len(x)-1)
}

func bounds(x []float64) (low, high int) {
	return int(slices.Min(x)), int(slices.Max(x))
}

// RestScores returns every person's mean on the items other than j; ok is false, and
// the score 0, for a person who saw no other.
func RestScores(m *responses.Matrix, j int) (scores []float64, ok []bool) {
	s := newRest(m)
	ok = make([]bool, len(s.sum))
	for p := range s.sum {
		if v := m.At(p, j); v != responses.Missing {
			s.sum[p] -= float64(v)
			s.seen[p]--
		}
		if ok[p] = s.seen[p] > 0; ok[p] {
			s.sum[p] /= s.seen[p]
		}
	}
	return s.sum, ok
}
