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

	"preceptor/internal/app"
	"preceptor/internal/config"
	"preceptor/internal/people"
)

// runHouse runs a command line and returns status, output and messages.
func runHouse(args ...string) (status int, out, errs string) {
	var o, e bytes.Buffer
	status = run(args, &Streams{In: strings.NewReader(""), Out: &o, Err: &e})
	return status, o.String(), e.String()
}

// openApp opens the installation of a data folder, as serve does.
func openApp(t *testing.T, data string) *app.App {
	t.Helper()
	cfg, err := config.Load(config.Sources{Set: map[string]string{"data": data}})
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(context.Background(), cfg, app.Outside{Now: time.Now, Entropy: rand.Reader, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// The drill as an administrator does it: back up while the server is open, lose
// the machine, restore, and find everybody and the ledger again.
func TestTheDrillFromTheCommandLine(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	t.Chdir(dir) // no settings from elsewhere
	a := openApp(t, in("first"))
	ana, err := a.People.Add(context.Background(), "", people.Profile{Login: "ana@example.org", Name: "Ana", Language: "en", Zone: "UTC"}, people.Learner)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(in("pass"), []byte("seven brown foxes at the bedside\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	status, _, errs := runHouse("backup", "--data", in("first"), "--out", in("b.tar.gz"), "--keys", in("k"), "--passphrase-file", in("pass"))
	if status != 0 {
		t.Fatal(errs)
	}
	restore := []string{"restore", "--data", in("second"), "--in", in("b.tar.gz"), "--keys", in("k"), "--passphrase-file", in("pass")}
	status, out, errs := runHouse(restore...)
	if status != 0 || !strings.HasPrefix(out, "restored as of ") {
		t.Fatalf("status %d: %s%s", status, out, errs)
	}
	if status, _, errs := runHouse(restore...); status != 1 || !strings.Contains(errs, "never overwrites") {
		t.Errorf("restored twice: status %d: %s", status, errs)
	}
	again := openApp(t, in("second"))
	if p, err := again.People.Person(context.Background(), ana.ID); err != nil || p.Name != "Ana" {
		t.Errorf("her account: %+v, %v", p, err)
	}
	checkLedgerOf(t, again, in("export"))
}

// checkLedgerOf exports and verifies what the restored installation remembers.
func checkLedgerOf(t *testing.T, a *app.App, export string) {
	t.Helper()
	if status, _, errs := runHouse("ledger", "export", "--db", a.Config.Database.URL.Reveal(), "--out", export); status != 0 {
		t.Fatal(errs)
	}
	status, out, errs := runHouse("ledger", "verify", export, "--key", a.Signer.PublicKey())
	if status != 0 || errs != "" {
		t.Errorf("status %d: %s%s", status, out, errs)
	}
	if text, err := os.ReadFile(export); err != nil || !bytes.Contains(text, []byte("installation.restored")) {
		t.Errorf("the ledger does not tell of the restore: %v", err)
	}
}

func TestBackupFaultsOfUse(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	in := func(name string) string { return filepath.Join(dir, name) }
	if err := os.WriteFile(in("file"), []byte("short\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"no installation": {"backup", "--data", in("nowhere"), "--out", in("b")},
		"no passphrase":   {"backup", "--data", in("nowhere"), "--out", in("b"), "--keys", in("k")},
		"no such backup":  {"restore", "--data", in("new"), "--in", in("b"), "--keys", in("k"), "--passphrase-file", in("file")},
	} {
		if status, out, errs := runHouse(args...); status != 2 || out != "" || errs == "" {
			t.Errorf("%s: status %d: %s%s", name, status, out, errs)
		}
	}
	openApp(t, in("data"))
	status, _, errs := runHouse("backup", "--data", in("data"), "--out", in("b"), "--keys", in("k"), "--passphrase-file", in("file"))
	if status != 2 || !strings.Contains(errs, "16 characters") {
		t.Errorf("a weak passphrase: status %d: %s", status, errs)
	}
	for _, name := range []string{"nowhere", "b", "k"} {
		if _, err := os.Stat(in(name)); err == nil {
			t.Errorf("%s was made by a command that failed", name)
		}
	}
}
