package encounter_test

import (
	"errors"
	"testing"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/encounter"
)

// A learner leaves in one tab while the other still talks, through another node.
func TestLeavingWhileAnotherTabTalks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		e := h.begin()
		other := encounter.New(h.parts)
		atOnce(6, func(n int) {
			if n%2 == 0 {
				if err := h.Leave(ctx, e.ID); err != nil {
					t.Errorf("leaving: %v", err)
				}
				return
			}
			if _, err := other.Take(ctx, e.ID, h.input(encounter.Say, "When did it start?")); err != nil && !errors.Is(err, encounter.ErrOver) {
				t.Errorf("talking: %v", err)
			}
		})
		now, err := h.Get(ctx, e.ID)
		h.must(err)
		if now.Status != encounter.Left || len(h.leaves("encounter.left", e)) != 1 || h.told("encounter.turn", e) != now.Turns {
			t.Errorf("%+v with %d leaves and %d turns told", now, len(h.leaves("encounter.left", e)), h.told("encounter.turn", e))
		}
	})
}
