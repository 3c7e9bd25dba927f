package api

import (
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limits keep a pace per credential, in the memory of one node.
type limits struct {
	pace Pace
	now  func() time.Time

	mu    sync.Mutex
	known map[string]*allowance
	swept time.Time
}

// allowance is what one credential has left.
type allowance struct {
	calls   *rate.Limiter
	streams int
	used    time.Time
}

// idle is how long an allowance is remembered without a call; every bucket is
// full again long before.
const idle = 10 * time.Minute

func newLimits(pace Pace, now func() time.Time) *limits {
	return &limits{pace: pace, now: now, known: map[string]*allowance{}, swept: now()}
}

// pace lets a call through, or says when to come again.
func (a *API) pace(c *Call) error {
	if c.route.Action == Public {
		return nil
	}
	if wait := a.limits.call(c.credential()); wait > 0 {
		return tooMany{wait}
	}
	return nil
}

// credential is the name of the token or session that calls.
func (c *Call) credential() string {
	return string(c.presence.Token) + string(c.presence.Session)
}

// call counts one call and returns how long to wait first; 0 is now.
func (l *limits) call(credential string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	reservation := l.of(credential, now).calls.ReserveN(now, 1)
	if !reservation.OK() {
		return time.Second
	}
	wait := reservation.DelayFrom(now)
	if wait > 0 {
		reservation.CancelAt(now)
	}
	return wait
}

// stream counts an event stream; the caller ends it.
func (l *limits) stream(credential string) (end func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	mine := l.of(credential, l.now())
	if mine.streams >= l.pace.Streams {
		return nil, tooMany{time.Minute}
	}
	mine.streams++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		mine.streams--
		mine.used = l.now()
	}, nil
}

// of is called with the lock held.
func (l *limits) of(credential string, now time.Time) *allowance {
	l.sweep(now)
	mine := l.known[credential]
	if mine == nil {
		mine = &allowance{calls: rate.NewLimiter(l.pace.PerSecond, l.pace.Burst)}
		l.known[credential] = mine
	}
	mine.used = now
	return mine
}

// sweep forgets credentials that have been quiet.
func (l *limits) sweep(now time.Time) {
	if now.Sub(l.swept) < idle {
		return
	}
	l.swept = now
	for credential, a := range l.known {
		if a.streams == 0 && now.Sub(a.used) > idle {
			delete(l.known, credential)
		}
	}
}

// tooMany says that somebody calls too often.
type tooMany struct{ wait time.Duration }

// Error is the sentence for the caller.
func (tooMany) Error() string { return "this token or session calls too often" }

// Is makes every wait the same cause.
func (tooMany) Is(target error) bool { _, same := target.(tooMany); return same }

// seconds is the wait for the Retry-After header, rounded up.
func (t tooMany) seconds() int { return int(math.Ceil(t.wait.Seconds())) }
