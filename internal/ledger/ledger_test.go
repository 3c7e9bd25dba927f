package ledger_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
)

const (
	ana = ledger.Actor("9f86d081884c7d659a2feaa0c55ad015")
	ben = ledger.Actor("60303ae22b998861bce3b28f33eec1be")
)

// station is a ledger with its key file and public key, as one installation has them.
type station struct {
	*ledger.Ledger
	db      *db.DB
	keyFile string
	public  string
}

func newStation(t testing.TB, d *db.DB) *station {
	t.Helper()
	keyFile := filepath.Join(t.TempDir(), "ledger.key")
	return reopen(t, d, keyFile)
}

func reopen(t testing.TB, d *db.DB, keyFile string) *station {
	t.Helper()
	signer, err := ledger.OpenSigner(keyFile, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	l := ledger.New(d, id.NewSource(time.Now, rand.Reader), signer, slog.New(slog.DiscardHandler))
	return &station{Ledger: l, db: d, keyFile: keyFile, public: signer.PublicKey()}
}

// turn is the entry of one turn in a talk.
func turn(n int, actor ledger.Actor) ledger.Entry {
	sum := sha256.Sum256(fmt.Appendf(nil, "ciphertext of turn %d", n))
	return ledger.Entry{
		Kind: "encounter.turn", Actor: actor,
		Object:     ledger.Object{Kind: "encounter", ID: "01KAH5D9S0A1B2C3D4E5F6G7H8"},
		Commitment: sum[:], Detail: map[string]string{"turn": fmt.Sprint(n)},
	}
}

func (s *station) talk(t testing.TB, first, turns int) {
	t.Helper()
	for n := range turns {
		if _, err := s.Append(context.Background(), turn(first+n, ana)); err != nil {
			t.Fatal(err)
		}
	}
}

func (s *station) checkpoint(t testing.TB) ledger.Checkpoint {
	t.Helper()
	c, err := s.Checkpoint(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (s *station) export(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := s.Export(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestATalkIsExportedAndVerified(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newStation(t, d)
		s.talk(t, 0, 7)
		first := s.checkpoint(t)
		s.talk(t, 7, 5)
		export := s.export(t)
		last, err := ledger.Verify(bytes.NewReader(export), s.public, first.Note)
		if err != nil {
			t.Fatal(err)
		}
		if first.Size != 7 || last.Size != 12 {
			t.Errorf("checkpoints over %d and %d entries, want 7 and 12", first.Size, last.Size)
		}
	})
}

func TestAnEntryCommitsWithItsTransactionOrNotAtAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, s := context.Background(), newStation(t, d)
		refused := errors.New("refused")
		var lost, kept ledger.LeafID
		err := d.Tx(ctx, func(ctx context.Context) (err error) {
			if lost, err = s.Append(ctx, turn(1, ana)); err != nil {
				return err
			}
			return refused
		})
		if !errors.Is(err, refused) {
			t.Fatal(err)
		}
		if kept, err = s.Append(ctx, turn(2, ben)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Find(ctx, kept); !errors.Is(err, ledger.ErrWaiting) {
			t.Errorf("before integration Find gave %v", err)
		}
		if c := s.checkpoint(t); c.Size != 1 {
			t.Errorf("the tree has %d entries, want 1", c.Size)
		}
		if _, err := s.Find(ctx, lost); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("the entry that was rolled back: %v", err)
		}
		leaf, err := s.Find(ctx, kept)
		if err != nil || leaf.Index != 0 || leaf.Actor != ben {
			t.Errorf("Find gave %+v, %v", leaf, err)
		}
	})
}

// Two nodes on one database, each with learners talking at the same time.
func TestConcurrentTalksLoseNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := newStation(t, d)
		b := reopen(t, d, a.keyFile)
		ctx, stop := context.WithCancel(context.Background())
		var nodes, talks sync.WaitGroup
		for _, node := range []*station{a, b} {
			nodes.Go(func() { node.Run(ctx, 20*time.Millisecond) })
			for range 8 {
				talks.Go(func() { node.talk(t, 0, 20) })
			}
		}
		talks.Wait()
		stop()
		nodes.Wait()
		last, err := ledger.Verify(bytes.NewReader(a.export(t)), a.public)
		if err != nil || last.Size != 320 {
			t.Fatalf("verified %d entries: %v", last.Size, err)
		}
	})
}

