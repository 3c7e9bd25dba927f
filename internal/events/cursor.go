package events

import (
	"context"
	"fmt"
)

// Follow tails the stream for a named reader that remembers how far it has
// read. What fn writes with its ctx commits together with the cursor, so each
// event takes effect exactly once, even when the process is killed. One reader
// is followed by one goroutine of the whole installation at a time; a second
// one gets ErrFollowed. fn may run more than once before it commits.
func (s *Stream) Follow(ctx context.Context, reader string, fn func(ctx context.Context, e Event) error) error {
	at, err := s.Cursor(ctx, reader)
	if err != nil {
		return err
	}
	return s.Tail(ctx, at, func(ctx context.Context, e Event) error {
		err := s.db.Tx(ctx, func(ctx context.Context) error {
			if err := s.moveCursor(ctx, reader, at, e.Position); err != nil {
				return err
			}
			return fn(ctx, e)
		})
		if err == nil {
			at = e.Position
		}
		return err
	})
}

// Cursor is the position up to which the reader has read; 0 for a new reader.
func (s *Stream) Cursor(ctx context.Context, reader string) (Position, error) {
	return s.selectCursor(ctx, reader)
}

// SetCursor moves the reader to the position, inside the transaction of ctx
// when there is one; for a reader that has built anew from the tables.
func (s *Stream) SetCursor(ctx context.Context, reader string, to Position) error {
	if to < 0 {
		return fmt.Errorf("a position is never negative: %d", to)
	}
	return s.upsertCursor(ctx, reader, to)
}
