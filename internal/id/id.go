package id

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"
)

// ErrMalformed is returned for a text that is not a ULID.
var ErrMalformed = errors.New("not a ULID")

// Source makes identifiers that grow strictly within one process. It is safe
// for use by several goroutines.
type Source struct {
	mu      sync.Mutex
	now     func() time.Time
	entropy *ulid.MonotonicEntropy
}

// NewSource returns a source that reads the time from now and its 80 random
// bits from entropy (crypto/rand.Reader outside tests).
func NewSource(now func() time.Time, entropy io.Reader) *Source {
	return &Source{now: now, entropy: ulid.Monotonic(entropy, 0)}
}

// New makes an identifier of type T. It panics when the entropy fails, since
// nothing can be stored safely after that.
func New[T ~string](s *Source) T {
	s.mu.Lock()
	defer s.mu.Unlock()
	return T(ulid.MustNew(ulid.Timestamp(s.now()), s.entropy).String())
}

// Parse reads an identifier in its canonical form: 26 upper-case characters.
// Anything else gives ErrMalformed, so that one thing never has two spellings.
func Parse[T ~string](text string) (T, error) {
	u, err := ulid.ParseStrict(text)
	if err != nil || u.String() != text {
		return "", fmt.Errorf("%q: %w", clip(text), ErrMalformed)
	}
	return T(text), nil
}

// clip keeps a hostile text from filling an error message.
func clip(text string) string {
	const most = 40
	if len(text) > most {
		return text[:most] + "…"
	}
	return text
}
