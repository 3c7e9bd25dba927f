package people_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/people"
)

func TestSessionsEndByThemselves(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		c.person("eve@example.org")
		idle, used := c.signIn("eve@example.org"), c.signIn("eve@example.org")
		for range 27 { // two weeks less half a day, in half days of use
			c.wait(12*time.Hour - time.Minute)
			if _, err := c.Enter(ctx, used.Token); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := c.Enter(ctx, idle.Token); !errors.Is(err, people.ErrSignIn) {
			t.Errorf("the unused session gave %v", err)
		}
		c.wait(12*time.Hour - time.Minute + 28*time.Minute)
		if _, err := c.Enter(ctx, used.Token); !errors.Is(err, people.ErrSignIn) {
			t.Errorf("the used session gave %v after two weeks", err)
		}
		c.must(c.Sweep(ctx))
		if n := c.count("sessions"); n != 0 {
			t.Errorf("%d sessions are left after the sweep", n)
		}
	})
}

func TestTheDatabaseDoesNotKnowTokens(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		eve := c.person("eve@example.org")
		open := c.signIn("eve@example.org")
		_, secret, err := c.AddToken(ctx, eve.ID, "script", []people.Scope{people.CasesRead}, time.Hour)
		c.must(err)
		_, invitation, err := c.Invite(ctx, "", people.Offer{Course: "", Role: people.Learner}, time.Hour)
		c.must(err)
		var stored string
		c.must(c.db.QueryRow(ctx, `SELECT s.token_hash || t.token_hash || i.secret_hash FROM sessions s, api_tokens t, invitations i`).Scan(&stored))
		for _, token := range []string{open.Token, secret, invitation} {
			if len(token) < 43 || strings.Contains(stored, token) {
				t.Errorf("the token %q stands in %q", token, stored)
			}
			if _, err := c.Enter(ctx, stored[:64]); !errors.Is(err, people.ErrSignIn) {
				t.Errorf("a stolen hash gave %v", err)
			}
		}
	})
}

func TestPeopleSeeAndEndTheirSessions(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		eve, bob := c.person("eve@example.org"), c.person("bob@example.org")
		home := got(c.SignIn(ctx, "eve@example.org", password, people.Device{Agent: strings.Repeat("é", 300) + "\x00"}))(t)
		work := c.signIn("eve@example.org")
		list := got(c.Sessions(ctx, eve.ID))(t)
		if diff := cmp.Diff([]people.Session{work.Session, home.Session}, list); diff != "" {
			t.Error(diff)
		}
		if err := c.EndSession(ctx, bob.ID, home.ID); !errors.Is(err, people.ErrNotFound) {
			t.Errorf("Bob ending Eve's session gave %v", err)
		}
		c.must(c.EndSession(ctx, eve.ID, home.ID))
		if _, err := c.Enter(ctx, home.Token); !errors.Is(err, people.ErrSignIn) {
			t.Errorf("the ended session gave %v", err)
		}
		c.must(c.SignOut(ctx, work.Token))
		if left := got(c.Sessions(ctx, eve.ID))(t); len(left) != 0 {
			t.Errorf("left: %+v", left)
		}
	})
}

func TestATokenIsRotatedWhenPrivilegesChange(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		eve := c.person("eve@example.org")
		open := c.signIn("eve@example.org")
		if got(c.Enter(ctx, open.Token))(t).RotateDue {
			t.Error("a fresh token is due to be rotated")
		}
		c.must(c.Grant(ctx, "", eve.ID, people.Educator))
		if who := got(c.Enter(ctx, open.Token))(t); !who.RotateDue || !who.Has(people.Educator) {
			t.Errorf("after the grant: %+v", who)
		}
		fresh := got(c.Rotate(ctx, open.Token))(t)
		if fresh.ID != open.ID || fresh.Token == open.Token {
			t.Errorf("rotated to %+v", fresh)
		}
		if who := got(c.Enter(ctx, fresh.Token))(t); who.RotateDue {
			t.Error("the rotated token is due again")
		}
		got(c.Enter(ctx, open.Token))(t) // a request under way
		if _, err := c.Rotate(ctx, open.Token); !errors.Is(err, people.ErrSignIn) {
			t.Errorf("rotating with the old token gave %v", err)
		}
		c.wait(31 * time.Second)
		if _, err := c.Enter(ctx, open.Token); !errors.Is(err, people.ErrSignIn) {
			t.Errorf("the old token gave %v after its grace", err)
		}
	})
}

