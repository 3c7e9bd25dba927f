package revision

import (
	"errors"
	"slices"
	"strings"
	"time"

	"preceptor/internal/rubric"
)

// State is how far a proposal has come; see the drawing in the package comment.
type State string

// The states of a proposal.
const (
	Proposed State = "proposed"
	Approved State = "approved"
	Rejected State = "rejected"
)

// Proposal is one educator's wish for a new marker version of a case.
type Proposal struct {
	Case    string    `json:"case"`
	Base    int       `json:"base"` // the marker version that it changes
	Changes []Change  `json:"changes"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	State   State     `json:"state"`
	// JudgedBy approved or rejected it; Seen is the digest of the preview they saw.
	JudgedBy string    `json:"judged_by,omitempty"`
	JudgedAt time.Time `json:"judged_at,omitzero"`
	Reason   string    `json:"reason,omitempty"`
	Seen     string    `json:"seen,omitempty"`
}

// The causes why a proposal cannot be made or judged.
var (
	ErrNothing    = errors.New("a proposal needs at least one change")
	ErrNoPerson   = errors.New("a proposal is made and judged by named humans")
	ErrSamePerson = errors.New("a second educator has to judge the proposal")
	ErrClosed     = errors.New("the proposal has been judged already")
	ErrStale      = errors.New("the marker of the case has changed since the proposal; propose it again")
	ErrUnseen     = errors.New("the past marks that would change are not those that the approver has seen")
	ErrNoReason   = errors.New("a rejection needs a reason")
)

// Propose makes a proposal on top of a marker version.
func Propose(base Marker, checklist []rubric.Item, by string, at time.Time, changes []Change) (Proposal, error) {
	if strings.TrimSpace(by) == "" {
		return Proposal{}, ErrNoPerson
	}
	if len(changes) == 0 {
		return Proposal{}, ErrNothing
	}
	sofar := base
	for _, c := range changes {
		if err := c.check(sofar, checklist); err != nil {
			return Proposal{}, err
		}
		sofar.Changes = append(slices.Clone(sofar.Changes), c)
	}
	return Proposal{Case: base.Case, Base: base.Version, Changes: slices.Clone(changes), By: by, At: at, State: Proposed}, nil
}

// marker is the version that the proposal would make.
func (p Proposal) marker(base Marker) Marker {
	return Marker{Case: base.Case, Version: base.Version + 1, Changes: slices.Concat(base.Changes, p.Changes)}
}

// Approve gives the new marker version. by must be somebody else than the proposer,
// and seen the digest of a preview that still holds for the past talks.
func (p Proposal) Approve(base Marker, checklist []rubric.Item, past []Past, by, seen string, at time.Time) (Proposal, Marker, error) {
	if err := p.judge(base, by); err != nil {
		return p, base, err
	}
	if p.Preview(base, checklist, past).Digest != seen {
		return p, base, ErrUnseen
	}
	p.State, p.JudgedBy, p.JudgedAt, p.Seen = Approved, by, at, seen
	return p, p.marker(base), nil
}

// Reject closes the proposal. The proposer may take it back in this way.
func (p Proposal) Reject(by, reason string, at time.Time) (Proposal, error) {
	switch {
	case p.State != Proposed:
		return p, ErrClosed
	case strings.TrimSpace(by) == "":
		return p, ErrNoPerson
	case strings.TrimSpace(reason) == "":
		return p, ErrNoReason
	}
	p.State, p.JudgedBy, p.JudgedAt, p.Reason = Rejected, by, at, reason
	return p, nil
}

func (p Proposal) judge(base Marker, by string) error {
	switch {
	case p.State != Proposed:
		return ErrClosed
	case strings.TrimSpace(by) == "":
		return ErrNoPerson
	case strings.EqualFold(strings.TrimSpace(by), strings.TrimSpace(p.By)):
		return ErrSamePerson
	case p.Case != base.Case || p.Base != base.Version:
		return ErrStale
	}
	return nil
}
