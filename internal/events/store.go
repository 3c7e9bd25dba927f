package events

import (
	"context"
	"errors"
	"fmt"

	"preceptor/internal/db"
)

func (s *Stream) insert(ctx context.Context, e Event) error {
	_, err := s.db.Exec(ctx, `
		INSERT INTO events (id, at, kind, subject, course, person) VALUES (?, ?, ?, ?, ?, ?)`,
		e.ID, e.At, e.Kind, e.Subject, e.Course, e.Person)
	if err != nil {
		return fmt.Errorf("appending an event: %w", err)
	}
	return nil
}

// mostPlaceTries bounds the races with other nodes that place at the same time.
// Each lost race means that another node has placed.
const mostPlaceTries = 20

// place gives positions to committed events that have none. It is one statement
// outside any transaction: it reads the highest committed position, and the
// UNIQUE constraint lets only one of two concurrent placings succeed.
//
// Why positions stay dense and visible in order: a loser that meets a row of the
// winner waits for its commit and then leaves the row alone; what it still gives
// out either continues where the winner ended or breaks the constraint.
func (s *Stream) place(ctx context.Context) error {
	if s.db.InTx(ctx) {
		return nil // what a transaction reads has been placed before
	}
	for range mostPlaceTries {
		waiting, err := s.unplaced(ctx)
		if err != nil || !waiting {
			return err
		}
		_, err = s.db.Exec(ctx, `
			UPDATE events SET position = placed.position FROM (
				SELECT id, (SELECT COALESCE(MAX(position), 0) FROM events) + ROW_NUMBER() OVER (ORDER BY id) AS position
				FROM events WHERE position IS NULL
			) AS placed
			WHERE events.id = placed.id AND events.position IS NULL`)
		if err != nil && ctx.Err() != nil {
			return fmt.Errorf("placing events: %w", err)
		}
	}
	return nil // others keep placing; the next poll looks again
}

func (s *Stream) unplaced(ctx context.Context) (bool, error) {
	var found ID
	err := s.db.QueryRow(ctx, `SELECT id FROM events WHERE position IS NULL LIMIT 1`).Scan(&found)
	if errors.Is(err, db.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("looking for new events: %w", err)
	}
	return true, nil
}

func (s *Stream) selectAfter(ctx context.Context, after Position, limit int) ([]Event, error) {
	rows, err := s.db.Query(ctx, `
		SELECT id, position, at, kind, subject, course, person FROM events
		WHERE position > ? ORDER BY position NULLS LAST LIMIT ?`, after, limit)
	if err != nil {
		return nil, fmt.Errorf("reading events: %w", err)
	}
	defer rows.Close()
	var page []Event
	for rows.Next() {
		var e Event
		if err := rows.Scan(&e.ID, &e.Position, &e.At, &e.Kind, &e.Subject, &e.Course, &e.Person); err != nil {
			return nil, fmt.Errorf("reading an event: %w", err)
		}
		page = append(page, e)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading events: %w", err)
	}
	return page, nil
}

func (s *Stream) selectLast(ctx context.Context) (last Position, err error) {
	if err := s.db.QueryRow(ctx, `SELECT COALESCE(MAX(position), 0) FROM events`).Scan(&last); err != nil {
		return 0, fmt.Errorf("reading the last position: %w", err)
	}
	return last, nil
}

func (s *Stream) selectNewest(ctx context.Context) (at db.Time, err error) {
	err = s.db.QueryRow(ctx, `SELECT at FROM events WHERE position = (SELECT MAX(position) FROM events)`).Scan(&at)
	if errors.Is(err, db.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("reading the newest event: %w", err)
	}
	return at, nil
}

func (s *Stream) deleteBefore(ctx context.Context, before db.Time) (int64, error) {
	done, err := s.db.Exec(ctx, `
		DELETE FROM events WHERE at < ? AND position < (SELECT MAX(position) FROM events)
		AND position < (SELECT COALESCE(MIN(position), 9223372036854775807) FROM events WHERE at >= ?)`, before, before)
	if err != nil {
		return 0, fmt.Errorf("pruning events: %w", err)
	}
	return done.RowsAffected()
}

func (s *Stream) selectCursor(ctx context.Context, reader string) (at Position, err error) {
	err = s.db.QueryRow(ctx, `SELECT position FROM event_cursors WHERE reader = ?`, reader).Scan(&at)
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return 0, fmt.Errorf("reading the cursor of %s: %w", reader, err)
	}
	return at, nil
}

// moveCursor moves a reader that stands at from, or makes a new one when from is 0.
func (s *Stream) moveCursor(ctx context.Context, reader string, from, to Position) error {
	done, err := s.db.Exec(ctx, `
		INSERT INTO event_cursors (reader, position, at) VALUES (?, ?, ?)
		ON CONFLICT (reader) DO UPDATE SET position = excluded.position, at = excluded.at
		WHERE event_cursors.position = ?`, reader, to, s.db.Now(), from)
	if err != nil {
		return fmt.Errorf("moving the cursor of %s: %w", reader, err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, ErrFollowed)
	}
	return nil
}

func (s *Stream) upsertCursor(ctx context.Context, reader string, to Position) error {
	_, err := s.db.Exec(ctx, `
		INSERT INTO event_cursors (reader, position, at) VALUES (?, ?, ?)
		ON CONFLICT (reader) DO UPDATE SET position = excluded.position, at = excluded.at`, reader, to, s.db.Now())
	if err != nil {
		return fmt.Errorf("moving the cursor of %s: %w", reader, err)
	}
	return nil
}
