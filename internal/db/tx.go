package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// ErrBusy is returned when a transaction kept colliding with others until it was given up.
var ErrBusy = errors.New("the database is too busy; nothing was changed")

const (
	mostTries  = 30
	firstDelay = 2 * time.Millisecond
	mostDelay  = 200 * time.Millisecond
)

// txKey is the key under which a handle's transaction travels in a context.
type txKey struct{ d *DB }

type txState struct {
	tx    *sql.Tx
	after []func()
}

func (d *DB) txOf(ctx context.Context) *txState {
	t, _ := ctx.Value(txKey{d}).(*txState)
	return t
}

// Tx runs do inside one transaction and commits when do returns nil; any error
// or panic rolls everything back. Inside another Tx of the same handle it joins
// that one. A serialization conflict runs do again; after many collisions the
// error is ErrBusy. No model or network call belongs inside.
func (d *DB) Tx(ctx context.Context, do func(ctx context.Context) error) error {
	if d.txOf(ctx) != nil {
		return do(ctx)
	}
	delay := firstDelay
	for try := 1; ; try++ {
		err := d.attempt(ctx, do)
		if err == nil || !d.dialect.conflict(err) {
			return err
		}
		if try == mostTries {
			return fmt.Errorf("%w: %w", ErrBusy, err)
		}
		if err := sleep(ctx, delay/2+rand.N(delay)); err != nil {
			return err
		}
		delay = min(2*delay, mostDelay)
	}
}

// InTx says whether ctx carries a transaction of d.
func (d *DB) InTx(ctx context.Context) bool { return d.txOf(ctx) != nil }

// AfterCommit runs do once the transaction of ctx has committed, or at once
// when there is none. It wakes sleepers; what must not be lost is written
// inside the transaction instead.
func (d *DB) AfterCommit(ctx context.Context, do func()) {
	if t := d.txOf(ctx); t != nil {
		t.after = append(t.after, do)
		return
	}
	do()
}

func (d *DB) attempt(ctx context.Context, do func(ctx context.Context) error) error {
	tx, err := d.write.BeginTx(ctx, d.dialect.txOptions())
	if err != nil {
		return fmt.Errorf("beginning a transaction: %w", err)
	}
	defer tx.Rollback() // does nothing after a commit; undoes everything after an error or a panic
	state := &txState{tx: tx}
	if err := do(context.WithValue(ctx, txKey{d}, state)); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("committing: %w", err)
	}
	for _, after := range state.after {
		after()
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
