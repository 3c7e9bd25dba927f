package events_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/events"
	"preceptor/internal/id"
)

func stream(d *db.DB, poll time.Duration) *events.Stream {
	return events.New(d, id.NewSource(time.Now, rand.Reader), poll)
}

func happened(n int) events.Event {
	return events.Event{Kind: "encounter.finished", Subject: fmt.Sprintf("encounter-%d", n)}
}

var errDone = errors.New("seen enough")

// tail reads subjects until it has seen n.
func tail(ctx context.Context, s *events.Stream, after events.Position, n int) (subjects []string, err error) {
	err = s.Tail(ctx, after, func(_ context.Context, e events.Event) error {
		if want := after + events.Position(len(subjects)) + 1; e.Position != want {
			return fmt.Errorf("position %d came where %d was due", e.Position, want)
		}
		if subjects = append(subjects, e.Subject); len(subjects) == n {
			return errDone
		}
		return nil
	})
	if errors.Is(err, errDone) {
		err = nil
	}
	return subjects, err
}

func deadline(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestAnEventSharesTheFateOfItsTransaction(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, s := deadline(t), stream(d, time.Hour)
		full := events.Event{Kind: "case.review.approved", Subject: "case-1", Course: "course-1", Person: "person-1"}
		refused := errors.New("refused")
		for _, fate := range []error{refused, nil} {
			err := d.Tx(ctx, func(ctx context.Context) error {
				if err := s.Append(ctx, full); err != nil {
					return err
				}
				return fate
			})
			if !errors.Is(err, fate) {
				t.Fatal(err)
			}
		}
		page, err := s.Read(ctx, 0, 10)
		if err != nil || len(page) != 1 {
			t.Fatalf("%v, %v", page, err)
		}
		full.ID, full.At, full.Position = page[0].ID, page[0].At, 1
		if diff := cmp.Diff(full, page[0]); diff != "" || full.ID == "" || full.At.IsZero() {
			t.Error(diff)
		}
	})
}

func TestAnEventCarriesIDsOnly(t *testing.T) {
	s := stream(dbtest.SQLite(t), time.Hour)
	for _, c := range []struct {
		event events.Event
		want  error
	}{
		{events.Event{Kind: "finished", Subject: "a"}, events.ErrKind},
		{events.Event{Kind: "Encounter.Finished", Subject: "a"}, events.ErrKind},
		{events.Event{Kind: "encounter.finished"}, events.ErrNotAnID},
		{events.Event{Kind: "encounter.finished", Subject: "I have chest pain"}, events.ErrNotAnID},
		{events.Event{Kind: "encounter.finished", Subject: "a", Person: "Mrs Winter"}, events.ErrNotAnID},
		{events.Event{Kind: "encounter.finished", Subject: "a", Course: "a\nb"}, events.ErrNotAnID},
	} {
		if err := s.Append(t.Context(), c.event); !errors.Is(err, c.want) {
			t.Errorf("%+v gave %v", c.event, err)
		}
	}
}

func TestAReaderOnTheSameNodeIsWokenAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, s := deadline(t), stream(d, time.Hour) // no poll would come in time
		seen := make(chan error)
		go func() {
			_, err := tail(ctx, s, 0, 3)
			seen <- err
		}()
		for n := range 3 {
			if err := s.Append(ctx, happened(n)); err != nil {
				t.Fatal(err)
			}
			time.Sleep(5 * time.Millisecond)
		}
		if err := <-seen; err != nil {
			t.Error(err)
		}
	})
}

