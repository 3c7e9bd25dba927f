package revision

import (
	"slices"
	"strings"

	"preceptor/internal/rubric"
)

// Suggestion is a change that overrulings speak for. It is a draft for an educator,
// who shortens the words to those that matter and gives the reason.
type Suggestion struct {
	Change Change `json:"change"`
	// Talks are the talks whose overrulings speak for it, in their order.
	Talks []string `json:"talks"`
}

// oftenBothWays is how many times humans must overrule an item in each direction
// before it looks like one that only humans should mark.
const oftenBothWays = 2

// Suggest collects the overrulings of past talks into suggestions, in the order of
// the checklist: words that a human pointed at to give an item, words that a human
// refused, and items that are overruled both ways.
func Suggest(checklist []rubric.Item, past []Past) []Suggestion {
	var out []Suggestion
	for _, item := range checklist {
		given, taken := []string{}, []string{}
		for _, talk := range past {
			for _, o := range talk.Marks.Overrulings {
				if o.Item != item.ID {
					continue
				}
				if o.After {
					given = append(given, talk.Talk)
				} else {
					taken = append(taken, talk.Talk)
				}
				out = addWords(out, item, talk, o)
			}
		}
		if len(given) >= oftenBothWays && len(taken) >= oftenBothWays {
			both := slices.Concat(given, taken)
			slices.Sort(both)
			out = append(out, Suggestion{Change: Change{Item: item.ID, Kind: Human, Why: "overruled both ways"}, Talks: slices.Compact(both)})
		}
	}
	return out
}

// addWords adds what one overruling says about words, or its talk to a suggestion
// that says so already.
func addWords(out []Suggestion, item rubric.Item, talk Past, o rubric.Overruling) []Suggestion {
	c := Change{Item: item.ID, Kind: Refuse, Why: o.Reason}
	if o.After {
		c.Kind = Accept
	}
	if c.Words = pointedAt(item, talk, o); c.Words == "" {
		return out
	}
	for n := range out {
		if out[n].Change.Kind == c.Kind && out[n].Change.sameMatter(c) {
			out[n].Talks = append(out[n].Talks, talk.Talk)
			return out
		}
	}
	return append(out, Suggestion{Change: c, Talks: []string{talk.Talk}})
}

// pointedAt are the words of the turn that the human pointed at, when the one who
// earns the item said them.
func pointedAt(item rubric.Item, talk Past, o rubric.Overruling) string {
	if o.Turn < 0 || o.Turn >= len(talk.Turns) || talk.Turns[o.Turn].Who != earner(item) {
		return ""
	}
	return strings.TrimSpace(talk.Turns[o.Turn].Text)
}
