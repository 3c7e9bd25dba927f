package people

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"runtime"
	"time"

	"golang.org/x/crypto/argon2"
)

// Cost is how much work argon2id takes (RFC 9106).
type Cost struct {
	Memory  uint32 // KiB
	Passes  uint32
	Threads uint8
}

// DefaultCost is the OWASP minimum of 2023 for argon2id: 19 MiB, two passes.
// More memory would make sign-in itself a way to exhaust a small server.
var DefaultCost = Cost{Memory: 19 * 1024, Passes: 2, Threads: 1}

// mostCost bounds what a stored hash may ask for, so that a restored or
// tampered database cannot make sign-in eat the machine.
var mostCost = Cost{Memory: 256 * 1024, Passes: 10, Threads: 8}

const (
	saltBytes = 16
	keyBytes  = 32
	hashWait  = 5 * time.Second // how long a sign-in queues for a slot
)

var errHash = errors.New("the stored password hash is malformed")

// hasher hashes and compares passwords, a bounded number at a time: memory in
// use is at most slots × Cost.Memory, whatever arrives at the door.
type hasher struct {
	cost    Cost
	entropy io.Reader
	slots   chan struct{}
	wait    time.Duration
	nobody  string // compared with when the account does not exist, for equal time
}

func newHasher(cost Cost, entropy io.Reader) (*hasher, error) {
	h := &hasher{cost: cost, entropy: entropy, slots: make(chan struct{}, runtime.GOMAXPROCS(0)), wait: hashWait}
	nobody, err := h.hash(context.Background(), "nobody has this password")
	h.nobody = nobody
	return h, err
}

// hash gives the text to store: $argon2id$v=19$m=…,t=…,p=…$salt$key.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(h.entropy, salt); err != nil {
		return "", fmt.Errorf("reading randomness: %w", err)
	}
	key, err := h.derive(ctx, password, salt, h.cost)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding.EncodeToString
	c := h.cost
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.Memory, c.Passes, c.Threads, b64(salt), b64(key)), nil
}

// verify compares in constant time; stale says that the hash was made at
// another cost and is due to be made anew.
func (h *hasher) verify(ctx context.Context, stored, password string) (right, stale bool, err error) {
	cost, salt, want, err := parseHash(stored)
	if err != nil {
		return false, false, err
	}
	got, err := h.derive(ctx, password, salt, cost)
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1, cost != h.cost, nil
}

func (h *hasher) derive(ctx context.Context, password string, salt []byte, c Cost) ([]byte, error) {
	timer := time.NewTimer(h.wait)
	defer timer.Stop()
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
		return argon2.IDKey([]byte(password), salt, c.Passes, c.Memory, c.Threads, keyBytes), nil
	case <-timer.C:
		return nil, ErrBusy
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
