package events

import (
	"context"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/id"
)

// DefaultPoll is how often a node looks for events of other nodes.
const DefaultPoll = 500 * time.Millisecond

const pageSize = 500

// Stream appends to and reads the event table of one installation. One Stream
// serves a whole node.
type Stream struct {
	db   *db.DB
	ids  *id.Source
	poll time.Duration
	wake bell
	hub  hub
}

// New returns the stream of d. Every poll it looks for events of other nodes;
// those of its own node wake it at once.
func New(d *db.DB, ids *id.Source, poll time.Duration) *Stream {
	return &Stream{db: d, ids: ids, poll: poll}
}

// Append writes the event inside the transaction of ctx, or in one of its own,
// and wakes this node's readers once that has committed. It may return ErrKind
// or ErrNotAnID.
func (s *Stream) Append(ctx context.Context, e Event) error {
	if err := e.Check(); err != nil {
		return err
	}
	if e.ID == "" {
		e.ID = id.New[ID](s.ids)
	}
	e.At = s.db.Now()
	if err := s.insert(ctx, e); err != nil {
		return err
	}
	s.db.AfterCommit(ctx, s.wake.ring)
	return nil
}

// Tail calls fn with every event after the position, in order, and then waits
// for more. It ends with the error of fn or of ctx, or with ErrPruned. After 0
// it starts with the oldest event that is kept.
func (s *Stream) Tail(ctx context.Context, after Position, fn func(ctx context.Context, e Event) error) error {
	for {
		woken := s.wake.next() // before reading, so that nothing falls between
		page, err := s.Read(ctx, after, pageSize)
		if err != nil {
			return err
		}
		for _, e := range page {
			if err := fn(ctx, e); err != nil {
				return err
			}
			after = e.Position
		}
		if len(page) == pageSize {
			continue
		}
		if err := s.wait(ctx, woken); err != nil {
			return err
		}
	}
}

// Read returns at most limit events after the position, in order, without
// waiting. It may return ErrPruned.
func (s *Stream) Read(ctx context.Context, after Position, limit int) ([]Event, error) {
	if err := s.place(ctx); err != nil {
		return nil, err
	}
	page, err := s.selectAfter(ctx, after, limit)
	switch {
	case err != nil:
		return nil, err
	case after == 0:
		return page, nil
	case len(page) > 0 && page[0].Position != after+1:
		return nil, ErrPruned
	case len(page) == 0:
		return nil, s.known(ctx, after)
	}
	return page, nil
}

// known says whether a position after which nothing stands was ever given out.
func (s *Stream) known(ctx context.Context, p Position) error {
	last, err := s.selectLast(ctx)
	if err == nil && p > last {
		err = ErrPruned
	}
	return err
}

// Last is the position of the newest event, 0 when there is none.
func (s *Stream) Last(ctx context.Context) (Position, error) {
	if err := s.place(ctx); err != nil {
		return 0, err
	}
	return s.selectLast(ctx)
}

// Newest is when the newest event happened; zero when there is none.
func (s *Stream) Newest(ctx context.Context) (db.Time, error) { return s.selectNewest(ctx) }

// Prune deletes events from before the time, but for the newest one, which
// keeps the count. It returns how many it deleted.
func (s *Stream) Prune(ctx context.Context, before db.Time) (int64, error) {
	return s.deleteBefore(ctx, before)
}

func (s *Stream) wait(ctx context.Context, woken <-chan struct{}) error {
	timer := time.NewTimer(s.poll)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-woken:
		return nil
	case <-timer.C:
		return nil
	}
}
