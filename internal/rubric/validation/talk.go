package validation

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"preceptor/internal/rubric"
)

// Talk is a transcript that two humans marked independently.
type Talk struct {
	ID         string        `json:"id"`
	Transcript []rubric.Turn `json:"transcript"`
	Checklist  []rubric.Item `json:"checklist"`
	// Marks are, per rater, the items that they marked; null where one could not tell.
	Marks map[string]map[string]*bool `json:"marks"`
}

// The causes why a talk cannot be used.
var (
	ErrRaters = errors.New("a talk needs the marks of exactly two raters")
	ErrItem   = errors.New("a rater marked an item that is not in the checklist")
	ErrTwice  = errors.New("two items have the same id")
)

// Check finds what makes a talk unusable.
func (t Talk) Check() error {
	if len(t.Marks) != 2 {
		return fmt.Errorf("%w, not %d", ErrRaters, len(t.Marks))
	}
	known := map[string]bool{}
	for _, i := range t.Checklist {
		if known[i.ID] {
			return fmt.Errorf("%w: %s", ErrTwice, i.ID)
		}
		known[i.ID] = true
	}
	for _, rater := range t.raters() {
		for _, item := range slices.Sorted(maps.Keys(t.Marks[rater])) {
			if !known[item] {
				return fmt.Errorf("%w: %s, by %s", ErrItem, item, rater)
			}
		}
	}
	return nil
}

// raters are the names of the two raters in alphabetical order.
func (t Talk) raters() []string { return slices.Sorted(maps.Keys(t.Marks)) }

// judged is one item of one talk as two humans and the machine marked it.
type judged struct {
	talk    int
	earn    rubric.Earn
	human   [2]*bool
	machine *bool
}

// judge marks a talk and puts the three marks of each item side by side.
func (t Talk) judge(number int) []judged {
	raters, results := t.raters(), rubric.Mark(t.Transcript, t.Checklist)
	out := make([]judged, len(t.Checklist))
	for n, i := range t.Checklist {
		out[n] = judged{talk: number, earn: i.How(), machine: results[n].Met,
			human: [2]*bool{t.Marks[raters[0]][i.ID], t.Marks[raters[1]][i.ID]}}
	}
	return out
}
