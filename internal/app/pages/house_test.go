package pages

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"testing"
	"time"

	"preceptor/internal/app"
	"preceptor/internal/config"
	"preceptor/internal/encounter"
	"preceptor/internal/id"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

var ctx = context.Background()

const chestPain = "pressure-under-the-breastbone"

// house is the demonstration with its real parts, without a network.
type house struct {
	*app.App
	t     testing.TB
	pages web.Services
}

// newHouse opens the demonstration; settings change it.
func newHouse(t testing.TB, settings map[string]string) *house {
	t.Helper()
	set := map[string]string{"data": t.TempDir(), "demo.enabled": "true"}
	for key, value := range settings {
		set[key] = value
	}
	cfg, err := config.Load(config.Sources{Set: set})
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(ctx, cfg, app.Outside{Now: time.Now, Entropy: rand.Reader, Log: slog.New(slog.DiscardHandler), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{App: a, t: t, pages: Services(a)}
	t.Cleanup(func() { h.must(a.Close()) })
	h.must(a.InstallStarterPack(ctx))
	h.must(a.SeedDemo(ctx))
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// run runs the background until the test ends.
func (h *house) run() {
	h.t.Helper()
	running, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- h.Run(running) }()
	h.t.Cleanup(func() { stop(); h.must(<-done) })
}

// as is somebody of the demonstration, as the pages know them.
func (h *house) as(role people.Role) web.Actor {
	h.t.Helper()
	for _, d := range h.Demo() {
		if d.Role != role {
			continue
		}
		p, err := h.People.PersonByLogin(ctx, d.Login)
		h.must(err)
		opened, err := h.People.DemoSignIn(ctx, p.ID, people.Device{})
		h.must(err)
		actor, err := h.pages.Sessions.Actor(ctx, opened.Token)
		h.must(err)
		return actor
	}
	h.t.Fatalf("the demonstration has no %s", role)
	return web.Actor{}
}

func (h *house) ulid() string { return id.New[string](h.IDs) }

// practise is an encounter of the demonstration's learner, finished.
func (h *house) practise(purpose policy.Purpose) encounter.ID {
	h.t.Helper()
	learner := h.as(people.Learner)
	e := h.ulid()
	h.must(h.pages.Encounters.Start(ctx, learner, chestPain, e, view.Purpose(purpose)))
	for _, text := range []string{"What has brought you in today?", "When did it start?", "Does it go to your jaw?"} {
		h.say(encounter.ID(e), text)
	}
	_, err := h.Encounters.Take(ctx, encounter.ID(e), encounter.TurnInput{ID: encounter.TurnID(h.ulid()), Kind: encounter.Diagnose, Text: "NSTEMI"})
	h.must(err)
	_, err = h.Encounters.Finish(ctx, encounter.ID(e))
	h.must(err)
	return encounter.ID(e)
}

func (h *house) say(e encounter.ID, text string) {
	h.t.Helper()
	_, err := h.Encounters.Take(ctx, e, encounter.TurnInput{ID: encounter.TurnID(h.ulid()), Kind: encounter.Say, Text: text})
	h.must(err)
}

// wants fails when err is another cause.
func wants(t *testing.T, what string, err, cause error) {
	t.Helper()
	if !errors.Is(err, cause) {
		t.Errorf("%s: %v, not %v", what, err, cause)
	}
}
