package blob_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"preceptor/internal/blob"
	"preceptor/internal/blob/blobtest"
)

func TestDisk(t *testing.T) {
	var root string
	blobtest.Suite(t, blobtest.Harness{
		Open: func(t *testing.T) blob.Store {
			root = t.TempDir()
			return openDisk(t, root)
		},
		Damage: func(t *testing.T, _ blob.Store, sum blob.Sum) {
			path := filepath.Join(root, string(sum[:2]), string(sum[2:]))
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			text[0] ^= 1
			if err := os.WriteFile(path, text, 0o600); err != nil {
				t.Fatal(err)
			}
		},
		Leftovers: func(t *testing.T, _ blob.Store) int { return len(scratch(t, root)) },
	})
}

func openDisk(t *testing.T, root string) *blob.Disk {
	t.Helper()
	d, err := blob.OpenDisk(root)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func scratch(t *testing.T, root string) []os.DirEntry {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(root, "tmp"))
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func TestSweepForgetsWhatAKilledProcessBegan(t *testing.T) {
	root := t.TempDir()
	d := openDisk(t, root)
	for name, age := range map[string]time.Duration{"put-old": 2 * time.Hour, "put-new": 0} {
		path := filepath.Join(root, "tmp", name)
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		at := time.Now().Add(-age)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := d.Sweep(time.Now().Add(-time.Hour)); err != nil || n != 1 {
		t.Errorf("swept %d, %v", n, err)
	}
	if left := scratch(t, root); len(left) != 1 || left[0].Name() != "put-new" {
		t.Errorf("left %v", left)
	}
}

// A file that was cut short by a failing disk is written again, not taken for the whole.
func TestACutFileIsReplacedWhenItsBytesComeAgain(t *testing.T) {
	root := t.TempDir()
	d := openDisk(t, root)
	info, err := d.Put(t.Context(), strings.NewReader("whole"), 100)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(root, string(info.Sum[:2]), string(info.Sum[2:])), 2); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Put(t.Context(), strings.NewReader("whole"), 100); err != nil {
		t.Fatal(err)
	}
	if again, err := d.Stat(t.Context(), info.Sum); err != nil || again != info {
		t.Errorf("%+v, %v", again, err)
	}
}

func FuzzParseSum(f *testing.F) {
	f.Add(strings.Repeat("0a", 32))
	f.Add("../x")
	f.Fuzz(func(t *testing.T, text string) {
		sum, err := blob.ParseSum(text)
		if err == nil && (string(sum) != text || strings.ContainsAny(text, "./\\")) {
			t.Errorf("%q was taken for a sum", text)
		}
	})
}
