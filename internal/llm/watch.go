package llm

import (
	"context"
	"fmt"
	"io"
	"time"
)

// watch ends a call that keeps silent. Only waiting counts: while the caller chews on a piece,
// the watch stands still.
type watch struct {
	timer  *time.Timer
	limit  time.Duration
	cancel context.CancelCauseFunc
}

// startWatch ends the returned context with ErrTimeout unless something arrives within first.
func startWatch(ctx context.Context, first time.Duration) (context.Context, *watch) {
	ctx, cancel := context.WithCancelCause(ctx)
	w := &watch{limit: first, cancel: cancel}
	w.timer = time.AfterFunc(first, func() { cancel(fmt.Errorf("%w: silence", ErrTimeout)) })
	return ctx, w
}

// end lets the watch and its context go.
func (w *watch) end() {
	w.timer.Stop()
	w.cancel(nil)
}

func (w *watch) resume() { w.timer.Reset(w.limit) }
func (w *watch) pause()  { w.timer.Stop() }

// boundedBody reads an answer under a watch and a limit of bytes.
type boundedBody struct {
	ctx       context.Context
	in        io.Reader
	watch     *watch
	idle      time.Duration
	left      int64
	onFirst   func()
	delivered bool
}

// Read passes bytes on, ErrTooLong once the limit is passed, ErrTimeout when the watch or the
// whole call ended, ErrCut for a connection that broke, io.EOF at a proper end.
func (b *boundedBody) Read(into []byte) (int, error) {
	b.watch.resume()
	n, err := b.in.Read(into)
	b.watch.pause()
	if n > 0 && !b.delivered {
		b.delivered = true
		b.watch.limit = b.idle
		b.onFirst()
	}
	if b.left -= int64(n); b.left < 0 {
		return 0, fmt.Errorf("%w: more bytes than this wire allows", ErrTooLong)
	}
	if err != nil && !ended(err) {
		return n, whyEnded(b.ctx, ErrCut)
	}
	return n, err
}

// whyEnded explains a failed read or write: the caller went away, a limit of time was reached, or
// else the given cause.
func whyEnded(ctx context.Context, otherwise error) error {
	switch cause := context.Cause(ctx); {
	case cause == nil:
		return otherwise
	case cause == context.DeadlineExceeded:
		return fmt.Errorf("%w: %w", ErrTimeout, cause)
	default:
		return cause
	}
}
