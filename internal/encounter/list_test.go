package encounter_test

import (
	"testing"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/encounter"
	"preceptor/internal/policy"
)

// However many talks were begun since, the finished ones are found and counted.
func TestFinishedTalksAreFoundBehindNewerOnes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		done := h.finished()
		for range 3 {
			h.begin()
		}
		either := policy.Predicate{SQL: "course = ? OR learner = ?", Args: []any{"elsewhere", h.amara}}
		scope := encounter.OnlyFinished(either)
		found, err := h.List(ctx, scope, 1, 0)
		h.must(err)
		if len(found) != 1 || found[0].ID != done.ID {
			t.Errorf("found %+v", found)
		}
		finished, err := h.Count(ctx, scope)
		h.must(err)
		all, err := h.Count(ctx, either)
		h.must(err)
		if finished != 1 || all != 4 {
			t.Errorf("%d finished of %d", finished, all)
		}
	})
}
