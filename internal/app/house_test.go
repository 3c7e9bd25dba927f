package app_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"preceptor/internal/app"
	"preceptor/internal/config"
	"preceptor/internal/db"
	"preceptor/internal/db/dump"
	"preceptor/internal/encounter"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/policy"
)

const chestPain = "pressure-under-the-breastbone"

// settingsFor are those of an installation in the folder; an empty url means its own SQLite file.
func settingsFor(t testing.TB, data, url string) config.Config {
	t.Helper()
	set := map[string]string{"data": data}
	if url != "" {
		set["database.url"] = url
	}
	return must(config.Load(config.Sources{Set: set}))
}

// node opens an installation, as a server or a command does, until the test ends.
func node(t testing.TB, cfg config.Config) *app.App {
	t.Helper()
	a := must(app.Open(ctx, cfg, app.Outside{Now: time.Now, Entropy: rand.Reader, Log: slog.New(slog.DiscardHandler), Version: "test"}))
	t.Cleanup(func() { ok(t, a.Close()) })
	return a
}

// demo opens an installation with the starter pack and the people of the demonstration.
func demo(t testing.TB, url string) *app.App {
	t.Helper()
	a := node(t, settingsFor(t, t.TempDir(), url))
	ok(t, a.InstallStarterPack(ctx))
	ok(t, a.SeedDemo(ctx))
	return a
}

// run lets the node work until stop; stop waits for an orderly end.
func run(t testing.TB, a *app.App) (stop func()) {
	t.Helper()
	running, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- a.Run(running) }()
	return func() {
		t.Helper()
		cancel()
		select {
		case err := <-done:
			ok(t, err)
		case <-time.After(30 * time.Second):
			t.Fatal("the background does not stop")
		}
	}
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// soon waits until something has become true.
func soon(t testing.TB, what string, is func() bool) {
	t.Helper()
	for begun := time.Now(); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Since(begun) > 20*time.Second {
			t.Fatalf("%s: not within 20 seconds", what)
		}
	}
}

// who is somebody of the demonstration.
func who(t testing.TB, a *app.App, role people.Role) people.ID {
	t.Helper()
	for _, d := range a.Demo() {
		if d.Role == role {
			return must(a.People.PersonByLogin(ctx, d.Login)).ID
		}
	}
	t.Fatalf("the demonstration has no %s", role)
	return ""
}

// consult is a short encounter up to its marks.
func consult(t testing.TB, a *app.App, learner people.ID) encounter.Encounter {
	t.Helper()
	e := begin(a, learner)
	for _, in := range []encounter.TurnInput{
		{Kind: encounter.Say, Text: "Hello, what has brought you in today?"}, {Kind: encounter.Say, Text: "When did it start?"},
		{Kind: encounter.Do, Text: "measure the blood pressure"}, {Kind: encounter.Diagnose, Text: "NSTEMI"},
	} {
		in.ID = id.New[encounter.TurnID](a.IDs)
		must(a.Encounters.Take(ctx, e.ID, in))
	}
	return must(a.Encounters.Finish(ctx, e.ID))
}

func begin(a *app.App, learner people.ID) encounter.Encounter {
	return must(a.Encounters.Open(ctx, encounter.Opening{ID: id.New[encounter.ID](a.IDs), Learner: learner, Case: chestPain, Purpose: policy.Shared}))
}

// leaves are all entries of the ledger, numbered and signed.
func leaves(t testing.TB, a *app.App) (all []ledger.Leaf) {
	t.Helper()
	last := must(a.Ledger.Checkpoint(ctx))
	for leaf, err := range a.Ledger.Leaves(ctx, 0, last.Size) {
		ok(t, err)
		all = append(all, leaf)
	}
	return all
}

// rows are all rows of all tables, each table's in one text.
func rows(t testing.TB, a *app.App) map[string]string {
	t.Helper()
	out := map[string]string{}
	ok(t, dump.Snapshot(ctx, a.DB, t.TempDir(), func(ctx context.Context, still *db.DB) error {
		for _, table := range must(dump.Tables(ctx, still)) {
			var lines bytes.Buffer
			must(dump.Write(ctx, still, table, &lines))
			sorted := strings.SplitAfter(lines.String(), "\n")
			slices.Sort(sorted)
			out[table.Name] = strings.Join(sorted, "")
		}
		return nil
	}))
	return out
}
