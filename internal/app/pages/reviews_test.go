package pages

import (
	"testing"

	"preceptor/internal/people"
	"preceptor/internal/policy"
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
