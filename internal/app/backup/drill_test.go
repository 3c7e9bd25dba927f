package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"preceptor/internal/db/dbtest"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/privacy"
	"preceptor/internal/record"
)

// The drill: the machine burns down; from two files the same installation
// stands again, on either engine, and its ledger goes on.
func TestARestoredInstallationAnswersTheSame(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		h, ana, _ := newHouse(t, url)
		archive, keys := h.backup()
		kept, err := h.ledger.Latest(ctx)
		h.must(err)
		name, err := h.vault.Pseudonym(ctx, ana)
		h.must(err)
		for _, engine := range []string{"sqlite", "postgres"} {
			t.Run("to "+engine, func(t *testing.T) {
				to := target(t, emptyURL(t, engine))
				report, err := restore(t, to, archive, keys)
				if err != nil {
					t.Fatal(err)
				}
				again := openHouse(t, to)
				if diff := cmp.Diff(h.rows(), again.rows()); diff != "" {
					t.Errorf("rows differ:\n%s", diff)
				}
				if diff := cmp.Diff(h.words(), again.words()); diff != "" || len(again.words()) != 6 {
					t.Errorf("words differ:\n%s", diff)
				}
				if sums := again.sums(); !slices.Equal(sums, h.sums()) || len(sums) != 2 {
					t.Errorf("blobs %v, want %v", sums, h.sums())
				}
				if got, err := again.vault.Pseudonym(ctx, ana); err != nil || got != name {
					t.Errorf("pseudonym %s, %v; want %s", got, err, name)
				}
				again.checkLedger(report, kept)
				onlyHolds(t, to)
			})
		}
	})
}

func (h *house) sums() (out []string) {
	h.t.Helper()
	h.must(filepath.WalkDir(h.to.Blobs, func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			out = append(out, filepath.Base(path))
		}
		return err
	}))
	return out
}

// checkLedger: whoever kept a checkpoint before the fire accepts the new ledger.
func (h *house) checkLedger(report Report, kept ledger.Checkpoint) {
	h.t.Helper()
	h.work(h.learner("new@example.org", "New"), "life goes on")
	var export bytes.Buffer
	last, err := h.ledger.Export(ctx, &export)
	h.must(err)
	if _, err := ledger.Verify(&export, h.signer.PublicKey(), kept.Note); err != nil {
		h.t.Error(err)
	}
	if last.Size <= report.Manifest.Ledger {
		h.t.Errorf("the ledger has %d entries, the backup had %d", last.Size, report.Manifest.Ledger)
	}
}

// onlyHolds fails when the restore left something of its work.
func onlyHolds(t *testing.T, to Target) {
	t.Helper()
	entries, err := os.ReadDir(to.Data)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			t.Errorf("%s was left behind", e.Name())
		}
	}
}

// A backup of January and the keys of March, between them an erasure.
func TestErasuresAreReplayed(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		h, ana, _ := newHouse(t, url)
		january, _ := h.backup()
		h.must(h.privacy.Erase(ctx, "", ana))
		_, march := h.backup()
		for _, engine := range []string{"sqlite", "postgres"} {
			t.Run("to "+engine, func(t *testing.T) {
				to := target(t, emptyURL(t, engine))
				report, err := restore(t, to, january, march)
				if err != nil || report.Erased != 1 {
					t.Fatalf("erased %d: %v", report.Erased, err)
				}
				again := openHouse(t, to)
				if p, err := again.people.Person(ctx, ana); err != nil || p.Status != people.Erased || p.Name != "" {
					t.Errorf("her account: %+v, %v", p, err)
				}
				if words := again.words(); len(words) != 3 || strings.Contains(fmt.Sprint(words), "Tobias") {
					t.Errorf("readable: %v", words)
				}
			})
		}
	})
}

// The other way round: keys of January, archive of March; the archive knows.
func TestAnArchiveKnowsOfErasuresThatOldKeysDoNot(t *testing.T) {
	h, ana, _ := newHouse(t, dbtest.SQLiteURL(t))
	_, january := h.backup()
	h.must(h.privacy.Erase(ctx, "", ana))
	march, _ := h.backup()
	to := target(t, emptyURL(t, "sqlite"))
	if _, err := restore(t, to, march, january); err != nil {
		t.Fatal(err)
	}
	again := openHouse(t, to)
	if words := again.words(); strings.Contains(fmt.Sprint(words), "Tobias") {
		t.Errorf("readable: %v", words)
	}
	keys, err := again.keys.Keys(ctx)
	if err != nil || slices.ContainsFunc(keys, func(k privacy.WrappedKey) bool { return k.Person == ana }) {
		t.Errorf("her key came back: %v", err)
	}
}

func TestARestoreNeverOverwrites(t *testing.T) {
	h, _, _ := newHouse(t, dbtest.SQLiteURL(t))
	archive, keys := h.backup()
	if _, err := restore(t, h.to, archive, keys); !errors.Is(err, ErrOccupied) {
		t.Errorf("over itself: %v", err)
	}
	to := target(t, dbtest.PostgresURL(t)) // has tables
	if _, err := restore(t, to, archive, keys); !errors.Is(err, ErrOccupied) {
		t.Errorf("over a database with tables: %v", err)
	}
	if _, err := os.Stat(to.Data); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the data folder was left behind: %v", err)
	}
	d := openHouse(t, Target{DatabaseURL: to.DatabaseURL, KeyFile: filepath.Join(t.TempDir(), "k"), MasterFile: filepath.Join(t.TempDir(), "m"),
		SigningFile: filepath.Join(t.TempDir(), "s"), Blobs: t.TempDir()})
	if _, err := d.ledger.Size(ctx); err != nil {
		t.Errorf("the database that stood there was touched: %v", err)
	}
}

// Learners go on working while the backup is made. What it holds is whole:
// every record in it has its ledger entry, and its text opens.
func TestABackupIsMadeWhileLearnersWork(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		h, ana, ben := newHouse(t, url)
		working, stop := context.WithCancel(ctx)
		var learners sync.WaitGroup
		learners.Go(func() { h.ledger.Run(working, 50*time.Millisecond) })
		for _, who := range []people.ID{ana, ben} {
			learners.Go(func() {
				for working.Err() == nil {
					h.work(who, "and then she said")
				}
			})
		}
		archive, keys := h.backup()
		stop()
		learners.Wait()

		to := target(t, emptyURL(t, "sqlite"))
		if _, err := restore(t, to, archive, keys); err != nil {
			t.Fatal(err)
		}
		again := openHouse(t, to)
		records, err := again.records.List(ctx, record.Query{Scope: record.AllOf, Most: 1000})
		h.must(err)
		if len(records) < 6 {
			t.Errorf("%d records, at least 6 stood before", len(records))
		}
		for _, r := range records {
			if _, err := again.records.Body(ctx, r); err != nil {
				t.Errorf("record %s: %v", r.ID, err)
			}
			if _, err := again.ledger.Find(ctx, r.Leaf); err != nil {
				t.Errorf("the entry of record %s: %v", r.ID, err)
			}
		}
	})
}
