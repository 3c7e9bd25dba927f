package llm

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
)

// statusError is an HTTP status that is not success. Its words are the status alone: what the
// server writes beside it may repeat the question.
type statusError struct {
	status int
	after  time.Duration
}

// Error names the status.
func (e *statusError) Error() string {
	return e.Unwrap().Error() + ": status " + strconv.Itoa(e.status)
}

// Unwrap gives the sentinel of the status.
func (e *statusError) Unwrap() error {
	switch {
	case e.status == http.StatusTooManyRequests:
		return ErrBusy
	case e.status >= 500:
		return ErrUnavailable
	default:
		return ErrDenied
	}
}

// newStatusError reads the status and Retry-After, either seconds or a date (RFC 9110, 10.2.3).
func newStatusError(resp *http.Response, now time.Time) *statusError {
	e := &statusError{status: resp.StatusCode}
	said := resp.Header.Get("Retry-After")
	if seconds, err := strconv.Atoi(said); err == nil && seconds >= 0 && seconds < 1<<30 {
		e.after = time.Duration(seconds) * time.Second
	} else if date, err := http.ParseTime(said); err == nil {
		e.after = max(0, date.Sub(now))
	}
	return e
}

// unsent marks a refused connection: the request never left, so it may be tried again.
type unsent struct{ error }

// Unwrap gives the cause.
func (u unsent) Unwrap() error { return u.error }

// wait says how long to pause before the next attempt, or that there is none. Only failures from
// before the first byte come here. The pause is random between 0 and a doubling bound ("full
// jitter", Brooker 2015), on top of what the server asked for.
func (r Retry) wait(tried int, err error, random float64) (time.Duration, bool) {
	if tried >= r.Attempts {
		return 0, false
	}
	bound := min(r.Cap, r.Base<<min(tried-1, 16))
	pause := time.Duration(random * float64(bound))
	var status *statusError
	var early unsent
	switch {
	case errors.As(err, &status) && !errors.Is(status, ErrDenied):
		return pause + status.after, status.after <= r.Longest
	case errors.As(err, &early):
		return pause, true
	}
	return 0, false
}

// fraction draws a number from 0 to 1 (not reached).
func fraction(random io.Reader) float64 {
	var raw [8]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		return 0.5 // without randomness the pause is merely not random
	}
	return float64(binary.BigEndian.Uint64(raw[:])>>11) / (1 << 53)
}

// sleep pauses unless the context ends first or could not outlast the pause anyway; then waiting
// would only delay the caller's own wording.
func sleep(ctx context.Context, d time.Duration) bool {
	if end, ok := ctx.Deadline(); ok && time.Until(end) < d {
		return false
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
