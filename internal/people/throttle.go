package people

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"preceptor/internal/db"
)

// Throttled is returned when too many sign-ins failed; it says when to come back.
type Throttled struct{ Until time.Time }

// Error says how long to wait, in words for people.
func (t Throttled) Error() string {
	return fmt.Sprintf("too many attempts; please try again after %s", t.Until.UTC().Format("15:04:05 MST"))
}

// limit says how many failures are free and how long the waits grow. The wait
// doubles with each further failure from one second on. It is capped, so that a
// stranger who knows a login cannot lock its owner out for long.
type limit struct {
	free   int64
	most   time.Duration
	forget time.Duration // so long after the last failure the count starts anew
}

var (
	accountLimit = limit{free: 5, most: 15 * time.Minute, forget: 24 * time.Hour}
	// A whole ward may sit behind one address.
	addressLimit = limit{free: 50, most: 15 * time.Minute, forget: time.Hour}
)

// tries is the record of failures of one account or one address.
type tries struct {
	failures       int64
	lastAt, freeAt db.Time
}

// take counts an attempt as failed before it is made, so that attempts made at
// once cannot slip past the limit together. A right password takes it back.
func (l limit) take(t tries, now db.Time) (tries, error) {
	if now < t.freeAt {
		return t, Throttled{Until: t.freeAt.Time()}
	}
	if now > t.lastAt.Add(l.forget) {
		t.failures = 0
	}
	t.failures++
	t.lastAt, t.freeAt = now, now.Add(l.wait(t.failures))
	return t, nil
}

func (l limit) wait(failures int64) time.Duration {
	over := failures - l.free
	if over < 0 {
		return 0
	}
	if over > 20 {
		return l.most
	}
	return min(time.Second<<over, l.most)
}

// subject is the key of a record: a hash, since failed sign-ins of strangers are
// no reason to collect logins and addresses.
func subject(kind, value string) string {
	sum := sha256.Sum256([]byte(kind + "\x00" + value))
	return kind + ":" + hex.EncodeToString(sum[:16])
}
