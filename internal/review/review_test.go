package review

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"preceptor/internal/people"
)

func TestNextFollowsThePicture(t *testing.T) {
	waiting := Review{State: InReview, Author: "ana", Submitter: "ana", Revision: 3, Version: 7, ApprovalsNeeded: 1}
	twice := waiting
	twice.ApprovalsNeeded = 2
	decide := func(a Action, by people.ID) Decision {
		return Decision{Action: a, By: by, Version: 7, Revision: 3, Comment: "the onset is missing"}
	}
	silent, stale, older := decide(Return, "bo"), decide(Approve, "bo"), decide(Approve, "bo")
	silent.Comment, stale.Version, older.Revision = "", 6, 2
	for name, c := range map[string]struct {
		review    Review
		decision  Decision
		approvers []people.ID
		want      State
		err       error
	}{
		"a colleague approves":           {waiting, decide(Approve, "bo"), nil, Approved, nil},
		"a colleague returns":            {waiting, decide(Return, "bo"), nil, ChangesRequested, nil},
		"the author approves":            {waiting, decide(Approve, "ana"), nil, "", ErrOwnWork},
		"the author returns":             {waiting, decide(Return, "ana"), nil, "", ErrOwnWork},
		"the author withdraws":           {waiting, decide(Withdraw, "ana"), nil, Draft, nil},
		"returning without a word":       {waiting, silent, nil, "", ErrNoReason},
		"the review changed meanwhile":   {waiting, stale, nil, "", ErrChanged},
		"another revision was read":      {waiting, older, nil, "", ErrChanged},
		"the first of two approvals":     {twice, decide(Approve, "bo"), nil, InReview, nil},
		"the second of two approvals":    {twice, decide(Approve, "cy"), []people.ID{"bo"}, Approved, nil},
		"the same person twice":          {twice, decide(Approve, "bo"), []people.ID{"bo"}, "", ErrAlready},
		"retiring what is under review":  {waiting, decide(Retire, "bo"), nil, "", ErrState},
		"an action that does not exist":  {waiting, decide("burn", "bo"), nil, "", ErrState},
		"nobody":                         {waiting, decide(Approve, ""), nil, "", ErrIncomplete},
		"submitting no revision at all":  {Review{State: Draft}, Decision{Action: Submit, By: "ana"}, nil, "", ErrIncomplete},
		"submitting a submitted one":     {waiting, decide(Submit, "ana"), nil, "", ErrState},
		"a submitter judges what is not": {Review{State: InReview, Author: "ana", Submitter: "bo", Revision: 3, Version: 7}, decide(Approve, "bo"), nil, "", ErrOwnWork},
	} {
		got, err := c.review.Next(c.decision, c.approvers)
		if got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
}

// Whatever people do in whatever order: a thing is approved only after enough
// others approved the revision that was submitted last.
func TestNothingIsApprovedWithoutOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		everybody := []people.ID{"ana", "bo", "cy", "di"}
		r := Review{State: Draft, Author: "ana", Version: 1, ApprovalsNeeded: rapid.IntRange(1, 3).Draw(t, "needed")}
		var approvers []people.ID // of the present submission
		revision := int64(1)
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			d := Decision{
				Action:   rapid.SampledFrom([]Action{Submit, Withdraw, Return, Approve, Revise, Retire, Restore}).Draw(t, "action"),
				By:       rapid.SampledFrom(everybody).Draw(t, "by"),
				Version:  r.Version - rapid.Int64Range(0, 1).Draw(t, "stale"),
				Revision: revision, Comment: "why",
			}
			to, err := r.Next(d, approvers)
			if err != nil {
				continue
			}
			r = r.after(d, to, time.Time{})
			switch {
			case d.Action == Approve:
				approvers = append(approvers, d.By)
			case d.Action == Submit:
				approvers = nil
			case to == Draft:
				revision++
			}
			if to != Approved {
				continue
			}
			if slices.Contains(approvers, r.Author) || slices.Contains(approvers, r.Submitter) || len(approvers) < r.ApprovalsNeeded {
				t.Fatalf("approved by %v, written by %s, submitted by %s, needed %d", approvers, r.Author, r.Submitter, r.ApprovalsNeeded)
			}
			if r.ApprovedRevision != revision {
				t.Fatalf("revision %d was approved as %d", revision, r.ApprovedRevision)
			}
		}
	})
}
