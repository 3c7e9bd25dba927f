package db_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
)

const addCounter = `INSERT INTO installation (id, made_at, name, zone, language, version) VALUES ('this', ?, 'Counter', 'UTC', 'en', 0)`

// Concurrent read-modify-write must not lose an update on either engine.
func TestNoUpdateIsLost(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		mustExec(t, d, addCounter, d.Now())
		const workers, rounds = 8, 10
		var wg sync.WaitGroup
		for range workers {
			wg.Go(func() {
				for range rounds {
					if err := d.Tx(ctx, func(ctx context.Context) error { return increment(ctx, d) }); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if got := counter(t, d); got != workers*rounds {
			t.Errorf("%d increments were kept, want %d", got, workers*rounds)
		}
	})
}

func increment(ctx context.Context, d *db.DB) error {
	var n int
	if err := d.QueryRow(ctx, `SELECT version FROM installation WHERE id = ?`, "this").Scan(&n); err != nil {
		return err
	}
	_, err := d.Exec(ctx, `UPDATE installation SET version = ? WHERE id = ?`, n+1, "this")
	return err
}

func TestAnErrorOrAPanicUndoesEverything(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		mustExec(t, d, addCounter, d.Now())
		refused := errors.New("refused")
		err := d.Tx(ctx, func(ctx context.Context) error {
			if err := d.Tx(ctx, func(ctx context.Context) error { return increment(ctx, d) }); err != nil {
				return err
			}
			return refused
		})
		if !errors.Is(err, refused) {
			t.Errorf("Tx gave %v", err)
		}
		func() {
			defer func() { recover() }()
			d.Tx(ctx, func(ctx context.Context) error {
				if err := increment(ctx, d); err != nil {
					t.Error(err)
				}
				panic("broken")
			})
		}()
		if got := counter(t, d); got != 0 {
			t.Errorf("the counter is %d after two failed transactions", got)
		}
	})
}

func TestAfterCommitRunsOnceAndOnlyAfterACommit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, woken := context.Background(), 0
		wake := func(fail error) error {
			return d.Tx(ctx, func(ctx context.Context) error {
				d.AfterCommit(ctx, func() { woken++ })
				if woken != 0 {
					t.Error("woken before the commit")
				}
				return fail
			})
		}
		if err := wake(errors.New("no")); err == nil || woken != 0 {
			t.Errorf("after a rollback: %v, woken %d times", err, woken)
		}
		if err := wake(nil); err != nil || woken != 1 {
			t.Errorf("after a commit: %v, woken %d times", err, woken)
		}
	})
}

func TestUniqueViolationsAreRecognised(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		mustExec(t, d, addCounter, d.Now())
		if _, err := d.Exec(context.Background(), addCounter, d.Now()); !db.IsUnique(err) {
			t.Errorf("a second row of the same key gave %v", err)
		}
		if _, err := d.Exec(context.Background(), `DELETE FROM nowhere`); err == nil || db.IsUnique(err) {
			t.Errorf("a missing table gave %v", err)
		}
	})
}

func TestTimesKeepTheirMicrosecond(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		at := time.Date(2026, 2, 3, 4, 5, 6, 789_123_456, time.FixedZone("", 3600))
		mustExec(t, d, addCounter, db.At(at))
		var got db.Time
		if err := d.QueryRow(context.Background(), `SELECT made_at FROM installation`).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if want := at.UTC().Truncate(time.Microsecond); !got.Time().Equal(want) || got.Time().Location() != time.UTC {
			t.Errorf("stored %v, read %v", want, got.Time())
		}
	})
}

func TestOpenRefusesAnUnknownURL(t *testing.T) {
	if _, err := db.Open(context.Background(), "mysql://localhost/x", time.Now); !errors.Is(err, db.ErrURL) {
		t.Errorf("Open gave %v", err)
	}
}

func mustExec(t *testing.T, d *db.DB, query string, args ...any) {
	t.Helper()
	if _, err := d.Exec(context.Background(), query, args...); err != nil {
		t.Fatal(err)
	}
}

func counter(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	if err := d.QueryRow(context.Background(), `SELECT version FROM installation`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
