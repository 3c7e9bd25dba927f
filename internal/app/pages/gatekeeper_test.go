package pages

import (
	"errors"
	"testing"

	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/web"
)

func TestThePolicyKnowsEveryActionOfThePages(t *testing.T) {
	h := newHouse(t, nil)
	shell, err := Shell(h.App)
	h.must(err)
	asked := 0
	for _, route := range shell.Routes() {
		if route.Action == web.Public || route.Action == web.Own {
			continue
		}
		asked++
		action := policy.Action(route.Action)
		if q, other := questions[route.Action]; other {
			action = q.action
		}
		if _, known := policy.MetaOf(action); !known {
			t.Errorf("%s %s asks for %q, which the policy does not know", route.Method, route.Pattern, action)
		}
	}
	if asked < 15 {
		t.Errorf("only %d routes ask", asked)
	}
	wants(t, "an action that nobody knows", h.pages.Policy.Allow(ctx, h.as(people.Administrator), "case.burn", web.Object{}), web.ErrForbidden)
}

// ways are all that can be asked about an encounter.
var ways = []struct{ action, kind string }{
	{web.ActionSee, web.KindEncounter}, {web.ActionTurn, web.KindEncounter}, {web.ActionReview, web.KindEncounter},
	{web.ActionOverrule, web.KindEncounter}, {web.ActionSign, web.KindEncounter},
	{web.ActionProvenance, web.KindMade}, {web.ActionReport, web.KindMade},
}

// Whether private practice exists is nobody's business: the answer is the same,
// to the word of the cause, as for an encounter that never was.
func TestPrivatePracticeLooksLikeNothingToEverybodyElse(t *testing.T) {
	h := newHouse(t, nil)
	private := string(h.practise(policy.Private))
	for _, role := range people.Roles() {
		if role == people.Learner {
			continue
		}
		actor := h.as(role)
		for _, way := range ways {
			for _, id := range []string{private, h.ulid()} {
				err := h.pages.Policy.Allow(ctx, actor, way.action, web.Object{Kind: way.kind, ID: id})
				if !errors.Is(err, web.ErrNotFound) || errors.Is(err, web.ErrForbidden) {
					t.Errorf("%s, %s: %v", role, way.action, err)
				}
			}
		}
		if inbox, err := h.pages.Reviews.Inbox(ctx, actor, 0); err == nil && len(inbox.Rows) != 0 {
			t.Errorf("%s finds it in the inbox", role)
		}
	}
	learner := h.as(people.Learner)
	for _, way := range []string{web.ActionSee, web.ActionReport} {
		h.must(h.pages.Policy.Allow(ctx, learner, way, web.Object{Kind: web.KindEncounter, ID: private}))
	}
	wants(t, "the learner signs", h.pages.Policy.Allow(ctx, learner, web.ActionSign, web.Object{Kind: web.KindEncounter, ID: private}), web.ErrNotFound)
}

func TestWhatWasSharedIsTheEducatorsOfTheCourse(t *testing.T) {
	h := newHouse(t, nil)
	shared := string(h.practise(policy.Shared))
	educator := h.as(people.Educator)
	for _, action := range []string{web.ActionSee, web.ActionReview, web.ActionOverrule, web.ActionSign} {
		h.must(h.pages.Policy.Allow(ctx, educator, action, web.Object{Kind: web.KindEncounter, ID: shared}))
	}
	wants(t, "the educator speaks in it", h.pages.Policy.Allow(ctx, educator, web.ActionTurn, web.Object{Kind: web.KindEncounter, ID: shared}), web.ErrNotFound)
	wants(t, "the administrator reads it", h.pages.Policy.Allow(ctx, h.as(people.Administrator), web.ActionSee, web.Object{Kind: web.KindEncounter, ID: shared}), web.ErrNotFound)
}
