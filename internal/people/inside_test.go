package people

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"preceptor/internal/db"
)

func FuzzParseHash(f *testing.F) {
	f.Add("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2E$MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE")
	f.Add("$argon2id$v=19$m=4294967295,t=2,p=1$c2FsdHNhbHRzYWx0c2E$MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE")
	f.Add("$argon2id$v=19$m=8,t=0,p=1$$")
	f.Fuzz(func(t *testing.T, text string) {
		cost, salt, key, err := parseHash(text)
		if err != nil {
			return
		}
		if cost.Memory > mostCost.Memory || cost.Passes > mostCost.Passes || cost.Threads > mostCost.Threads || cost.Memory*cost.Passes*uint32(cost.Threads) == 0 {
			t.Errorf("%q asks for %+v", text, cost)
		}
		if len(salt) < 8 || len(key) != keyBytes {
			t.Errorf("%q has %d bytes of salt and %d of key", text, len(salt), len(key))
		}
	})
}

func FuzzNormalLogin(f *testing.F) {
	f.Add("Ana@Example.org")
	f.Add("ａｎａ@example.org")
	f.Fuzz(func(t *testing.T, text string) {
		login, err := NormalLogin(text)
		if err != nil {
			return
		}
		if again, err := NormalLogin(login); err != nil || again != login {
			t.Errorf("%q became %q and then %q (%v)", text, login, again, err)
		}
	})
}

// A tampered database must not make sign-in eat the machine.
func TestAHashThatAsksForTooMuchIsRefused(t *testing.T) {
	h, err := newHasher(Cost{Memory: 64, Passes: 1, Threads: 1}, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	greedy := strings.Replace(h.nobody, "m=64", "m=4000000", 1)
	if _, _, err := h.verify(context.Background(), greedy, "x"); !errors.Is(err, errHash) {
		t.Errorf("it gave %v", err)
	}
}

func TestAFullQueueSaysSo(t *testing.T) {
	h, err := newHasher(Cost{Memory: 64, Passes: 1, Threads: 1}, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for range cap(h.slots) {
		h.slots <- struct{}{}
	}
	h.wait = time.Millisecond
	if _, err := h.hash(context.Background(), "x"); !errors.Is(err, ErrBusy) {
		t.Errorf("hashing gave %v", err)
	}
}

// However guesses are spread, no hour sees more than the free ones and those
// that the growing waits let through.
func TestTheThrottleBoundsGuesses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var record tries
		now, start, taken := db.At(time.Unix(1e9, 0)), db.At(time.Unix(1e9, 0)), 0
		for now < start.Add(time.Hour) {
			next, err := accountLimit.take(record, now)
			if err == nil {
				record = next
				taken++
			}
			now = now.Add(time.Duration(rapid.IntRange(1, 120).Draw(t, "seconds")) * time.Second)
		}
		// 1+2+4+…+512 s are ten waits, then one guess each 15 minutes.
		if most := int(accountLimit.free) + 10 + 4; taken > most {
			t.Fatalf("%d guesses in one hour", taken)
		}
	})
}
