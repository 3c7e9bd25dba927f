package pages

import (
	"testing"

	"preceptor/internal/encounter"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

func TestAnEncounterLeftThroughTheAPIIsShownAsLeft(t *testing.T) {
	h := newHouse(t, nil)
	learner, e := h.as(people.Learner), h.ulid()
	h.must(h.pages.Encounters.Start(ctx, learner, chestPain, e, view.Purpose(policy.Private)))
	h.must(h.Encounters.Leave(ctx, encounter.ID(e)))
	shown, err := h.pages.Encounters.Open(ctx, learner, e)
	h.must(err)
	if !shown.Left || shown.Finished {
		t.Errorf("shown as %+v", shown)
	}
	_, err = h.pages.Encounters.Debrief(ctx, learner, e)
	wants(t, "its debrief", err, web.ErrLeft)
}
