package privacy_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/events"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/privacy"
)

func TestAnErasedPersonCannotBeReadAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		ana, ben := h.learner("ana@example.org", "Ana"), h.learner("ben@example.org", "Ben")
		hers, err := h.vault.Seal(ctx, ana, column, "1", []byte("my father had this too"))
		h.must(err)
		his, err := h.vault.Seal(ctx, ben, column, "2", []byte("since Tuesday"))
		h.must(err)
		name, err := h.vault.Pseudonym(ctx, ana)
		h.must(err)

		h.must(h.Erase(ctx, ben, ana))
		h.must(h.Erase(ctx, ben, ana)) // twice is fine

		if _, err := h.vault.Open(ctx, ana, column, "1", hers); !errors.Is(err, privacy.ErrErased) {
			t.Errorf("her text: %v", err)
		}
		if _, err := h.vault.Seal(ctx, ana, column, "3", []byte("late")); !errors.Is(err, privacy.ErrErased) {
			t.Errorf("a late write: %v", err)
		}
		if _, err := h.vault.Pseudonym(ctx, ana); !errors.Is(err, privacy.ErrErased) {
			t.Errorf("her pseudonym: %v", err)
		}
		if plain, err := h.vault.Open(ctx, ben, column, "2", his); err != nil || string(plain) != "since Tuesday" {
			t.Errorf("his text: %q, %v", plain, err)
		}
		if p, err := h.people.Person(ctx, ana); err != nil || p.Login != "" || p.Name != "" || p.Status != people.Erased {
			t.Errorf("her account: %+v, %v", p, err)
		}
		h.checkLedgerTells(name)
	})
}

// checkLedgerTells looks for exactly one erasure, under the pseudonym.
func (h *house) checkLedgerTells(name people.Pseudonym) {
	h.t.Helper()
	last, err := h.ledger.Checkpoint(ctx)
	h.must(err)
	told := 0
	for leaf, err := range h.ledger.Leaves(ctx, 0, last.Size) {
		h.must(err)
		if leaf.Kind == "privacy.erased" && leaf.Object == (ledger.Object{Kind: "person", ID: string(name)}) {
			told++
		}
	}
	if told != 1 {
		h.t.Errorf("the ledger tells of %d erasures, want 1", told)
	}
}

func TestAnErasureCutShortIsFinishedAtTheNextStart(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		ana := h.learner("ana@example.org", "Ana")
		sealed, err := h.vault.Seal(ctx, ana, column, "1", []byte("hello"))
		h.must(err)
		h.killDuring(ana)
		if n, err := h.Resume(ctx); n != 1 || err != nil {
			t.Fatalf("resumed %d: %v", n, err)
		}
		if _, err := h.vault.Open(ctx, ana, column, "1", sealed); !errors.Is(err, privacy.ErrErased) {
			t.Errorf("after the next start: %v", err)
		}
		if n, err := h.Resume(ctx); n != 0 || err != nil {
			t.Errorf("resumed %d again: %v", n, err)
		}
	})
}

// A node that was told before the key is gone could read it again.
func TestTheNodesAreToldAfterTheKeyIsGone(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	ana := h.learner("ana@example.org", "Ana")
	told := 0
	h.Service.Events = node(func(e events.Event) error {
		told++
		if _, err := h.keys.Get(ctx, ana); !errors.Is(err, privacy.ErrErased) || e.Kind != privacy.Erased || e.Subject != string(ana) {
			t.Errorf("told %+v while her key was %v", e, err)
		}
		return e.Check()
	})
	h.must(h.Erase(ctx, "", ana))
	h.must(h.Erase(ctx, "", ana))
	if told != 1 {
		t.Errorf("the nodes were told %d times", told)
	}
}

// node hears events.
type node func(events.Event) error

// Append hears one.
func (n node) Append(_ context.Context, e events.Event) error { return n(e) }

func TestNobodyIsErasedInsideATransaction(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	ana := h.learner("ana@example.org", "Ana")
	err := h.db.Tx(ctx, func(ctx context.Context) error { return h.Erase(ctx, "", ana) })
	if !errors.Is(err, privacy.ErrInside) {
		t.Errorf("erased: %v", err)
	}
}

// Somebody reads a long list while another is erased: the key goes at once, the
// traces in the write-ahead log as soon as the reader has left.
func TestTracesThatAReaderKeepsAreRemovedLater(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	ana := h.learner("ana@example.org", "Ana")
	sealed, err := h.vault.Seal(ctx, ana, column, "1", []byte("hello"))
	h.must(err)
	rows, err := h.db.Query(ctx, `SELECT id FROM people`)
	h.must(err)
	if !rows.Next() {
		t.Fatal("nobody is there")
	}
	_, err = h.db.Exec(ctx, `PRAGMA busy_timeout = 100`) // the test is less patient than the program
	h.must(err)
	if err := h.Erase(ctx, "", ana); !errors.Is(err, privacy.ErrReaders) {
		t.Errorf("erased under a reader: %v", err)
	}
	if _, err := h.vault.Open(ctx, ana, column, "1", sealed); !errors.Is(err, privacy.ErrErased) {
		t.Errorf("her text: %v", err)
	}
	h.must(rows.Close())
	if n, err := h.Resume(ctx); n != 1 || err != nil {
		t.Errorf("resumed %d: %v", n, err)
	}
}

// An older copy of keys and database comes back; the erasure is known from elsewhere.
func TestAnErasureIsReplayed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		ana := h.learner("ana@example.org", "Ana")
		sealed, err := h.vault.Seal(ctx, ana, column, "1", []byte("hello"))
		h.must(err)
		h.must(h.keys.Destroy(ctx, ana, d.Now())) // what the newer key store says of the older database
		h.vault.Evict(ana)
		if n, err := h.Replay(ctx); n != 1 || err != nil {
			t.Fatalf("replayed %d: %v", n, err)
		}
		if p, err := h.people.Person(ctx, ana); err != nil || p.Status != people.Erased {
			t.Errorf("her account: %+v, %v", p, err)
		}
		if _, err := h.vault.Open(ctx, ana, column, "1", sealed); !errors.Is(err, privacy.ErrErased) {
			t.Errorf("her text: %v", err)
		}
		h.must(h.keys.Destroy(ctx, "01KAH5D9S0A1B2C3D4E5F6G7H8", d.Now())) // of whom this database knows nothing
		if n, err := h.Replay(ctx); n != 0 || err != nil {
			t.Errorf("replayed %d again: %v", n, err)
		}
	})
}

func TestNoByteOfADestroyedKeyRemains(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	for range 400 { // enough that pages split and rows move
		_, err := h.vault.Seal(ctx, id.New[people.ID](h.IDs), column, "1", nil)
		h.must(err)
	}
	keys, err := h.keys.Keys(ctx)
	h.must(err)
	if !h.inKeyFiles(keys[7].Wrapped) {
		t.Fatal("the search does not even find a key that is there")
	}
	for i := 7; i < len(keys); i += 10 {
		h.must(h.keys.Destroy(ctx, keys[i].Person, h.db.Now()))
		if part := keys[i].Wrapped[30:46]; h.inKeyFiles(part) {
			t.Errorf("bytes of key %d are still in the files", i)
		}
	}
}

func (h *house) inKeyFiles(needle []byte) bool {
	files, err := filepath.Glob(filepath.Join(h.dir, "keys.db*"))
	h.must(err)
	for _, file := range files {
		content, err := os.ReadFile(file)
		h.must(err)
		if bytes.Contains(content, needle) {
			return true
		}
	}
	return false
}
