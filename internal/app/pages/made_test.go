package pages

import (
	"testing"

	"preceptor/internal/encounter"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/web/view"
)

// While they talk, the drawer tells a learner who made a reply and nothing of
// the patient's file; their educator sees it at once, they do afterwards.
func TestTheDrawerGivesNoAnswersAway(t *testing.T) {
	h := newHouse(t, nil)
	learner := h.as(people.Learner)
	e := encounter.ID(h.ulid())
	h.must(h.pages.Encounters.Start(ctx, learner, chestPain, string(e), view.Purpose(policy.Shared)))
	h.say(e, "When did it start?")
	during, err := h.pages.Made.Provenance(ctx, learner, ref(e, 0))
	h.must(err)
	if during.By == "" || during.Prompt == "" || len(during.Checks) == 0 || len(during.Sources) != 0 {
		t.Errorf("during the talk: %+v", during)
	}
	for _, c := range during.Checks {
		if c.Detail != "" || !c.Passed {
			t.Errorf("during the talk: %+v", c)
		}
	}
	open := func(who people.Role) {
		t.Helper()
		all, err := h.pages.Made.Provenance(ctx, h.as(who), ref(e, 0))
		h.must(err)
		if len(all.Sources) == 0 || all.Checks[0].Detail == "" {
			t.Errorf("the %s sees %+v", who, all)
		}
	}
	open(people.Educator)
	_, err = h.Encounters.Take(ctx, e, encounter.TurnInput{ID: encounter.TurnID(h.ulid()), Kind: encounter.Diagnose, Text: "NSTEMI"})
	h.must(err)
	_, err = h.Encounters.Finish(ctx, e)
	h.must(err)
	open(people.Learner)
}
