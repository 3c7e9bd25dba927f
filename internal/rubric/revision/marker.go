package revision

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"preceptor/internal/rubric"
)

// Kind is what a change teaches.
type Kind string

// The kinds of changes.
const (
	Accept Kind = "accept" // these words earn the item
	Refuse Kind = "refuse" // these words do not earn it
	Human  Kind = "human"  // only humans mark the item
)

// Change teaches the marker one thing about one item of a case.
type Change struct {
	Item  string `json:"item"`
	Kind  Kind   `json:"kind"`
	Words string `json:"words,omitempty"`
	Why   string `json:"why"`
}

// Marker is a version of the marker for one case. Version 0 has no changes.
type Marker struct {
	Case    string   `json:"case"`
	Version int      `json:"version"`
	Changes []Change `json:"changes,omitempty"`
}

// The causes why a change cannot be made.
var (
	ErrNoItem  = errors.New("the checklist has no such item")
	ErrKind    = errors.New("a change accepts words, refuses words, or leaves an item to humans")
	ErrNoWords = errors.New("a change that accepts or refuses needs the words")
	ErrNoWhy   = errors.New("a change needs a reason")
	ErrTwice   = errors.New("the marker has this change already, or its opposite")
)

// Mark marks a talk as rubric.Mark does, with what the changes teach.
func (m Marker) Mark(talk []rubric.Turn, checklist []rubric.Item) []rubric.Result {
	results := rubric.Mark(talk, checklist)
	for n := range results {
		item := checklist[n]
		for _, c := range m.Changes {
			if c.Item == item.ID {
				results[n] = c.apply(talk, item, results[n])
			}
		}
	}
	return results
}

// apply is the mark of an item as one change leaves it.
func (c Change) apply(talk []rubric.Turn, item rubric.Item, r rubric.Result) rubric.Result {
	switch c.Kind {
	case Human:
		return rubric.Result{ID: r.ID, Confidence: r.Confidence, Evidence: r.Evidence}
	case Accept:
		if at, found := rubric.Find(talk, earner(item), c.Words); found && !r.IsMet() {
			yes := true
			return rubric.Result{ID: r.ID, Met: &yes, Confidence: 0.9, Evidence: []rubric.Evidence{at}}
		}
	case Refuse:
		if !r.IsMet() {
			return r
		}
		if muted, any := mute(talk, item, c.Words); any {
			return rubric.Mark(muted, []rubric.Item{item})[0]
		}
	}
	return r
}

// earner is whose words earn an item.
func earner(i rubric.Item) rubric.Who {
	if i.How() == rubric.Obtained {
		return rubric.Patient
	}
	return rubric.Learner
}

// mute is the talk without the turns that say the refused words. Facts and acts that
// the engine recorded stand: a refusal is about words.
func mute(talk []rubric.Turn, item rubric.Item, refused string) ([]rubric.Turn, bool) {
	muted, any := slices.Clone(talk), false
	for {
		at, found := rubric.Find(muted, earner(item), refused)
		if !found {
			return muted, any
		}
		muted[at.Turn].Text, any = "", true
	}
}

// check finds what makes a change unusable for a marker and a checklist.
func (c Change) check(base Marker, checklist []rubric.Item) error {
	known := slices.ContainsFunc(checklist, func(i rubric.Item) bool { return i.ID == c.Item })
	switch {
	case !known:
		return fmt.Errorf("%q: %w", c.Item, ErrNoItem)
	case c.Kind != Accept && c.Kind != Refuse && c.Kind != Human:
		return fmt.Errorf("%s: %w, not %q", c.Item, ErrKind, c.Kind)
	case c.Kind != Human && strings.TrimSpace(c.Words) == "":
		return fmt.Errorf("%s: %w", c.Item, ErrNoWords)
	case strings.TrimSpace(c.Why) == "":
		return fmt.Errorf("%s: %w", c.Item, ErrNoWhy)
	case slices.ContainsFunc(base.Changes, c.sameMatter):
		return fmt.Errorf("%s: %w", c.Item, ErrTwice)
	}
	return nil
}

// sameMatter says whether two changes rule on the same words of the same item.
func (c Change) sameMatter(o Change) bool {
	return c.Item == o.Item && strings.EqualFold(strings.Join(strings.Fields(c.Words), " "), strings.Join(strings.Fields(o.Words), " "))
}
