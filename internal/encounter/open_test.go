package encounter_test

import (
	"bytes"
	"errors"
	"testing"

	"preceptor/content"
	"preceptor/internal/cases"
	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/encounter"
	"preceptor/internal/id"
	"preceptor/internal/policy"
)

func TestAnEncounterIsOpenedOnceHoweverOftenTheDeviceSendsIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		o := h.opening()
		first, err := h.Open(ctx, o)
		h.must(err)
		again, err := h.Open(ctx, o)
		h.must(err)
		if again != first || first.Attempt != 1 || first.Status != encounter.Talking || first.Turns != 0 {
			t.Errorf("first %+v, again %+v", first, again)
		}
		if n := len(h.leaves("encounter.opened", first)); n != 1 || h.told("encounter.opened", first) != 1 {
			t.Errorf("%d leaves, %d events", n, h.told("encounter.opened", first))
		}
	})
}

func TestEightDevicesOpenTheSameEncounterOnceAndNumberAttempts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		o := h.opening()
		attempts := make([]int, 8)
		atOnce(8, func(n int) {
			own := o
			if n >= 4 { // four send one opening, four begin anew
				own.ID = id.New[encounter.ID](h.ids)
			}
			e, err := h.Open(ctx, own)
			if err != nil {
				t.Error(err)
			}
			attempts[n] = e.Attempt
		})
		seen := map[int]bool{}
		for _, a := range attempts[3:] { // the one that was sent four times, and the four others
			if a < 1 || a > 5 || seen[a] {
				t.Errorf("attempts %v", attempts)
			}
			seen[a] = true
		}
	})
}

func TestAnOpeningThatMeansSomethingElseIsRefused(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	o := h.opening()
	_, err := h.Open(ctx, o)
	h.must(err)
	change := func(f func(*encounter.Opening)) encounter.Opening { other := o; f(&other); return other }
	for _, c := range []struct {
		name string
		o    encounter.Opening
		want error
	}{
		{"another learner's id", change(func(o *encounter.Opening) { o.Learner = h.ben }), encounter.ErrNotFound},
		{"another case", change(func(o *encounter.Opening) { o.Case = "headache-in-the-gym" }), encounter.ErrOpenTaken},
		{"a raised purpose", change(func(o *encounter.Opening) { o.Purpose = policy.Assessed }), encounter.ErrOpenTaken},
		{"no such case", change(func(o *encounter.Opening) { o.Case = "nowhere" }), cases.ErrNoCase},
		{"no purpose", change(func(o *encounter.Opening) { o.Purpose = "" }), encounter.ErrPurpose},
		{"no ULID", change(func(o *encounter.Opening) { o.ID = "mine" }), id.ErrMalformed},
	} {
		if e, err := h.Open(ctx, c.o); !errors.Is(err, c.want) || e != (encounter.Encounter{}) {
			t.Errorf("%s: %+v, %v", c.name, e, err)
		}
	}
}

func TestAnEncounterKeepsTheVersionOfTheCaseThatItBeganWith(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		before := h.begin()
		file, err := content.Cases.ReadFile("cases/acute-chest-pressure.yaml")
		h.must(err)
		revised := bytes.Replace(file, []byte("half past seven this morning."), []byte("a quarter to nine this morning."), 1)
		if bytes.Equal(revised, file) {
			t.Fatal("the case no longer says half past seven")
		}
		_, err = h.cases.Put(ctx, "revised", revised, cases.Placing{}, "")
		h.must(err)
		after := h.begin()
		if before.CaseVersion != 1 || after.CaseVersion != 2 || after.Attempt != 2 {
			t.Errorf("before %+v, after %+v", before, after)
		}
		old, err := h.Case(ctx, before)
		h.must(err)
		if fact := factOf(old, "onset"); fact.Say[0] != "It started about half past seven this morning." {
			t.Errorf("the running encounter now says %q", fact.Say[0])
		}
	})
}

func factOf(c *cases.Case, id string) cases.Fact {
	for _, f := range c.Facts {
		if f.ID == id {
			return f
		}
	}
	return cases.Fact{}
}

func TestLeavingEndsAnEncounterWithoutMarks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		e := h.begin()
		h.take(e, encounter.Say, "Hello")
		h.must(h.Leave(ctx, e.ID))
		h.must(h.Leave(ctx, e.ID))
		left, err := h.Get(ctx, e.ID)
		h.must(err)
		if left.Status != encounter.Left || left.FinishedAt == 0 || len(h.leaves("encounter.left", e)) != 1 || len(h.kept(e, true)) != 0 {
			t.Errorf("%+v", left)
		}
		_, finish := h.Finish(ctx, e.ID)
		_, take := h.Take(ctx, e.ID, h.input(encounter.Say, "One more thing"))
		_, marks := h.Marks(ctx, left)
		if !errors.Is(finish, encounter.ErrOver) || !errors.Is(take, encounter.ErrOver) || !errors.Is(marks, encounter.ErrNotOver) {
			t.Errorf("finish %v, take %v, marks %v", finish, take, marks)
		}
		if len(h.allTurns(e)) != 1 {
			t.Error("what was said is gone")
		}
	})
}

func TestALearnerFindsTheirOwnEncountersNewestFirst(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	first, second := h.begin(), h.begin()
	own, err := h.Of(ctx, h.amara)
	h.must(err)
	if len(own) != 2 || own[0].ID != second.ID || own[1].ID != first.ID {
		t.Errorf("%+v", own)
	}
	if none, err := h.Of(ctx, h.ben); err != nil || len(none) != 0 {
		t.Errorf("%+v, %v", none, err)
	}
}
