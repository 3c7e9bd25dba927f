package id_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"sync"
	"testing"
	"time"

	"preceptor/internal/id"
)

type caseID string

func TestIdentifiersGrowEvenWithinOneInstant(t *testing.T) {
	src := id.NewSource(func() time.Time { return time.UnixMilli(1) }, rand.Reader)
	last := id.New[caseID](src)
	for range 1000 {
		next := id.New[caseID](src)
		if next <= last {
			t.Fatalf("%s came after %s", next, last)
		}
		last = next
	}
}

func TestOneSourceServesManyGoroutines(t *testing.T) {
	src := id.NewSource(time.Now, rand.Reader)
	var seen sync.Map
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if _, twice := seen.LoadOrStore(id.New[caseID](src), true); twice {
					t.Error("an identifier was made twice")
				}
			}
		})
	}
	wg.Wait()
}

func TestParseTakesOnlyTheCanonicalSpelling(t *testing.T) {
	good := id.New[caseID](id.NewSource(time.Now, bytes.NewReader(make([]byte, 1024))))
	if got, err := id.Parse[caseID](string(good)); err != nil || got != good {
		t.Errorf("Parse(%q) = %q, %v", good, got, err)
	}
	for _, bad := range []string{"", "x", string(good) + "0", "01arz3ndektsv4rrffq69g5fav", "81ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FAU;"} {
		if _, err := id.Parse[caseID](bad); !errors.Is(err, id.ErrMalformed) {
			t.Errorf("Parse(%q) gave %v", bad, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("01ARZ3NDEKTSV4RRFFQ69G5FAV")
	f.Fuzz(func(t *testing.T, text string) {
		if got, err := id.Parse[caseID](text); err == nil && string(got) != text {
			t.Errorf("Parse(%q) = %q", text, got)
		}
	})
}
