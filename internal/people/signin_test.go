package people_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/people"
)

func TestAPasswordOpensASession(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		eve := c.person("eve@example.org", people.Educator)
		open := got(c.SignIn(ctx, "EVE@example.org", password, ward))(t)
		who := got(c.Enter(ctx, open.Token))(t)
		if who.Person != eve.ID || who.Session != open.ID || !who.Has(people.Educator) || who.Has(people.Learner) {
			t.Errorf("entered as %+v", who)
		}
		for _, wrong := range [][2]string{{"eve@example.org", "rales at both basis"}, {"nobody@example.org", password}, {"", ""}, {"eve@example.org", strings.Repeat("x", 5000)}} {
			if _, err := c.SignIn(ctx, wrong[0], wrong[1], ward); !errors.Is(err, people.ErrWrongPassword) {
				t.Errorf("%q gave %v", wrong[0], err)
			}
		}
	})
}

func TestWeakPasswordsAreRefused(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		p := c.person("evelyn.waugh@example.org")
		for _, weak := range []string{"", "short", "aaaaaaaaaaaaaaaa", "abcabcabcabcabc", "evelyn.waugh@example.org", "Evelyn.Waughevelyn.waugh", strings.Repeat("long ", 50), "with\x00control characters"} {
			if err := c.SetPassword(ctx, "", p.ID, weak, ""); !errors.Is(err, people.ErrWeakPassword) {
				t.Errorf("%q gave %v", weak, err)
			}
		}
		c.must(c.SetPassword(ctx, "", p.ID, "пароль довольно длинный", ""))
	})
}

// The institution raises the cost; hashes follow as people sign in.
func TestHashesAreRenewedAtSignIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		old := newClinic(t, d, cheap)
		old.person("eve@example.org")
		raised := newClinic(t, d, people.Cost{Memory: 128, Passes: 2, Threads: 1})
		for range 2 {
			raised.signIn("eve@example.org")
		}
		var hash string
		raised.must(d.QueryRow(ctx, `SELECT hash FROM passwords`).Scan(&hash))
		if !strings.HasPrefix(hash, "$argon2id$v=19$m=128,t=2,p=1$") {
			t.Errorf("the hash is %s", hash)
		}
	})
}

func TestGuessingAtOneAccountIsSlowedDown(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		c.person("eve@example.org")
		guess := func() error { _, err := c.SignIn(ctx, "eve@example.org", "wrong", people.Device{}); return err }
		for range 5 {
			if err := guess(); !errors.Is(err, people.ErrWrongPassword) {
				t.Fatal(err)
			}
		}
		var slow people.Throttled
		if err := guess(); !errors.As(err, &slow) {
			t.Fatalf("the sixth guess gave %v", err)
		}
		if _, err := c.SignIn(ctx, "eve@example.org", password, people.Device{}); !errors.As(err, &slow) {
			t.Errorf("even the right password gave %v", err)
		}
		for range 12 {
			c.wait(slow.Until.Sub(c.clock()))
			guess()
			if err := guess(); !errors.As(err, &slow) {
				t.Fatal(err)
			}
		}
		if wait := slow.Until.Sub(c.clock()); wait != 15*time.Minute {
			t.Errorf("the wait has grown to %v", wait)
		}
		c.wait(15 * time.Minute)
		c.signIn("eve@example.org")
		if err := guess(); !errors.Is(err, people.ErrWrongPassword) {
			t.Errorf("after a right password a wrong one gave %v", err)
		}
	})
}

// A hundred guesses at once must not count as one.
func TestParallelGuessesAreCountedEach(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		c.person("eve@example.org")
		var compared atomic.Int64
		var wg sync.WaitGroup
		for range 30 {
			wg.Go(func() {
				_, err := c.SignIn(ctx, "eve@example.org", "wrong", people.Device{})
				var slow people.Throttled
				switch {
				case errors.Is(err, people.ErrWrongPassword):
					compared.Add(1)
				case !errors.As(err, &slow):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := compared.Load(); n != 5 {
			t.Errorf("%d guesses were compared, want 5", n)
		}
	})
}

// One address tries many accounts, one guess each, with a sign-in of its own between.
func TestGuessingAcrossAccountsIsSlowedDownByAddress(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		c.person("mallory@example.org")
		var slow people.Throttled
		for n := range 60 {
			_, err := c.SignIn(ctx, "victim"+string(rune('a'+n%26))+string(rune('a'+n/26))+"@example.org", "winter2026winter", ward)
			if errors.As(err, &slow) {
				if n != 50 {
					t.Errorf("slowed down after %d guesses", n)
				}
				return
			}
			c.SignIn(ctx, "mallory@example.org", password, ward) // takes back its own attempt, no other
		}
		t.Error("never slowed down")
	})
}

func TestChangingAPasswordEndsTheOtherSessions(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		eve := c.person("eve@example.org")
		here, there := c.signIn("eve@example.org"), c.signIn("eve@example.org")
		if err := c.ChangePassword(ctx, eve.ID, "not the old one", "crackles at the base", here.ID); !errors.Is(err, people.ErrWrongPassword) {
			t.Errorf("without the old one: %v", err)
		}
		c.must(c.ChangePassword(ctx, eve.ID, password, "crackles at the base", here.ID))
		if who := got(c.Enter(ctx, here.Token))(t); !who.RotateDue {
			t.Error("this session's token is not due to be rotated")
		}
		if _, err := c.Enter(ctx, there.Token); !errors.Is(err, people.ErrSignIn) {
			t.Errorf("the other session gave %v", err)
		}
		if _, err := c.SignIn(ctx, "eve@example.org", password, ward); !errors.Is(err, people.ErrWrongPassword) {
			t.Errorf("the old password gave %v", err)
		}
	})
}

// Sign-in must not be a way to exhaust memory: at most one hash per processor
// is computed at a time, and a caller that gives up costs nothing.
func TestTheDefaultCostIsBounded(t *testing.T) {
	c := newClinic(t, dbtest.SQLite(t), people.DefaultCost)
	var before, peak runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	short, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	var wg sync.WaitGroup
	for n := range 200 {
		wg.Go(func() {
			_, err := c.SignIn(short, fmt.Sprintf("stranger%d@example.org", n), "a password to compare", people.Device{})
			if !errors.Is(err, people.ErrWrongPassword) && !errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	runtime.ReadMemStats(&peak)
	most := uint64(4+4*runtime.GOMAXPROCS(0)) * uint64(people.DefaultCost.Memory) * 1024
	if grown := peak.HeapSys - min(before.HeapSys, peak.HeapSys); grown > most {
		t.Errorf("the heap grew by %d MiB under 200 sign-ins", grown>>20)
	}
}
