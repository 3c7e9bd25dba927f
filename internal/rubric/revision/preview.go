package revision

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"preceptor/internal/rubric"
)

// Past is a talk on the case whose marks humans have seen.
type Past struct {
	Talk  string
	Turns []rubric.Turn
	Marks rubric.Marks
}

// Shift is one mark of a past talk that the new version would give otherwise.
type Shift struct {
	Talk   string `json:"talk"`
	Item   string `json:"item"`
	Before *bool  `json:"before"`
	After  *bool  `json:"after"`
	// Human is what a human decided on this item of this talk, nil when nobody did.
	Human  *bool `json:"human,omitempty"`
	Signed bool  `json:"signed,omitempty"`
}

// Preview is what a proposal would do to past talks. It changes none of them.
type Preview struct {
	Talks  int     `json:"talks"`
	Shifts []Shift `json:"shifts"`
	// Repaired are shifts towards what a human decided, Broken are shifts away from it.
	Repaired int `json:"repaired"`
	Broken   int `json:"broken"`
	// Digest names exactly this preview of exactly this proposal.
	Digest string `json:"digest"`
}

// Preview marks the past talks with the version before and with the one proposed.
func (p Proposal) Preview(base Marker, checklist []rubric.Item, past []Past) Preview {
	after := p.marker(base)
	out := Preview{Talks: len(past), Shifts: []Shift{}}
	for _, talk := range past {
		old, young := base.Mark(talk.Turns, checklist), after.Mark(talk.Turns, checklist)
		for n := range old {
			if !same(old[n].Met, young[n].Met) {
				out.count(Shift{Talk: talk.Talk, Item: old[n].ID, Before: old[n].Met, After: young[n].Met,
					Human: decided(talk.Marks, old[n].ID), Signed: talk.Marks.State == rubric.Signed})
			}
		}
	}
	out.Digest = digest(p, out)
	return out
}

func (v *Preview) count(s Shift) {
	v.Shifts = append(v.Shifts, s)
	if s.Human == nil {
		return
	}
	if same(s.After, s.Human) {
		v.Repaired++
	}
	if same(s.Before, s.Human) {
		v.Broken++
	}
}

// decided is a human's last word on an item, or nil.
func decided(m rubric.Marks, item string) *bool {
	for n := len(m.Overrulings) - 1; n >= 0; n-- {
		if m.Overrulings[n].Item == item {
			return &m.Overrulings[n].After
		}
	}
	return nil
}

func same(a, b *bool) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// digest is the SHA-256 of what is proposed and what it would do.
func digest(p Proposal, v Preview) string {
	raw, err := json.Marshal(struct {
		Case    string
		Base    int
		Changes []Change
		Talks   int
		Shifts  []Shift
	}{p.Case, p.Base, p.Changes, v.Talks, v.Shifts})
	if err != nil {
		panic(err) // plain data always has JSON
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
