package encounter_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/encounter"
	"preceptor/internal/id"
)

// atOnce runs do n times at the same moment.
func atOnce(n int, do func(n int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { do(i) })
	}
	all.Wait()
}

func TestTheSameTurnAgainIsAnsweredTheSameAndStoredOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		e := h.begin()
		in := h.input(encounter.Say, "  When did it start? ")
		first, err := h.Take(ctx, e.ID, in)
		h.must(err)
		h.take(e, encounter.Say, "What does it feel like?")
		again, err := h.Take(ctx, e.ID, in)
		h.must(err)
		if diff := cmp.Diff(first, again); diff != "" || first.Text != "When did it start?" || len(first.Reply.Facts) == 0 {
			t.Errorf("%+v\n%s", first, diff)
		}
		if turns := h.allTurns(e); len(turns) != 2 || len(h.leaves("encounter.turn", e)) != 2 || h.told("encounter.turn", e) != 2 {
			t.Errorf("%d turns", len(turns))
		}
	})
}

func TestATurnThatMeansSomethingElseIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		e, other := h.begin(), h.begin()
		in := encounter.TurnInput{ID: id.New[encounter.TurnID](h.ids), Kind: encounter.Diagnose, Text: "NSTEMI", Grounds: encounter.Grounds{Why: "jaw", Confidence: encounter.High}}
		_, err := h.Take(ctx, e.ID, in)
		h.must(err)
		change := func(f func(*encounter.TurnInput)) encounter.TurnInput { again := in; f(&again); return again }
		for name, again := range map[string]encounter.TurnInput{
			"other words":   change(func(in *encounter.TurnInput) { in.Text = "Reflux" }),
			"another kind":  change(func(in *encounter.TurnInput) { in.Kind = encounter.Say }),
			"other grounds": change(func(in *encounter.TurnInput) { in.Grounds.Why = "sweating" }),
		} {
			if turn, err := h.Take(ctx, e.ID, again); !errors.Is(err, encounter.ErrTurnTaken) || turn.Text != "" {
				t.Errorf("%s: %+v, %v", name, turn, err)
			}
		}
		if turn, err := h.Take(ctx, other.ID, in); !errors.Is(err, encounter.ErrTurnTaken) || turn.Text != "" {
			t.Errorf("in another encounter: %+v, %v", turn, err)
		}
	})
}

func TestATurnNeedsWordsOfALengthThatPeopleSpeak(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	e := h.begin()
	for _, c := range []struct {
		in   encounter.TurnInput
		want error
	}{
		{h.input(encounter.Say, " \n "), encounter.ErrNothingSaid},
		{h.input(encounter.Say, strings.Repeat("é", 2001)), encounter.ErrTooLong},
		{h.input("shout", "Hello"), encounter.ErrKind},
		{encounter.TurnInput{ID: "1", Kind: encounter.Say, Text: "Hello"}, id.ErrMalformed},
		{encounter.TurnInput{ID: id.New[encounter.TurnID](h.ids), Kind: encounter.Diagnose, Text: "X", Grounds: encounter.Grounds{Confidence: "sure"}}, encounter.ErrConfidence},
	} {
		if _, err := h.Take(ctx, e.ID, c.in); !errors.Is(err, c.want) {
			t.Errorf("%q: %v", c.in.Text, err)
		}
	}
	h.take(e, encounter.Say, strings.Repeat("é", 2000))
	if _, err := h.Take(ctx, id.New[encounter.ID](h.ids), h.input(encounter.Say, "Hello")); !errors.Is(err, encounter.ErrNotFound) {
		t.Errorf("in no encounter: %v", err)
	}
}

