package dif

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"preceptor/measure/responses"
)

// ErrGroups is a grouping that does not have exactly two groups.
var ErrGroups = errors.New("a comparison needs exactly two groups")

// Groups reads one label per person. The smaller label (as a number when all
// are numbers) is the reference group; focal[p] says that person p is in the other.
// A person without a label is a responses.Fault, another number of groups ErrGroups.
func Groups(labels []string) (focal []bool, reference, other string, err error) {
	for p, label := range labels {
		if label == "" || label == "NA" {
			return nil, "", "", &responses.Fault{Row: p, Reason: "this person belongs to no group"}
		}
	}
	found := slices.Compact(slices.SortedFunc(slices.Values(labels), compareLabels))
	if len(found) != 2 {
		return nil, "", "", fmt.Errorf("%w: found %d", ErrGroups, len(found))
	}
	focal = make([]bool, len(labels))
	for p, label := range labels {
		focal[p] = label == found[1]
	}
	return focal, found[0], found[1], nil
}

func compareLabels(a, b string) int {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	if errX == nil && errY == nil && x != y {
		return cmp.Compare(x, y)
	}
	return cmp.Compare(a, b)
}

// check refuses what no method of this package can use.
func check(m *responses.Matrix, focal []bool) error {
	if len(focal) != m.Persons() {
		return fmt.Errorf("%w: %d labels for %d persons", ErrGroups, len(focal), m.Persons())
	}
	if !slices.Contains(focal, true) || !slices.Contains(focal, false) {
		return fmt.Errorf("%w: everybody is in the same one", ErrGroups)
	}
	return m.CheckBinary()
}

// matching holds what every person's score is made of: the sum over the items
// in use, and how many of them the person has seen.
type matching struct {
	m         *responses.Matrix
	used      []bool
	sum, seen []int
	wanted    int
}

func match(m *responses.Matrix, used []bool) *matching {
	t := &matching{m: m, used: used, sum: make([]int, m.Persons()), seen: make([]int, m.Persons())}
	for _, yes := range used {
		if yes {
			t.wanted++
		}
	}
	for p := range t.sum {
		for j, v := range m.Row(p) {
			if used[j] && v != responses.Missing {
				t.seen[p]++
				t.sum[p] += int(v)
			}
		}
	}
	return t
}

// score is person p's sum over the items in use and the studied one, j. A
// person with gaps gets the score that the same rate would give on all of
// these items. It is not ok when the person has not seen item j.
func (t *matching) score(p, j int) (sum int, ok bool) {
	v := t.m.At(p, j)
	if v == responses.Missing {
		return 0, false
	}
	sum, seen, wanted := t.sum[p], t.seen[p], t.wanted
	if !t.used[j] {
		sum, seen, wanted = sum+v, seen+1, wanted+1
	}
	if seen < wanted {
		sum = int(math.Round(float64(sum*wanted) / float64(seen)))
	}
	return sum, true
}

func all(n int) []bool { return slices.Repeat([]bool{true}, n) }
