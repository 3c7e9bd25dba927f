package privacy_test

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/privacy"
)

var ctx = context.Background()

const column privacy.Column = "encounter_turns.body"

// house is an installation in small: accounts, keys, ledger.
type house struct {
	*privacy.Service
	t      testing.TB
	db     *db.DB
	dir    string // of the key files
	keys   *privacy.KeyFile
	vault  *privacy.Vault
	people *people.Service
	ledger *ledger.Ledger
	skew   atomic.Int64 // nanoseconds that the clock was turned ahead
}

func (h *house) now() time.Time { return time.Now().Add(time.Duration(h.skew.Load())) }

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	h := &house{t: t, db: d, dir: t.TempDir()}
	h.open()
	t.Cleanup(func() { h.must(h.keys.Close()) })
	return h
}

// open starts the services over the files of the house, as a start of the program does.
func (h *house) open() {
	h.t.Helper()
	keys, err := privacy.OpenKeyFile(ctx, filepath.Join(h.dir, "keys.db"), h.now)
	h.must(err)
	master, err := privacy.OpenMaster(filepath.Join(h.dir, "master.key"), rand.Reader)
	h.must(err)
	signer, err := ledger.OpenSigner(filepath.Join(h.dir, "ledger.key"), rand.Reader)
	h.must(err)
	ids := id.NewSource(h.now, rand.Reader)
	h.people, err = people.New(people.Config{DB: h.db, IDs: ids, Now: h.now, Entropy: rand.Reader,
		Cost: people.Cost{Memory: 64, Passes: 1, Threads: 1}})
	h.must(err)
	h.keys, h.vault = keys, privacy.NewVault(keys, master, rand.Reader, h.now)
	h.ledger = ledger.New(h.db, ids, signer, slog.New(slog.DiscardHandler))
	h.Service = privacy.New(privacy.Config{DB: h.db, IDs: ids, Vault: h.vault, Ledger: h.ledger, Accounts: h.people})
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) learner(login, name string) people.ID {
	h.t.Helper()
	p, err := h.people.Add(ctx, "", people.Profile{Login: login, Name: name, Language: "en", Zone: "UTC"})
	h.must(err)
	return p.ID
}

// killDuring erases a person and is killed before the key is destroyed.
func (h *house) killDuring(who people.ID) {
	h.t.Helper()
	master, err := privacy.OpenMaster(filepath.Join(h.dir, "master.key"), rand.Reader)
	h.must(err)
	cut := privacy.New(privacy.Config{DB: h.db, IDs: h.IDs, Ledger: h.ledger, Accounts: h.people,
		Vault: privacy.NewVault(crash{h.keys}, master, rand.Reader, h.now)})
	if err := cut.Erase(ctx, "", who); !errors.Is(err, errKilled) {
		h.t.Fatalf("the erasure was not cut short: %v", err)
	}
}

// crash is a key store that fails where the program would be killed.
type crash struct{ privacy.KeyStore }

var errKilled = errors.New("killed")

// Destroy never gets there.
func (crash) Destroy(context.Context, people.ID, db.Time) error { return errKilled }
