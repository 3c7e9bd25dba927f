package privacy_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"preceptor/internal/db/dbtest"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/privacy"
)

func TestASealedTextOpensOnlyInItsPlace(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		row := rapid.StringMatching(`[A-Z0-9]{1,26}`).Draw(t, "row")
		sealed, err := h.vault.Seal(ctx, "ana", column, row, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		plain, err := h.vault.Open(ctx, "ana", column, row, sealed)
		if err != nil || string(plain) != text {
			t.Fatalf("opened %q, %v", plain, err)
		}
		if _, err := h.vault.Seal(ctx, "ben", column, row, nil); err != nil {
			t.Fatal(err)
		}
		altered := append(privacy.Sealed{}, sealed...)
		altered[rapid.IntRange(0, len(altered)-1).Draw(t, "byte")] ^= 1
		for name, try := range map[string]func() ([]byte, error){
			"another person": func() ([]byte, error) { return h.vault.Open(ctx, "ben", column, row, sealed) },
			"another column": func() ([]byte, error) { return h.vault.Open(ctx, "ana", "notes.body", row, sealed) },
			"another row":    func() ([]byte, error) { return h.vault.Open(ctx, "ana", column, row+"1", sealed) },
			"a flipped bit":  func() ([]byte, error) { return h.vault.Open(ctx, "ana", column, row, altered) },
			"a cut text":     func() ([]byte, error) { return h.vault.Open(ctx, "ana", column, row, sealed[:len(sealed)-1]) },
			"nothing":        func() ([]byte, error) { return h.vault.Open(ctx, "ana", column, row, nil) },
		} {
			if got, err := try(); !errors.Is(err, privacy.ErrSealed) {
				t.Errorf("%s: %q, %v", name, got, err)
			}
		}
	})
}

// The boundary between column and row must not move: "a.b"+"c" is not "a."+"bc".
func TestPlacesDoNotRunTogether(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	sealed, err := h.vault.Seal(ctx, "ana", "turns.body", "12", []byte("short of breath"))
	h.must(err)
	if _, err := h.vault.Open(ctx, "ana", "turns.body1", "2", sealed); !errors.Is(err, privacy.ErrSealed) {
		t.Errorf("opened elsewhere: %v", err)
	}
}

func TestASealedTextIsNeverPrinted(t *testing.T) {
	s := privacy.Sealed("x25519 ciphertext")
	if text := fmt.Sprintf("%v %s", s, s); bytes.Contains([]byte(text), s) {
		t.Errorf("printed as %q", text)
	}
	if text := s.LogValue().String(); bytes.Contains([]byte(text), s) {
		t.Errorf("logged as %q", text)
	}
	if text, err := json.Marshal(s); err == nil {
		t.Errorf("marshalled as %s", text)
	}
}

func TestSealedIsAColumn(t *testing.T) {
	var s privacy.Sealed
	if err := s.Scan([]byte{1, 2}); err != nil || len(s) != 2 {
		t.Errorf("scanned %d bytes: %v", len(s), err)
	}
	if err := s.Scan(nil); err != nil || s != nil {
		t.Errorf("NULL gave %v, %v", s, err)
	}
	if value, err := s.Value(); value != nil || err != nil {
		t.Errorf("nil is stored as %v, %v", value, err)
	}
	if err := s.Scan("text"); err == nil {
		t.Error("a text was taken for a ciphertext")
	}
}

func TestPseudonymsAreStableAndTellNothing(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	seen := map[people.Pseudonym]string{}
	for _, who := range []people.ID{"ana", "ben"} {
		for _, place := range []string{"ledger", "study 1"} {
			name, err := h.vault.PseudonymIn(ctx, who, place)
			h.must(err)
			if !ledger.IsPseudonym(string(name)) {
				t.Errorf("%q does not look like a pseudonym", name)
			}
			if other, ok := seen[name]; ok {
				t.Errorf("%s and %s share a pseudonym", other, who)
			}
			seen[name] = string(who)
		}
	}
	first, err := h.vault.Pseudonym(ctx, "ana")
	h.must(err)
	h.must(h.keys.Close())
	h.open() // the next start of the program
	if again, err := h.vault.Pseudonym(ctx, "ana"); err != nil || again != first {
		t.Errorf("after a restart %q, before %q, %v", again, first, err)
	}
}

// Many first texts of one person at once must end with one key.
func TestTheFirstKeyIsMadeOnce(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	sealed := make([]privacy.Sealed, 16)
	var wg sync.WaitGroup
	for i := range sealed {
		wg.Go(func() {
			var err error
			if sealed[i], err = h.vault.Seal(ctx, "ana", column, fmt.Sprint(i), []byte("hello")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for i, s := range sealed {
		if _, err := h.vault.Open(ctx, "ana", column, fmt.Sprint(i), s); err != nil {
			t.Errorf("text %d: %v", i, err)
		}
	}
}

func TestAForeignMasterKeyOpensNothing(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	sealed, err := h.vault.Seal(ctx, "ana", column, "1", []byte("hello"))
	h.must(err)
	foreign, err := privacy.OpenMaster(filepath.Join(t.TempDir(), "master.key"), rand.Reader)
	h.must(err)
	vault := privacy.NewVault(h.keys, foreign, rand.Reader, h.now)
	if _, err := vault.Open(ctx, "ana", column, "1", sealed); !errors.Is(err, privacy.ErrMaster) {
		t.Errorf("opened with a foreign master key: %v", err)
	}
}

// Another node, which cannot be told at once, stops reading within a minute.
func TestAnotherNodeForgetsAnErasedKey(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	master, err := privacy.OpenMaster(filepath.Join(h.dir, "master.key"), rand.Reader)
	h.must(err)
	node := privacy.NewVault(h.keys, master, rand.Reader, h.now)
	ana := h.learner("ana@example.org", "Ana")
	sealed, err := node.Seal(ctx, ana, column, "1", []byte("hello"))
	h.must(err)
	_, err = node.Open(ctx, ana, column, "1", sealed)
	h.must(err)
	h.must(h.Erase(ctx, "", ana))
	h.skew.Store(int64(61 * time.Second))
	if _, err := node.Open(ctx, ana, column, "1", sealed); !errors.Is(err, privacy.ErrErased) {
		t.Errorf("a minute after erasure the other node still says %v", err)
	}
}

func TestClassesAreOrdered(t *testing.T) {
	if privacy.Public >= privacy.Internal || privacy.Internal >= privacy.Personal || privacy.Personal >= privacy.Health {
		t.Error("the order of the classes is wrong")
	}
	if got := privacy.Highest(privacy.Internal, privacy.Personal, privacy.Public); got != privacy.Personal {
		t.Errorf("a mixture is %v", got)
	}
	if got := privacy.Highest(privacy.Public, 0); got != privacy.Health {
		t.Errorf("a text without a class is %v", got)
	}
	for _, class := range []privacy.Class{privacy.Public, privacy.Internal, privacy.Personal, privacy.Health} {
		if again, err := privacy.ParseClass(class.String()); err != nil || again != class {
			t.Errorf("%v read again is %v, %v", class, again, err)
		}
	}
	if _, err := privacy.ParseClass(""); !errors.Is(err, privacy.ErrClass) {
		t.Errorf("an empty word: %v", err)
	}
}