// Two nodes; transactions of different length overlap and some are rolled back.
// Numbers given inside them would commit out of order and readers would skip.
func TestNoEventIsSkippedUnderConcurrentCommits(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		ctx := deadline(t)
		nodes := []*events.Stream{stream(open(t, url), 2*time.Millisecond), stream(open(t, url), 2*time.Millisecond)}
		const writers, rounds = 6, 25
		var mu sync.Mutex
		var committed []string
		var wg sync.WaitGroup
		for w := range writers {
			d := open(t, url)
			writer := stream(d, time.Hour)
			wg.Go(func() {
				for r := range rounds {
					subject := happened(w*rounds + r)
					if err := commitSlowly(ctx, d, writer, subject, r%5 == 4); err != nil {
						t.Error(err)
						return
					}
					if r%5 != 4 {
						mu.Lock()
						committed = append(committed, subject.Subject)
						mu.Unlock()
					}
				}
			})
		}
		const total = writers * rounds * 4 / 5
		seen := make([][]string, 4)
		var readers sync.WaitGroup
		for i := range seen {
			readers.Go(func() {
				var err error
				if seen[i], err = tail(ctx, nodes[i%2], 0, total); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		readers.Wait()
		for i := range seen {
			if diff := cmp.Diff(seen[0], seen[i]); diff != "" {
				t.Errorf("reader %d saw another order:\n%s", i, diff)
			}
		}
		slices.Sort(committed)
		slices.Sort(seen[0])
		if diff := cmp.Diff(committed, seen[0]); diff != "" {
			t.Errorf("committed and seen differ:\n%s", diff)
		}
	})
}

var errRollback = errors.New("rolled back")

func commitSlowly(ctx context.Context, d *db.DB, s *events.Stream, e events.Event, fail bool) error {
	err := d.Tx(ctx, func(ctx context.Context) error {
		if err := s.Append(ctx, e); err != nil {
			return err
		}
		time.Sleep(mathrand.N(4 * time.Millisecond))
		if fail {
			return errRollback
		}
		return nil
	})
	if fail && errors.Is(err, errRollback) {
		return nil
	}
	return err
}

func open(t *testing.T, url string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), url, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func TestPruningKeepsTheCountAndTellsLateReaders(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		ctx, now := deadline(t), time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		d, err := db.Open(ctx, url, func() time.Time { return now })
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		s := stream(d, time.Hour)
		for n := range 5 {
			now = now.Add(24 * time.Hour)
			if err := s.Append(ctx, happened(n)); err != nil {
				t.Fatal(err)
			}
		}
		if last, err := s.Last(ctx); err != nil || last != 5 {
			t.Fatalf("last %d, %v", last, err)
		}
		if at, err := s.Newest(ctx); err != nil || at != db.At(now) {
			t.Errorf("the newest is of %v, %v", at.Time(), err)
		}
		if n, err := s.Prune(ctx, db.At(now.Add(-36*time.Hour))); err != nil || n != 3 {
			t.Fatalf("pruned %d, %v", n, err)
		}
		if _, err := s.Read(ctx, 2, 10); !errors.Is(err, events.ErrPruned) {
			t.Errorf("a reader that missed one got %v", err)
		}
		for _, after := range []events.Position{0, 3} {
			if page, err := s.Read(ctx, after, 10); err != nil || len(page) != 2 || page[0].Position != 4 {
				t.Errorf("after %d: %v, %v", after, page, err)
			}
		}
		if n, err := s.Prune(ctx, db.At(now.Add(time.Hour))); err != nil || n != 1 {
			t.Errorf("pruning everything took %d, %v", n, err)
		}
		if err := s.Append(ctx, happened(6)); err != nil {
			t.Fatal(err)
		}
		if page, err := s.Read(ctx, 5, 10); err != nil || len(page) != 1 || page[0].Position != 6 {
			t.Errorf("the count went on with %v, %v", page, err)
		}
		if _, err := s.Read(ctx, 9, 10); !errors.Is(err, events.ErrPruned) {
			t.Errorf("a position from before a restore gave %v", err)
		}
	})
}

// A follower that is killed between events goes on where it stopped, and what
// it wrote counts once.
func TestAFollowerGoesOnWhereItStopped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, s := deadline(t), stream(d, time.Hour)
		for n := range 6 {
			if err := s.Append(ctx, happened(n)); err != nil {
				t.Fatal(err)
			}
		}
		var seen []string
		crash := errors.New("killed")
		follow := func(stop int) error {
			return s.Follow(ctx, "outbox", func(ctx context.Context, e events.Event) error {
				if int(e.Position) == stop {
					return crash
				}
				seen = append(seen, e.Subject)
				return nil
			})
		}
		if err := follow(4); !errors.Is(err, crash) {
			t.Fatal(err)
		}
		if at, err := s.Cursor(ctx, "outbox"); err != nil || at != 3 {
			t.Errorf("the cursor stands at %d, %v", at, err)
		}
		if err := follow(6); !errors.Is(err, crash) {
			t.Fatal(err)
		}
		want := []string{"encounter-0", "encounter-1", "encounter-2", "encounter-3", "encounter-4"}
		if diff := cmp.Diff(want, seen); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTwoFollowersOfOneReaderDoNotBothTakeAnEvent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, s := deadline(t), stream(d, time.Hour)
		if err := s.Append(ctx, happened(1)); err != nil {
			t.Fatal(err)
		}
		err := s.Follow(ctx, "outbox", func(ctx context.Context, e events.Event) error { return errDone })
		if !errors.Is(err, errDone) {
			t.Fatal(err)
		}
		if err := s.Append(ctx, happened(2)); err != nil {
			t.Fatal(err)
		}
		taken := 0
		err = s.Follow(ctx, "outbox", func(inner context.Context, e events.Event) error {
			if taken++; taken == 1 {
				d.AfterCommit(inner, func() { // the other follower was faster with the second event
					if err := s.SetCursor(ctx, "outbox", 2); err != nil {
						t.Error(err)
					}
				})
			}
			return nil
		})
		if !errors.Is(err, events.ErrFollowed) || taken != 1 {
			t.Errorf("took %d, %v", taken, err)
		}
	})
}
