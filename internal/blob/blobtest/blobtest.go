// Package blobtest holds what every blob.Store has to do.
package blobtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"preceptor/internal/blob"
)

// Harness is what the suite needs to know of a store.
type Harness struct {
	// Open gives a fresh, empty store.
	Open func(t *testing.T) blob.Store
	// Damage changes a byte of a kept blob behind the store's back.
	Damage func(t *testing.T, store blob.Store, sum blob.Sum)
	// Leftovers counts what is kept beside whole blobs; 0 after every Put.
	Leftovers func(t *testing.T, store blob.Store) int
}

// Suite runs every test on the store.
func Suite(t *testing.T, h Harness) {
	for name, test := range map[string]func(*testing.T, Harness, blob.Store){
		"what is put is read":      putAndRead,
		"equal bytes are one blob": equalBytes,
		"too much leaves nothing":  tooMuch,
		"a broken upload":          brokenUpload,
		"a cancelled upload":       cancelledUpload,
		"damage is noticed":        damage,
		"what is deleted is gone":  deleted,
		"walking":                  walking,
		"many at once":             manyAtOnce,
		"odd names":                oddNames,
	} {
		t.Run(name, func(t *testing.T) {
			store := h.Open(t)
			test(t, h, store)
			if n := h.Leftovers(t, store); n != 0 {
				t.Errorf("%d files are left behind", n)
			}
		})
	}
}

func put(t *testing.T, s blob.Store, text string) blob.Info {
	t.Helper()
	info, err := s.Put(t.Context(), strings.NewReader(text), 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func read(t *testing.T, s blob.Store, sum blob.Sum) (string, error) {
	t.Helper()
	r, err := s.Open(t.Context(), sum)
	if err != nil {
		return "", err
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	return string(text), err
}

func sumOf(text string) blob.Sum {
	sum := sha256.Sum256([]byte(text))
	return blob.Sum(hex.EncodeToString(sum[:]))
}

func putAndRead(t *testing.T, _ Harness, s blob.Store) {
	for _, text := range []string{"", "x", strings.Repeat("a chest film ", 100_000)} {
		info := put(t, s, text)
		if info != (blob.Info{Sum: sumOf(text), Size: int64(len(text))}) {
			t.Errorf("Put gave %+v", info)
		}
		if got, err := read(t, s, info.Sum); err != nil || got != text {
			t.Errorf("%d bytes came back as %d, %v", len(text), len(got), err)
		}
		if again, err := s.Stat(t.Context(), info.Sum); err != nil || again != info {
			t.Errorf("Stat gave %+v, %v", again, err)
		}
	}
}

func equalBytes(t *testing.T, _ Harness, s blob.Store) {
	first := put(t, s, "the same")
	if again := put(t, s, "the same"); again != first {
		t.Error("two names for the same bytes")
	}
	if all := list(t, s); len(all) != 1 {
		t.Errorf("kept %v", all)
	}
}

func tooMuch(t *testing.T, _ Harness, s blob.Store) {
	if _, err := s.Put(t.Context(), strings.NewReader("12345"), 4); !errors.Is(err, blob.ErrTooLarge) {
		t.Errorf("Put gave %v", err)
	}
	if _, err := s.Put(t.Context(), strings.NewReader("1234"), 4); err != nil {
		t.Errorf("just enough gave %v", err)
	}
	if all := list(t, s); len(all) != 1 {
		t.Errorf("kept %v", all)
	}
}

func brokenUpload(t *testing.T, _ Harness, s blob.Store) {
	cut := errors.New("connection lost")
	broken := io.MultiReader(strings.NewReader("half of it"), iotest.ErrReader(cut))
	if _, err := s.Put(t.Context(), broken, 1<<20); !errors.Is(err, cut) {
		t.Errorf("Put gave %v", err)
	}
	if all := list(t, s); len(all) != 0 {
		t.Errorf("kept %v", all)
	}
}

func cancelledUpload(t *testing.T, _ Harness, s blob.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Put(ctx, strings.NewReader("x"), 1<<20); !errors.Is(err, context.Canceled) {
		t.Errorf("Put gave %v", err)
	}
}

func damage(t *testing.T, h Harness, s blob.Store) {
	info := put(t, s, "the dose is 5 mg")
	h.Damage(t, s, info.Sum)
	if _, err := read(t, s, info.Sum); !errors.Is(err, blob.ErrDamaged) {
		t.Errorf("reading damaged bytes gave %v", err)
	}
}

func deleted(t *testing.T, _ Harness, s blob.Store) {
	info := put(t, s, "x")
	for range 2 {
		if err := s.Delete(t.Context(), info.Sum); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := read(t, s, info.Sum); !errors.Is(err, blob.ErrNotFound) {
		t.Errorf("Open gave %v", err)
	}
	if _, err := s.Stat(t.Context(), info.Sum); !errors.Is(err, blob.ErrNotFound) {
		t.Errorf("Stat gave %v", err)
	}
	put(t, s, "x")
	if got, err := read(t, s, info.Sum); err != nil || got != "x" {
		t.Errorf("put again, read %q, %v", got, err)
	}
}

func walking(t *testing.T, _ Harness, s blob.Store) {
	var want []blob.Info
	for i := range 30 {
		want = append(want, put(t, s, fmt.Sprint("blob ", i)))
	}
	slices.SortFunc(want, func(a, b blob.Info) int { return strings.Compare(string(a.Sum), string(b.Sum)) })
	if got := list(t, s); !slices.Equal(got, want) {
		t.Errorf("walked over %v", got)
	}
	enough := errors.New("enough")
	seen := 0
	err := s.Walk(t.Context(), func(blob.Info) error {
		seen++
		return enough
	})
	if !errors.Is(err, enough) || seen != 1 {
		t.Errorf("Walk gave %v after %d", err, seen)
	}
}

func manyAtOnce(t *testing.T, _ Harness, s blob.Store) {
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			text := bytes.Repeat([]byte{byte(i % 4)}, 50_000)
			info, err := s.Put(context.Background(), bytes.NewReader(text), 1<<20)
			if err != nil || info.Sum != sumOf(string(text)) {
				t.Errorf("Put gave %+v, %v", info, err)
			}
		})
	}
	wg.Wait()
	if all := list(t, s); len(all) != 4 {
		t.Errorf("kept %d blobs", len(all))
	}
}

// A name from outside must never lead out of the store.
func oddNames(t *testing.T, _ Harness, s blob.Store) {
	for _, name := range []blob.Sum{"", "ab", "../../../etc/passwd", sumOf("x") + "0", blob.Sum(strings.ToUpper(string(sumOf("x"))))} {
		if _, err := s.Open(t.Context(), name); !errors.Is(err, blob.ErrSum) {
			t.Errorf("Open(%q) gave %v", name, err)
		}
		if _, err := s.Stat(t.Context(), name); !errors.Is(err, blob.ErrSum) {
			t.Errorf("Stat(%q) gave %v", name, err)
		}
		if err := s.Delete(t.Context(), name); !errors.Is(err, blob.ErrSum) {
			t.Errorf("Delete(%q) gave %v", name, err)
		}
	}
}

func list(t *testing.T, s blob.Store) (all []blob.Info) {
	t.Helper()
	err := s.Walk(t.Context(), func(i blob.Info) error {
		all = append(all, i)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