// Clocks are set back, and those of two nodes differ; that breaks no ledger.
func TestAClockThatGoesBackBreaksNothing(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	d, err := db.Open(context.Background(), dbtest.SQLiteURL(t), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	s := newStation(t, d)
	for n := range 3 {
		s.talk(t, n, 1)
		kept := s.checkpoint(t)
		now = now.Add(-time.Hour)
		if _, err := ledger.Verify(bytes.NewReader(s.export(t)), s.public, kept.Note); err != nil {
			t.Error(err)
		}
	}
}

func TestProofs(t *testing.T) {
	ctx, s := context.Background(), newStation(t, dbtest.SQLite(t))
	var marks []ledger.Checkpoint
	for n := range 20 {
		s.talk(t, n, 1)
		marks = append(marks, s.checkpoint(t))
	}
	for newer := range marks {
		for older := range newer {
			proof, err := s.ProveConsistency(ctx, marks[older].Size, marks[newer].Size)
			if err != nil {
				t.Fatal(err)
			}
			if err := ledger.CheckConsistency(proof, marks[older], marks[newer]); err != nil {
				t.Errorf("%d in %d: %v", older, newer, err)
			}
		}
	}
	top := marks[len(marks)-1]
	for leaf, err := range s.Leaves(ctx, 0, top.Size) {
		if err != nil {
			t.Fatal(err)
		}
		proof, err := s.ProveInclusion(ctx, leaf.Index, top.Size)
		if err != nil {
			t.Fatal(err)
		}
		if err := ledger.CheckInclusion(proof, leaf, top); err != nil {
			t.Error(err)
		}
		leaf.Raw = append([]byte(nil), leaf.Raw...)
		leaf.Raw[len(leaf.Raw)-4] ^= 1
		if ledger.CheckInclusion(proof, leaf, top) == nil {
			t.Errorf("an altered entry %d was proved", leaf.Index)
		}
	}
}

func TestWhatMayNotBeWritten(t *testing.T) {
	s := newStation(t, dbtest.SQLite(t))
	for name, spoil := range map[string]func(*ledger.Entry){
		"an account as actor":        func(e *ledger.Entry) { e.Actor = "ana@example.org" },
		"an account id as actor":     func(e *ledger.Entry) { e.Actor = "01KAH5D9S0A1B2C3D4E5F6G7H8" },
		"a person by account":        func(e *ledger.Entry) { e.Object = ledger.Object{Kind: "person", ID: "01KAH5D9S0A1B2C3D4E5F6G7H8"} },
		"plaintext as commitment":    func(e *ledger.Entry) { e.Commitment = []byte("I feel a pressure here") },
		"a name with an accent":      func(e *ledger.Entry) { e.Detail = map[string]string{"who": "Zoë"} },
		"a whole sentence of 201":    func(e *ledger.Entry) { e.Detail = map[string]string{"text": string(bytes.Repeat([]byte("a"), 201))} },
		"a kind with spaces":         func(e *ledger.Entry) { e.Kind = "Encounter turn" },
		"a line break in an object":  func(e *ledger.Entry) { e.Object.ID = "a\nb" },
		"a detail key in upper case": func(e *ledger.Entry) { e.Detail = map[string]string{"Turn": "1"} },
		"a detail with a line break": func(e *ledger.Entry) { e.Detail = map[string]string{"turn": "1\n"} },
	} {
		e := turn(1, ana)
		spoil(&e)
		if _, err := s.Append(context.Background(), e); !errors.Is(err, ledger.ErrEntry) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The server itself refuses to sign over a database that was rolled back or rewritten.
func TestNothingIsSignedOverARewrittenDatabase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, s := context.Background(), newStation(t, d)
		s.talk(t, 0, 5)
		s.checkpoint(t)
		if _, err := d.Exec(ctx, `UPDATE ledger_hashes SET hash = ?`, make([]byte, 32)); err != nil {
			t.Fatal(err)
		}
		s.talk(t, 5, 1)
		if c, err := s.Checkpoint(ctx); !errors.Is(err, ledger.ErrRewound) {
			t.Errorf("signed over %d entries: %v", c.Size, err)
		}
	})
	older, newer := dbtest.SQLite(t), dbtest.SQLite(t)
	s := newStation(t, newer)
	s.talk(t, 0, 3)
	s.checkpoint(t)
	if _, err := reopen(t, older, s.keyFile).Checkpoint(context.Background()); !errors.Is(err, ledger.ErrRewound) {
		t.Errorf("an older database with the same key: %v", err)
	}
}

func TestASignerIsMadeOnceAndReadAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys", "ledger.key")
	made, err := ledger.OpenSigner(path, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	again, err := ledger.OpenSigner(path, rand.Reader)
	if err != nil || again.PublicKey() != made.PublicKey() {
		t.Fatalf("read again: %v", err)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("the key file has mode %v", info.Mode())
	}
	if err := os.WriteFile(path, []byte("nonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.OpenSigner(path, rand.Reader); !errors.Is(err, ledger.ErrKey) {
		t.Errorf("a spoiled key file: %v", err)
	}
}

// copyKey gives the signing key without the memory of what was signed with it.
func copyKey(t testing.TB, keyFile string) string {
	t.Helper()
	text, err := os.ReadFile(keyFile)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "ledger.key")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
