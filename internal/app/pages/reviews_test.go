package pages

import (
	"testing"

	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

// A learner leaves and is erased. Their educators go on working with the talks
// of everybody else.
func TestAnErasedLearnerClosesNobodysInbox(t *testing.T) {
	h := newHouse(t, nil)
	h.practise(policy.Shared)
	learner, educator := h.as(people.Learner), h.as(people.Educator)
	if inbox, err := h.pages.Reviews.Inbox(ctx, educator, 0); err != nil || len(inbox.Rows) != 1 {
		t.Fatalf("before: %+v, %v", inbox, err)
	}
	h.must(h.Privacy.Erase(ctx, "", idOf(learner)))
	if inbox, err := h.pages.Reviews.Inbox(ctx, educator, 0); err != nil || len(inbox.Rows) != 0 {
		t.Errorf("after: %+v, %v", inbox, err)
	}
	for _, role := range []people.Role{people.Educator, people.Examiner} {
		_, err := h.pages.Homes.Home(ctx, h.as(role), viewRole(role))
		h.must(err)
	}
	if _, err := h.pages.Homes.Home(ctx, learner, view.Learner); err != nil {
		t.Errorf("the list of debriefs: %v", err)
	}
}

// Two educators at once: one overrules a mark, the other signs the page that
// was opened before.
func TestSigningAnOlderPageIsRefused(t *testing.T) {
	h := newHouse(t, nil)
	e := string(h.practise(policy.Shared))
	educator := h.as(people.Educator)
	seen, err := h.pages.Reviews.Open(ctx, educator, e)
	h.must(err)
	mark := seen.Domains[0].Items[0]
	verdict := view.VerdictMet
	if mark.Verdict == verdict {
		verdict = view.VerdictMissed
	}
	h.must(h.pages.Reviews.Overrule(ctx, educator, e, view.OverruleInput{Item: mark.ID, Verdict: verdict, Reason: "Asked in other words.", Version: mark.Version}))
	wants(t, "signing the older page", h.pages.Reviews.Sign(ctx, educator, e, seen.Version), web.ErrConflict)
}