func TestAPITokens(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		eve := c.person("eve@example.org", people.Educator)
		token, secret, err := c.AddToken(ctx, eve.ID, "nightly export", []people.Scope{people.CasesRead, people.LedgerRead}, 24*time.Hour)
		c.must(err)
		if !strings.HasPrefix(secret, "prc_") {
			t.Errorf("the secret is %q", secret)
		}
		who := got(c.EnterWithToken(ctx, secret))(t)
		if diff := cmp.Diff(token.Scopes, who.Scopes); diff != "" || who.Person != eve.ID || who.Token != token.ID || who.Session != "" || !who.Has(people.Educator) {
			t.Errorf("entered as %+v %s", who, diff)
		}
		if used := got(c.Tokens(ctx, eve.ID))(t)[0].LastUsed; !used.Equal(c.clock()) {
			t.Errorf("last used %v", used)
		}
		if _, err := c.Enter(ctx, secret); !errors.Is(err, people.ErrSignIn) {
			t.Errorf("an API token as a session gave %v", err)
		}
		c.wait(24 * time.Hour)
		if _, err := c.EnterWithToken(ctx, secret); !errors.Is(err, people.ErrSignIn) {
			t.Errorf("the expired token gave %v", err)
		}
	})
}

func TestAPITokensAreRevokedByTheirOwnerOnly(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		eve, bob := c.person("eve@example.org"), c.person("bob@example.org")
		token, secret, err := c.AddToken(ctx, eve.ID, "script", []people.Scope{people.CasesRead}, time.Hour)
		c.must(err)
		if err := c.RevokeToken(ctx, bob.ID, bob.ID, token.ID); !errors.Is(err, people.ErrNotFound) {
			t.Errorf("Bob's attempt gave %v", err)
		}
		c.must(c.RevokeToken(ctx, eve.ID, eve.ID, token.ID))
		if _, err := c.EnterWithToken(ctx, secret); !errors.Is(err, people.ErrSignIn) {
			t.Errorf("the revoked token gave %v", err)
		}
	})
}

func TestAPITokensAreNarrowAndMortal(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		eve := c.person("eve@example.org")
		for _, test := range []struct {
			scopes []people.Scope
			life   time.Duration
			want   error
		}{
			{nil, time.Hour, people.ErrScope},
			{[]people.Scope{"everything:write"}, time.Hour, people.ErrScope},
			{[]people.Scope{people.CasesRead}, 0, people.ErrTokenLifetime},
			{[]people.Scope{people.CasesRead}, 10 * 365 * 24 * time.Hour, people.ErrTokenLifetime},
		} {
			if _, _, err := c.AddToken(ctx, eve.ID, "script", test.scopes, test.life); !errors.Is(err, test.want) {
				t.Errorf("%v for %v gave %v", test.scopes, test.life, err)
			}
		}
	})
}

// BenchmarkEnter is what every request costs before anything else is asked.
func BenchmarkEnter(b *testing.B) {
	for name, d := range map[string]*db.DB{"sqlite": dbtest.SQLite(b), "postgres": dbtest.Postgres(b)} {
		b.Run(name, func(b *testing.B) {
			c := newClinic(b, d, cheap)
			eve, course := c.person("eve@example.org", people.Educator), c.course("MED-301")
			c.must(c.Enrol(ctx, "", people.Enrolment{Person: eve.ID, Course: course.ID, Role: people.Educator}))
			open := c.signIn("eve@example.org")
			for b.Loop() {
				if _, err := c.Enter(ctx, open.Token); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
