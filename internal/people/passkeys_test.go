package people_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"preceptor/internal/db/dbtest"
	"preceptor/internal/id"
	"preceptor/internal/people"
)

// register adds the phone's passkey to a person's account.
func (c *clinic) register(who people.ID, phone *authenticator) error {
	c.t.Helper()
	options, ceremony, err := c.BeginPasskey(ctx, who)
	c.must(err)
	return c.FinishPasskey(ctx, who, ceremony, "My phone", phone.create(options))
}

func (c *clinic) passkeySignIn(phone *authenticator) (people.Opened, error) {
	c.t.Helper()
	options, ceremony, err := c.BeginPasskeySignIn(ctx)
	c.must(err)
	return c.FinishPasskeySignIn(ctx, ceremony, phone.get(options), ward)
}

func TestAPasskeySignsInWithoutALogin(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		eve, phone := c.person("eve@example.org"), newAuthenticator(t)
		c.must(c.register(eve.ID, phone))
		for range 3 {
			open := got(c.passkeySignIn(phone))(t)
			if who := got(c.Enter(ctx, open.Token))(t); who.Person != eve.ID || open.Method != people.ByPasskey {
				t.Errorf("entered as %+v by %s", who, open.Method)
			}
		}
		keys := got(c.Passkeys(ctx, eve.ID))(t)
		if len(keys) != 1 || keys[0].Name != "My phone" || !keys[0].LastUsed.Equal(c.clock()) {
			t.Errorf("keys: %+v", keys)
		}
		c.must(c.RemovePasskey(ctx, eve.ID, eve.ID, keys[0].ID))
		if _, err := c.passkeySignIn(phone); !errors.Is(err, people.ErrPasskey) {
			t.Errorf("the removed passkey gave %v", err)
		}
	})
}

func TestBentPasskeyAnswersAreRefused(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		eve, phone := c.person("eve@example.org"), newAuthenticator(t)
		c.must(c.register(eve.ID, phone))
		stranger := newAuthenticator(t)
		for name, bend := range map[string]func(a *authenticator){
			"a look-alike page":               func(a *authenticator) { a.origin = "https://learn.example.com" },
			"nobody touched it":               func(a *authenticator) { a.flags = 0 },
			"nobody proved to be the owner":   func(a *authenticator) { a.flags = userPresent },
			"another key under the same name": func(a *authenticator) { a.key = stranger.key },
			"another person's handle":         func(a *authenticator) { a.handle = []byte("01ARZ3NDEKTSV4RRFFQ69G5FAV") },
			"no handle":                       func(a *authenticator) { a.handle = nil },
			"a copy with an older counter":    func(a *authenticator) { a.counter = 0 },
		} {
			got(c.passkeySignIn(phone))(t)
			bent := *phone
			bend(&bent)
			if _, err := c.passkeySignIn(&bent); !errors.Is(err, people.ErrPasskey) {
				t.Errorf("%s gave %v", name, err)
			}
		}
	})
}

func TestAnAnswerIsGoodOnce(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		eve, phone := c.person("eve@example.org"), newAuthenticator(t)
		c.must(c.register(eve.ID, phone))
		options, ceremony, err := c.BeginPasskeySignIn(ctx)
		c.must(err)
		answer := phone.get(options)
		got(c.FinishPasskeySignIn(ctx, ceremony, answer, ward))(t)
		if _, err := c.FinishPasskeySignIn(ctx, ceremony, answer, ward); !errors.Is(err, people.ErrPasskey) {
			t.Errorf("replaying it gave %v", err)
		}
		_, other, err := c.BeginPasskeySignIn(ctx)
		c.must(err)
		if _, err := c.FinishPasskeySignIn(ctx, other, answer, ward); !errors.Is(err, people.ErrPasskey) {
			t.Errorf("answering another challenge with it gave %v", err)
		}
		options, late, err := c.BeginPasskeySignIn(ctx)
		c.must(err)
		c.wait(5 * time.Minute)
		if _, err := c.FinishPasskeySignIn(ctx, late, phone.get(options), ward); !errors.Is(err, people.ErrPasskey) {
			t.Errorf("answering too late gave %v", err)
		}
	})
}

func TestARegistrationBelongsToItsPerson(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		eve, mallory := c.person("eve@example.org"), c.person("mallory@example.org")
		options, ceremony, err := c.BeginPasskey(ctx, eve.ID)
		c.must(err)
		phone := newAuthenticator(t)
		if err := c.FinishPasskey(ctx, mallory.ID, ceremony, "Mine now", phone.create(options)); !errors.Is(err, people.ErrPasskey) {
			t.Errorf("finishing another person's registration gave %v", err)
		}
		if _, err := c.FinishPasskeySignIn(ctx, ceremony, phone.create(options), ward); !errors.Is(err, people.ErrPasskey) {
			t.Errorf("signing in with a registration gave %v", err)
		}
		c.must(c.FinishPasskey(ctx, eve.ID, ceremony, "My phone", phone.create(options)))
		if err := c.register(mallory.ID, phone); !errors.Is(err, people.ErrPasskey) && !errors.Is(err, people.ErrPasskeyKnown) {
			t.Errorf("registering a known passkey gave %v", err)
		}
		for _, answer := range [][]byte{nil, []byte("{}"), []byte("null"), bytes.Repeat([]byte("x"), 1<<17)} {
			_, ceremony, err := c.BeginPasskey(ctx, eve.ID)
			c.must(err)
			if err := c.FinishPasskey(ctx, eve.ID, ceremony, "Broken", answer); !errors.Is(err, people.ErrPasskey) {
				t.Errorf("a broken answer gave %v", err)
			}
		}
	})
}

func TestASuspendedPersonsPasskeyOpensNothing(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		eve, phone := c.person("eve@example.org"), newAuthenticator(t)
		c.must(c.register(eve.ID, phone))
		c.must(c.Suspend(ctx, "", eve.ID))
		if _, err := c.passkeySignIn(phone); !errors.Is(err, people.ErrSuspended) {
			t.Errorf("it gave %v", err)
		}
	})
}

func TestPasskeysNeedASiteWithAName(t *testing.T) {
	d := dbtest.SQLite(t)
	for origin, want := range map[string]error{
		"": people.ErrPasskeysOff, "http://127.0.0.1:8080": people.ErrPasskeysOff, "http://[::1]:8080": people.ErrPasskeysOff,
		"http://localhost:8080": nil, "https://learn.example.org": nil,
	} {
		service, err := people.New(people.Config{DB: d, IDs: id.NewSource(time.Now, rand.Reader), Now: time.Now, Entropy: rand.Reader,
			Cost: cheap, Site: people.Site{Name: "Faculty", Origin: origin}})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := service.BeginPasskeySignIn(ctx); !errors.Is(err, want) {
			t.Errorf("%q gave %v", origin, err)
		}
	}
	_, err := people.New(people.Config{DB: d, IDs: id.NewSource(time.Now, rand.Reader), Now: time.Now, Entropy: rand.Reader,
		Cost: cheap, Site: people.Site{Origin: "learn.example.org"}})
	if !errors.Is(err, people.ErrSite) {
		t.Errorf("an origin without a scheme gave %v", err)
	}
}
