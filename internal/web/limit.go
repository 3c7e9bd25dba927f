package web

import (
	"net"
	"net/http"
	"sync"
	"time"
)

// limiter lets each key through a number of times within a span. It lives in
// the memory of one node: it slows guessing down, it is not the lock itself.
type limiter struct {
	mu    sync.Mutex
	times int
	span  time.Duration
	now   func() time.Time
	seen  map[string][]time.Time
}

func newLimiter(times int, span time.Duration, now func() time.Time) *limiter {
	return &limiter{times: times, span: span, now: now, seen: map[string][]time.Time{}}
}

// allow counts one try of the key and tells whether it is within the limit.
func (l *limiter) allow(key string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	l.forget(now)
	tries := l.seen[key]
	if len(tries) >= l.times {
		return false
	}
	l.seen[key] = append(tries, now)
	return true
}

// spent tells whether the key has no try left, and counts none.
func (l *limiter) spent(key string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forget(l.now())
	return len(l.seen[key]) >= l.times
}

// forget drops tries that are older than the span, for all keys, so that the
// memory stays small whatever keys strangers invent.
func (l *limiter) forget(now time.Time) {
	for key, tries := range l.seen {
		fresh := 0
		for fresh < len(tries) && now.Sub(tries[fresh]) >= l.span {
			fresh++
		}
		if fresh == len(tries) {
			delete(l.seen, key)
			continue
		}
		l.seen[key] = tries[fresh:]
	}
}

// peerAddress is the address of the connection's other end.
func peerAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
