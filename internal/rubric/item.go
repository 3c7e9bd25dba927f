package rubric

import (
	"errors"
	"fmt"
)

// Earn says what earns an item.
type Earn string

// The ways to earn an item. The zero value counts as Obtained.
const (
	Obtained Earn = "obtained"
	Asked    Earn = "asked"
	Said     Earn = "said"
	Did      Earn = "did"
)

// Weight tells items that every consultation has from those that decide between
// diagnoses.
type Weight string

// The two weights of an item. The zero value counts as Routine.
const (
	Routine        Weight = "routine"
	Discriminating Weight = "discriminating"
)

// Domain is the part of the consultation that an item belongs to. A machine
// marks these five; communication has no machine score.
type Domain string

// The domains with a machine score.
const (
	History     Domain = "history"
	Examination Domain = "examination"
	Tests       Domain = "tests"
	Reasoning   Domain = "reasoning"
	Plan        Domain = "plan"
)

// Item is one line of a checklist.
type Item struct {
	ID       string  `yaml:"id" json:"id"`
	Text     string  `yaml:"text" json:"text"`
	Domain   Domain  `yaml:"domain,omitempty" json:"domain,omitempty"`
	Earn     Earn    `yaml:"earn,omitempty" json:"earn,omitempty"`
	Points   float64 `yaml:"points,omitempty" json:"points,omitempty"`
	Critical bool    `yaml:"critical,omitempty" json:"critical,omitempty"`
	Weight   Weight  `yaml:"weight,omitempty" json:"weight,omitempty"`
	// Negative items are things that should not happen; meeting one costs its points.
	Negative bool `yaml:"negative,omitempty" json:"negative,omitempty"`
	// Group names the group that the item is counted in, if any.
	Group string `yaml:"group,omitempty" json:"group,omitempty"`
	// After names items that must be met earlier in the talk for this one to count.
	After []string `yaml:"after,omitempty" json:"after,omitempty"`
	// Facts are the case's facts behind the item. All of them must come out.
	Facts []string `yaml:"facts,omitempty" json:"facts,omitempty"`
	// AnyOf are facts of which one is enough.
	AnyOf []string `yaml:"any_of,omitempty" json:"any_of,omitempty"`
	// Done are findings, tests or acts; one of them earns an item of kind Did.
	Done []string `yaml:"done,omitempty" json:"done,omitempty"`
	// Topics are history topics; a question on one of them earns an item of kind Asked.
	Topics []string `yaml:"topics,omitempty" json:"topics,omitempty"`
	// Say are other wordings of the item; any of them earns it.
	Say []string `yaml:"say,omitempty" json:"say,omitempty"`
	// Good is one good way to have asked or said it, for the debrief.
	Good string `yaml:"good,omitempty" json:"good,omitempty"`
}

// Group counts several items as one: Need of its items are enough for all its points.
type Group struct {
	ID     string  `yaml:"id" json:"id"`
	Text   string  `yaml:"text" json:"text"`
	Need   int     `yaml:"need" json:"need"`
	Points float64 `yaml:"points" json:"points"`
}

// Rating is a global rating for humans; a machine never fills it in.
type Rating struct {
	ID   string `yaml:"id" json:"id"`
	Text string `yaml:"text" json:"text"`
	// Anchors describe the levels from the lowest to the highest.
	Anchors []string `yaml:"anchors" json:"anchors"`
}

// How is the item's way to be earned, with the default filled in.
func (i Item) How() Earn {
	if i.Earn == "" {
		return Obtained
	}
	return i.Earn
}

// The causes of a broken checklist item.
var (
	ErrNoID   = errors.New("the checklist item has no id")
	ErrNoText = errors.New("the checklist item has no text")
	ErrEarn   = errors.New("earn must be obtained, asked, said or did")
	ErrWeight = errors.New("weight must be routine or discriminating")
	ErrDomain = errors.New("domain must be history, examination, tests, reasoning or plan")
)

// Validate finds what makes the item unusable, one cause at a time.
func (i Item) Validate() error {
	switch {
	case i.ID == "":
		return ErrNoID
	case i.Text == "":
		return fmt.Errorf("%s: %w", i.ID, ErrNoText)
	case !oneOf(i.How(), Obtained, Asked, Said, Did):
		return fmt.Errorf("%s: %w, not %q", i.ID, ErrEarn, i.Earn)
	case !oneOf(i.Weight, "", Routine, Discriminating):
		return fmt.Errorf("%s: %w, not %q", i.ID, ErrWeight, i.Weight)
	case !oneOf(i.Domain, "", History, Examination, Tests, Reasoning, Plan):
		return fmt.Errorf("%s: %w, not %q", i.ID, ErrDomain, i.Domain)
	}
	return nil
}

func oneOf[T comparable](x T, allowed ...T) bool {
	for _, a := range allowed {
		if x == a {
			return true
		}
	}
	return false
}

// In is the item's domain, with the default filled in.
func (i Item) In() Domain { return domainOf(i) }
