package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
)

func runLedger(args ...string) (status int, out, errs string) {
	var o, e bytes.Buffer
	status = run(append([]string{"ledger"}, args...), &Streams{In: strings.NewReader(""), Out: &o, Err: &e})
	return status, o.String(), e.String()
}

// appendEntries does what the server does, with the key in the given file.
func appendEntries(t *testing.T, url, keyFile string, n int) {
	t.Helper()
	ctx := context.Background()
	d, err := db.Open(ctx, url, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := ledger.OpenSigner(keyFile, rand.Reader); err != nil {
		t.Fatal(err)
	}
	l := ledger.New(d, id.NewSource(time.Now, rand.Reader), nil, slog.New(slog.NewTextHandler(io.Discard, nil)))
	for range n {
		if _, err := l.Append(ctx, ledger.Entry{Kind: "course.made", Actor: ledger.System}); err != nil {
			t.Fatal(err)
		}
	}
}

// An auditor takes a checkpoint home, comes back, and checks an export on a machine of their own.
func TestAnAuditorsYear(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		dir := t.TempDir()
		in := func(name string) string { return filepath.Join(dir, name) }
		appendEntries(t, url, in("k"), 3)
		_, public, _ := runLedger("key", in("k"))
		public = strings.TrimSpace(public)
		if status, _, errs := runLedger("checkpoint", "--db", url, "--signing-key", in("k"), "--out", in("january")); status != 0 {
			t.Fatal(errs)
		}
		appendEntries(t, url, in("k"), 4)
		if status, out, errs := runLedger("export", "--db", url, "--signing-key", in("k"), "--out", in("export")); status != 0 || out != "" {
			t.Fatalf("status %d: %s%s", status, out, errs)
		}
		status, out, errs := runLedger("verify", in("export"), "--key", public, "--checkpoint", in("january"))
		if status != 0 || !strings.HasPrefix(out, "7 ") || strings.Count(out, "\n") != 1 || errs != "" {
			t.Errorf("status %d: %s%s", status, out, errs)
		}
		spoil(t, in("export"), `"n":4`, `"n":5`)
		status, out, errs = runLedger("verify", in("export"), "--key", public)
		if status != 1 || out != "" || !strings.Contains(errs, "entry 4 does not hold") {
			t.Errorf("spoilt: status %d: %s%s", status, out, errs)
		}
	})
}

func spoil(t *testing.T, name, old, with string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.Replace(text, []byte(old), []byte(with), 1)
	if err := os.WriteFile(name, changed, 0o600); err != nil || bytes.Equal(text, changed) {
		t.Fatalf("nothing was spoilt: %v", err)
	}
}

func TestAnExportWithoutTheKeyEndsAtTheLastCheckpoint(t *testing.T) {
	url, dir := dbtest.SQLiteURL(t), t.TempDir()
	out := filepath.Join(dir, "export")
	appendEntries(t, url, filepath.Join(dir, "k"), 2)
	if status, _, errs := runLedger("export", "--db", url, "--out", out); status != 1 || !strings.Contains(errs, "--signing-key") {
		t.Errorf("never signed: status %d: %s", status, errs)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".new-*")); left != nil {
		t.Errorf("left behind: %v", left)
	}
	if status, _, errs := runLedger("checkpoint", "--db", url, "--signing-key", filepath.Join(dir, "k")); status != 0 {
		t.Fatal(errs)
	}
	appendEntries(t, url, filepath.Join(dir, "k"), 2)
	if status, _, errs := runLedger("export", "--db", url, "--out", out); status != 0 || !strings.HasPrefix(errs, "2 entries") {
		t.Errorf("status %d: %s", status, errs)
	}
}

func TestLedgerFaultsOfUse(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing")
	for name, args := range map[string][]string{
		"no such export":   {"verify", missing, "--key", "x"},
		"no key":           {"verify", os.DevNull, "--key", "nonsense"},
		"no such database": {"export", "--db", "sqlite:" + missing, "--out", missing + "2"},
		"an odd URL":       {"export", "--db", "mysql://x", "--out", missing + "2"},
	} {
		if status, out, errs := runLedger(args...); status != 2 || out != "" || errs == "" {
			t.Errorf("%s: status %d: %s%s", name, status, out, errs)
		}
	}
	if _, err := os.Stat(missing); err == nil {
		t.Error("a database was made by looking for it")
	}
}
