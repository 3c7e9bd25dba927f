package app_test

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"preceptor/internal/app"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/people"
)

const column = "test.text"

// Everything that an installation makes is its owner's alone.
func TestTheFirstOpenMakesWhatIsMissingForTheOwnerAlone(t *testing.T) {
	data := filepath.Join(t.TempDir(), "school", "data")
	a := node(t, settingsFor(t, data, ""))
	must(a.People.Add(ctx, "", people.Profile{Login: "ana@example.org", Name: "Ana"}))
	must(a.Ledger.Checkpoint(ctx))
	for _, name := range []string{"", "blobs", "preceptor.db", "keys.db", "master.key", "ledger.key", "ledger.key.head"} {
		info, err := os.Stat(filepath.Join(data, name))
		if err != nil {
			t.Error(err)
			continue
		}
		want := fs.FileMode(0o600)
		if info.IsDir() {
			want = 0o700
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%q has mode %o, not %o", name, got, want)
		}
	}
}

func TestTheSecondOpenKeepsEverything(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		cfg := settingsFor(t, t.TempDir(), url)
		first := node(t, cfg)
		ana := must(first.People.Add(ctx, "", people.Profile{Login: "ana@example.org", Name: "Ana"}))
		sealed := must(first.Vault.Seal(ctx, ana.ID, column, "1", []byte("since Tuesday")))
		name := must(first.Vault.Pseudonym(ctx, ana.ID))
		before := must(first.Ledger.Checkpoint(ctx))

		second := node(t, cfg)
		if diff := cmp.Diff(ana, must(second.People.PersonByLogin(ctx, "ana@example.org"))); diff != "" {
			t.Error(diff)
		}
		if plain, err := second.Vault.Open(ctx, ana.ID, column, "1", sealed); err != nil || string(plain) != "since Tuesday" {
			t.Errorf("her text: %q, %v", plain, err)
		}
		if got := must(second.Vault.Pseudonym(ctx, ana.ID)); got != name {
			t.Errorf("the ledger would call her %s, not %s", got, name)
		}
		if got := must(second.Ledger.Checkpoint(ctx)); second.Signer.PublicKey() != first.Signer.PublicKey() || got.Root != before.Root {
			t.Errorf("the ledger is %+v, was %+v", got, before)
		}
	})
}

// Somebody moved the data folder, or named a wrong one beside a PostgreSQL
// database: new keys would open nothing, and hide that the old ones are missing.
func TestNewKeysAreNotMadeForOldWords(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		cfg := settingsFor(t, t.TempDir(), url)
		first := node(t, cfg)
		must(first.People.Add(ctx, "", people.Profile{Login: "ana@example.org", Name: "Ana"}))
		for _, file := range []string{cfg.Privacy.KeyFile, cfg.Privacy.MasterKeyFile} {
			ok(t, os.Rename(file, file+".away"))
			_, err := app.Open(ctx, cfg, app.Outside{Now: time.Now, Entropy: rand.Reader, Log: slog.New(slog.DiscardHandler)})
			if !errors.Is(err, app.ErrKeysMissing) {
				t.Errorf("without %s: %v", filepath.Base(file), err)
			}
			if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s was made anew", filepath.Base(file))
			}
			ok(t, os.Rename(file+".away", file))
		}
	})
}

func TestStarterPackAndDemoAreMadeOnce(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		a := demo(t, url)
		before := rows(t, a)
		ok(t, a.InstallStarterPack(ctx))
		ok(t, a.SeedDemo(ctx))
		if diff := cmp.Diff(before, rows(t, a)); diff != "" {
			t.Errorf("the second time changed\n%s", diff)
		}
		for _, d := range a.Demo() {
			p := must(a.People.PersonByLogin(ctx, d.Login))
			if presence := must(a.People.PresenceOf(ctx, p.ID)); !presence.Has(d.Role) {
				t.Errorf("%s is no %s", d.Name, d.Role)
			}
		}
		if n := len(a.Curriculum.Frameworks.All()); n == 0 {
			t.Error("there is no framework of competencies")
		}
	})
}