// Two machines, eight devices: six turns each, every one sent twice at once.
func TestDevicesThatTalkAtOnceLoseAndDoubleNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		nodes := []*encounter.Service{h.Service, encounter.New(h.parts)}
		e := h.begin()
		var mu sync.Mutex
		answered := map[encounter.TurnID][]encounter.Turn{}
		atOnce(8, func(n int) {
			for range 6 {
				in := h.input(encounter.Say, "Have you had this before?")
				atOnce(2, func(m int) {
					turn, err := takeUntilDone(nodes[(n+m)%2], e.ID, in)
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					defer mu.Unlock()
					answered[in.ID] = append(answered[in.ID], turn)
				})
			}
		})
		turns := h.allTurns(e)
		if len(turns) != 48 || len(answered) != 48 {
			t.Fatalf("%d turns stored, %d answered", len(turns), len(answered))
		}
		for n, turn := range turns {
			if turn.Number != n {
				t.Errorf("turn %d bears the number %d", n, turn.Number)
			}
			for _, told := range answered[turn.ID] {
				if diff := cmp.Diff(turn, told); diff != "" {
					t.Errorf("turn %d was answered otherwise: %s", n, diff)
				}
			}
		}
		if n := len(h.leaves("encounter.turn", e)); n != 48 {
			t.Errorf("%d ledger entries", n)
		}
	})
}

// takeUntilDone sends a turn as a device does: again while the house is busy.
func takeUntilDone(s *encounter.Service, e encounter.ID, in encounter.TurnInput) (encounter.Turn, error) {
	for {
		turn, err := s.Take(ctx, e, in)
		if !errors.Is(err, encounter.ErrBusy) {
			return turn, err
		}
	}
}

func TestADeviceThatGivesUpWaitingLeavesNoTrace(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	e := h.begin()
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := h.Take(gone, e.ID, h.input(encounter.Say, "Hello")); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if turns := h.allTurns(e); len(turns) != 0 {
		t.Errorf("%d turns", len(turns))
	}
	h.take(e, encounter.Say, "Hello again")
}

func TestNothingThatWasSaidStandsInTheDatabaseUnsealed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "talk.db")
	d, err := db.Open(ctx, "sqlite:"+path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, d)
	e := h.begin()
	h.take(e, encounter.Say, "My grandmother Xanthippe felt it too. When did it start?")
	h.take(e, encounter.Do, "look for quicksilverish spots")
	h.take(e, encounter.Diagnose, "Marmaladosis")
	e, err = h.Finish(ctx, e.ID)
	h.must(err)
	marks, err := h.Marks(ctx, e)
	h.must(err)
	h.must(h.Overrule(ctx, e.ID, h.jonas, encounter.Overruling{Item: marks.Results[0].ID, Met: !marks.Results[0].IsMet(), Reason: "Zephyrous reasons", Line: -1, Version: e.Version}))
	h.must(h.Report(ctx, e.ID, h.amara, 0, "That was gobbledygookish"))
	files, err := filepath.Glob(path + "*")
	h.must(err)
	for _, file := range files {
		raw, err := os.ReadFile(file)
		h.must(err)
		for _, word := range []string{"Xanthippe", "quicksilverish", "Marmaladosis", "Zephyrous", "gobbledygookish"} {
			if bytes.Contains(bytes.ToLower(raw), bytes.ToLower([]byte(word))) {
				t.Errorf("%s stands in %s", word, filepath.Base(file))
			}
		}
	}
	if !slices.ContainsFunc(files, func(f string) bool { return strings.HasSuffix(f, ".db") }) {
		t.Error("no database was looked at")
	}
}

func TestATalkGoesOnWhereItWasInterrupted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		through, broken := h.begin(), h.begin()
		h.consultation(through)
		anew := &house{Service: encounter.New(h.parts), t: t, ids: h.ids}
		for n, turn := range h.allTurns(through) {
			s := []*house{h, anew}[n%2]
			s.take(broken, turn.Kind, turn.Text)
		}
		said := func(e encounter.Encounter) (out []string) {
			for _, l := range encounter.Lines(h.allTurns(e)) {
				out = append(out, string(l.Kind)+": "+l.Label+l.Text)
			}
			return out
		}
		if diff := cmp.Diff(said(through), said(broken)); diff != "" {
			t.Error(diff)
		}
		if from, err := h.Turns(ctx, through, 6); err != nil || len(from) != 3 || from[0].Number != 6 {
			t.Errorf("from the sixth: %d turns, %v", len(from), err)
		}
	})
}
