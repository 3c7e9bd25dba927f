package encounter_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/encounter"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
	"preceptor/internal/record"
	"preceptor/internal/rubric"
)

func TestATalkEndsWithADiagnosis(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	e := h.begin()
	h.take(e, encounter.Say, "When did it start?")
	if _, err := h.Finish(ctx, e.ID); !errors.Is(err, encounter.ErrNoDiagnosis) {
		t.Errorf("%v", err)
	}
	if _, err := h.Marks(ctx, e); !errors.Is(err, encounter.ErrNotOver) {
		t.Errorf("marks of a running talk: %v", err)
	}
	h.take(e, encounter.Diagnose, "Reflux")
	h.take(e, encounter.Say, "Does it go to your jaw?")
	h.take(e, encounter.Diagnose, "NSTEMI")
	if leading, ok := encounter.Leading(h.allTurns(e)); !ok || leading.Text != "NSTEMI" {
		t.Errorf("the leading diagnosis is %q", leading.Text)
	}
	_, err := h.Finish(ctx, e.ID)
	h.must(err)
	if _, err := h.Take(ctx, e.ID, h.input(encounter.Say, "And another thing")); !errors.Is(err, encounter.ErrOver) {
		t.Errorf("a turn after the end: %v", err)
	}
}

func TestFinishingTwiceOrAtOnceMarksOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		e := h.begin()
		h.consultation(e)
		nodes := []*encounter.Service{h.Service, encounter.New(h.parts)}
		atOnce(4, func(n int) {
			if _, err := nodes[n%2].Finish(ctx, e.ID); err != nil {
				t.Error(err)
			}
		})
		again, err := h.Finish(ctx, e.ID)
		h.must(err)
		if now, err := h.Get(ctx, e.ID); err != nil || again != now || now.Status != encounter.Finished || now.FinishedAt == 0 {
			t.Errorf("finished %+v, stored %+v, %v", again, now, err)
		}
		if len(h.kept(e, true)) != 1 || len(h.leaves("encounter.finished", e)) != 1 || h.told("encounter.finished", e) != 1 {
			t.Errorf("%d records, %d leaves, %d events", len(h.kept(e, true)), len(h.leaves("encounter.finished", e)), h.told("encounter.finished", e))
		}
	})
}

func TestMarksQuoteTheTalkVerbatim(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		e := h.finished()
		marks, err := h.Marks(ctx, e)
		h.must(err)
		lines := encounter.Lines(h.allTurns(e))
		met := 0
		for _, r := range marks.Results {
			if r.IsMet() {
				met++
			}
			for _, quote := range r.Evidence {
				if quote.Turn >= len(lines) || quote.Quote == "" || !strings.Contains(lines[quote.Turn].Text, quote.Quote) {
					t.Errorf("%s quotes line %d, %q, which is not there", r.ID, quote.Turn, quote.Quote)
				}
			}
		}
		if met < 4 || met == len(marks.Results) || marks.State != rubric.ByMachine {
			t.Errorf("%d of %d items met, %s", met, len(marks.Results), marks.State)
		}
	})
}

func TestTheRecordSaysWhatTheMarksSay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		e := h.finished()
		kept := h.kept(e, false)
		if len(kept) != 1 {
			t.Fatalf("%d records", len(kept))
		}
		r := kept[0]
		if r.Learner != h.amara || r.Purpose != e.Purpose || r.Course != h.course || r.By != "" || r.Provenance != (record.Provenance{Engine: encounter.EngineVersion, Marker: encounter.MarkerVersion}) {
			t.Errorf("%+v", r)
		}
		raw, err := h.records.Body(ctx, r)
		h.must(err)
		var body struct {
			Case    string
			Attempt int
			Marks   rubric.Marks
			Scores  []rubric.Score
		}
		h.must(json.Unmarshal(raw, &body))
		marks, err := h.Marks(ctx, e)
		h.must(err)
		if body.Case != chestPain || body.Attempt != 1 || len(body.Marks.Results) != len(marks.Results) || len(body.Scores) == 0 {
			t.Errorf("%s", raw)
		}
	})
}

// A record of private practice exists, so that the learner can learn from it;
// nobody else may list it, whatever their role.
func TestARecordOfPrivatePracticeIsTheLearnersAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		o := h.opening()
		o.Purpose = policy.Private
		e, err := h.Open(ctx, o)
		h.must(err)
		h.consultation(e)
		_, err = h.Finish(ctx, e.ID)
		h.must(err)
		for who, want := range map[string]int{"amara@school.example": 1, "ben@school.example": 0, "jonas@school.example": 0} {
			p, err := h.people.PersonByLogin(ctx, who)
			h.must(err)
			presence, err := h.people.PresenceOf(ctx, p.ID)
			h.must(err)
			scope, err := h.policy.Scope(ctx, policy.Of(presence), policy.RecordRead, policy.Record)
			h.must(err)
			found, err := h.records.List(ctx, record.Query{Scope: scope})
			h.must(err)
			if len(found) != want {
				t.Errorf("%s finds %d records, not %d", who, len(found), want)
			}
		}
	})
}

// brokenRecords keeps no evidence.
type brokenRecords struct{ *record.Service }

var errDiskFull = errors.New("the disk is full")

func (brokenRecords) Append(context.Context, record.Envelope) (record.Record, error) {
	return record.Record{}, errDiskFull
}

// lateRecords keeps the evidence and fails afterwards.
type lateRecords struct{ *record.Service }

func (r lateRecords) Append(ctx context.Context, e record.Envelope) (record.Record, error) {
	kept, err := r.Service.Append(ctx, e)
	return kept, errors.Join(err, errDiskFull)
}

func TestMarksRecordLeafAndEventAreKeptTogetherOrNotAtAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		e := h.begin()
		h.consultation(e)
		before, err := h.Get(ctx, e.ID)
		h.must(err)
		for _, broken := range []encounter.Records{brokenRecords{h.records}, lateRecords{h.records}} {
			parts := h.parts
			parts.Records = broken
			if _, err := encounter.New(parts).Finish(ctx, e.ID); !errors.Is(err, errDiskFull) {
				t.Fatalf("%v", err)
			}
			after, err := h.Get(ctx, e.ID)
			h.must(err)
			if after != before || len(h.kept(e, true)) != 0 || len(h.leaves("encounter.finished", e)) != 0 || h.told("encounter.finished", e) != 0 {
				t.Errorf("something remained: %+v", after)
			}
		}
		_, err = h.Finish(ctx, e.ID)
		h.must(err)
	})
}

func TestALeafCommitsToTheSealedTurnAndNamesNobody(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		e := h.begin()
		turn := h.take(e, encounter.Say, "When did it start?")
		var sealed privacy.Sealed
		h.must(d.QueryRow(ctx, `SELECT body FROM encounter_turns WHERE id = ?`, turn.ID).Scan(&sealed))
		leaf := h.leaves("encounter.turn", e)[0]
		pseudonym, err := h.vault.Pseudonym(ctx, h.amara)
		h.must(err)
		if string(leaf.Commitment) != string(privacy.Commitment(sealed)) || string(leaf.Actor) != string(pseudonym) || string(leaf.Actor) == string(h.amara) {
			t.Errorf("%+v", leaf)
		}
	})
}
