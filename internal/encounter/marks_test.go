package encounter_test

import (
	"errors"
	"testing"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/encounter"
	"preceptor/internal/rubric"
)

// firstMissed is an item that the machine marked as not met.
func firstMissed(t *testing.T, marks rubric.Marks) string {
	t.Helper()
	for _, r := range marks.Results {
		if r.Met != nil && !*r.Met {
			return r.ID
		}
	}
	t.Fatal("nothing was missed")
	return ""
}

func TestAnEducatorOverrulesAMarkWithAReason(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		e := h.finished()
		marks, err := h.Marks(ctx, e)
		h.must(err)
		item := firstMissed(t, marks)
		h.must(h.Overrule(ctx, e.ID, h.jonas, encounter.Overruling{Item: item, Met: true, Reason: " Asked in other words. ", Line: -1, Version: e.Version}))

		now, err := h.Marks(ctx, e)
		h.must(err)
		if now.State != rubric.Overruled || len(now.Overrulings) != 1 {
			t.Fatalf("%+v", now)
		}
		o := now.Overrulings[0]
		if o.Item != item || o.By != string(h.jonas) || o.Reason != "Asked in other words." || o.Before == nil || *o.Before || !o.After {
			t.Errorf("the machine's mark does not stand beside the human's: %+v", o)
		}
		standing, all := h.kept(e, false), h.kept(e, true)
		if len(standing) != 1 || len(all) != 2 || standing[0].By != h.jonas || standing[0].Supersedes != all[0].ID || standing[0].Provenance.Marker != "human" {
			t.Errorf("the record was not corrected: %+v", all)
		}
		if len(h.leaves("mark.overruled", e)) != 1 || h.told("mark.overruled", e) != 1 {
			t.Error("ledger or events do not know")
		}
	})
}

func TestAnOverrulingIsRefusedWithItsCause(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	e := h.finished()
	marks, err := h.Marks(ctx, e)
	h.must(err)
	good := encounter.Overruling{Item: firstMissed(t, marks), Met: true, Reason: "Asked in other words", Line: -1, Version: e.Version}
	change := func(f func(*encounter.Overruling)) encounter.Overruling { o := good; f(&o); return o }
	for _, c := range []struct {
		name string
		o    encounter.Overruling
		want error
	}{
		{"no reason", change(func(o *encounter.Overruling) { o.Reason = " " }), rubric.ErrNoReason},
		{"an old page", change(func(o *encounter.Overruling) { o.Version-- }), encounter.ErrStale},
		{"no such item", change(func(o *encounter.Overruling) { o.Item = "nothing" }), rubric.ErrNoItem},
		{"the mark says so", change(func(o *encounter.Overruling) { o.Met = false }), rubric.ErrSameMark},
		{"a line that is not there", change(func(o *encounter.Overruling) { o.Line = 999 }), encounter.ErrNoTurn},
	} {
		if err := h.Overrule(ctx, e.ID, h.jonas, c.o); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if err := h.Overrule(ctx, e.ID, h.amara, good); !errors.Is(err, rubric.ErrOwnReading) {
		t.Errorf("a learner marked the own talk: %v", err)
	}
	if err := h.Sign(ctx, e.ID, h.amara, e.Version); !errors.Is(err, rubric.ErrOwnReading) {
		t.Errorf("a learner signed the own marks: %v", err)
	}
	running := h.begin()
	if err := h.Overrule(ctx, running.ID, h.jonas, good); !errors.Is(err, encounter.ErrNotOver) {
		t.Errorf("marks of a running talk: %v", err)
	}
	if len(h.kept(e, true)) != 1 {
		t.Error("a refused overruling left a record")
	}
}

func TestOfTwoEducatorsAtOnceOneIsAskedToLookAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		e := h.finished()
		marks, err := h.Marks(ctx, e)
		h.must(err)
		o := encounter.Overruling{Item: firstMissed(t, marks), Met: true, Reason: "Heard it", Line: -1, Version: e.Version}
		faults := make([]error, 6)
		atOnce(6, func(n int) { faults[n] = h.Overrule(ctx, e.ID, h.jonas, o) })
		done := 0
		for _, err := range faults {
			if err == nil {
				done++
			} else if !errors.Is(err, encounter.ErrStale) {
				t.Error(err)
			}
		}
		if done != 1 || len(h.kept(e, true)) != 2 {
			t.Errorf("%d of 6 went through, %d records", done, len(h.kept(e, true)))
		}
	})
}

func TestSigningClosesTheMarks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		e := h.finished()
		version := e.Version
		marks, err := h.Marks(ctx, e)
		h.must(err)
		for _, item := range marks.Open() { // what the machine left open a human decides first
			if err := h.Sign(ctx, e.ID, h.jonas, version); !errors.Is(err, rubric.ErrUndecided) {
				t.Errorf("signed with open items: %v", err)
			}
			h.must(h.Overrule(ctx, e.ID, h.jonas, encounter.Overruling{Item: item, Reason: "Not asked", Line: -1, Version: version}))
			version++
		}
		h.must(h.Sign(ctx, e.ID, h.jonas, version))
		signed, err := h.Marks(ctx, e)
		h.must(err)
		if signed.State != rubric.Signed || signed.SignedBy != string(h.jonas) || signed.SignedAt.IsZero() {
			t.Errorf("%+v", signed)
		}
		err = h.Overrule(ctx, e.ID, h.jonas, encounter.Overruling{Item: firstMissed(t, signed), Met: true, Reason: "Too late", Line: -1, Version: version + 1})
		if !errors.Is(err, rubric.ErrSigned) || !errors.Is(h.Sign(ctx, e.ID, h.jonas, version+1), rubric.ErrSigned) {
			t.Errorf("signed marks were changed: %v", err)
		}
		if len(h.leaves("mark.signed", e)) != 1 || len(h.kept(e, false)) != 1 {
			t.Error("ledger or record do not know")
		}
	})
}

func TestAProblemIsReportedAboutAReplyOrTheMarks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		e := h.finished()
		h.must(h.Report(ctx, e.ID, h.amara, 0, "She said that twice."))
		h.must(h.Report(ctx, e.ID, h.jonas, -1, "The jaw was asked for."))
		for turn, want := range map[int]error{-2: encounter.ErrNoTurn, 9: encounter.ErrNoTurn} {
			if err := h.Report(ctx, e.ID, h.amara, turn, "Nothing"); !errors.Is(err, want) {
				t.Errorf("turn %d: %v", turn, err)
			}
		}
		if err := h.Report(ctx, e.ID, h.amara, 0, " "); !errors.Is(err, encounter.ErrNothingSaid) {
			t.Errorf("an empty report: %v", err)
		}
		if len(h.leaves("problem.reported", e)) != 2 || h.told("problem.reported", e) != 2 {
			t.Error("ledger or events do not know")
		}
	})
}
