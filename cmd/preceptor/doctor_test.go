package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"preceptor/internal/config"
	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/events"
	"preceptor/internal/id"
)

// installed is an installation as the doctor finds it: a data folder, keys, a database.
func installed(t *testing.T, url string) doctor {
	t.Helper()
	cfg := config.Default()
	cfg.Data, cfg.Database.URL = t.TempDir(), config.Secret(url)
	cfg.Privacy = config.Privacy{KeyFile: cfg.In("keys.db"), MasterKeyFile: cfg.In("master.key")}
	cfg.Ledger.SigningKeyFile = cfg.In("ledger.key")
	for _, name := range []string{"keys.db", "master.key", "ledger.key"} {
		if err := os.WriteFile(cfg.In(name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return doctor{cfg: cfg, now: time.Now, timeout: 10 * time.Second, wires: wiresOf}
}

func reported(t *testing.T, d doctor) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := d.examine(t.Context(), &out)
	return out.String(), err
}

func wantLines(t *testing.T, report string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains(report, line) {
			t.Errorf("the report lacks %q:\n%s", line, report)
		}
	}
}

func TestAHealthyInstallation(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		d := installed(t, url)
		said, err := reported(t, d)
		if err != nil || strings.Contains(said, "fault") {
			t.Errorf("%v\n%s", err, said)
		}
		wantLines(t, said, "ok    data", "ok    database", "ok    clock", "ok    keys", "ok    models    none")
		if left, err := filepath.Glob(filepath.Join(d.cfg.Data, ".doctor-*")); err != nil || len(left) != 0 {
			t.Errorf("the doctor left %v, %v", left, err)
		}
	})
}

func TestNothingIsInstalledYet(t *testing.T) {
	dir := t.TempDir()
	d := installed(t, "sqlite:"+filepath.Join(dir, "none.db"))
	if err := os.RemoveAll(d.cfg.Data); err != nil {
		t.Fatal(err)
	}
	said, err := reported(t, d)
	if err != nil {
		t.Error(err)
	}
	wantLines(t, said, "note  data", "note  database", "note  keys")
	if _, err := os.Stat(filepath.Join(dir, "none.db")); err == nil {
		t.Error("the doctor made a database")
	}
}

func TestWhatKeepsAnInstallationFromWorkingIsAFault(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		d := installed(t, url)
		for _, name := range []string{d.cfg.Privacy.MasterKeyFile} {
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
		}
		happen(t, url)
		d.now = func() time.Time { return time.Now().Add(-time.Hour) }
		said, err := reported(t, d)
		if err == nil || err.Error() != "the doctor found 3 faults" {
			t.Errorf("%v\n%s", err, said)
		}
		wantLines(t, said, "the file system of the data folder are 1h0m0s apart", "the newest event lies 1h0m0s in the future", "missing: "+d.cfg.Privacy.MasterKeyFile)
	})
}

func happen(t *testing.T, url string) {
	t.Helper()
	handle, err := db.Open(t.Context(), url, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer handle.Close()
	stream := events.New(handle, id.NewSource(time.Now, rand.Reader), time.Hour)
	if err := stream.Append(t.Context(), events.Event{Kind: "case.saved", Subject: "x"}); err != nil {
		t.Fatal(err)
	}
	if _, err := stream.Last(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestASchemaOfAnotherProgram(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		d := installed(t, url)
		handle, err := db.Open(t.Context(), url, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		defer handle.Close()
		set := func(version int64) {
			t.Helper()
			if _, err := handle.Exec(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (?, TRUE)`, version); err != nil {
				t.Fatal(err)
			}
		}
		set(29990101000000)
		if said, err := reported(t, d); err == nil || !strings.Contains(said, "is newer than this program's") {
			t.Errorf("%v\n%s", err, said)
		}
		if _, err := handle.Exec(t.Context(), `DELETE FROM goose_db_version WHERE version_id > 20261120180000`); err != nil {
			t.Fatal(err)
		}
		if said, err := reported(t, d); err != nil || !strings.Contains(said, "the next start brings it up") {
			t.Errorf("%v\n%s", err, said)
		}
	})
}

func TestAFolderThatIsNone(t *testing.T) {
	d := installed(t, dbtest.SQLiteURL(t))
	d.cfg.Data = filepath.Join(d.cfg.Data, "keys.db")
	said, err := reported(t, d)
	if err == nil {
		t.Error("no fault")
	}
	wantLines(t, said, "fault data      nothing can be written")
}

// A database whose server is away is named without its password.
func TestADatabaseThatDoesNotAnswer(t *testing.T) {
	d := installed(t, "postgres://app:hunter2@127.0.0.1:1/preceptor?connect_timeout=2")
	said, err := reported(t, d)
	if err == nil || strings.Contains(said, "hunter2") {
		t.Errorf("%v\n%s", err, said)
	}
	wantLines(t, said, "fault database  the database does not answer")
}

func TestKeysThatOthersCanRead(t *testing.T) {
	d := installed(t, dbtest.SQLiteURL(t))
	if err := os.Chmod(d.cfg.Privacy.MasterKeyFile, 0o644); err != nil {
		t.Fatal(err)
	}
	said, err := reported(t, d)
	if err != nil {
		t.Error(err)
	}
	wantLines(t, said, "note  keys      others on this machine can read "+d.cfg.Privacy.MasterKeyFile)
}

// ward is a wire that answers with its error.
type ward struct {
	name  string
	local bool
	err   error
}

func (w ward) Name() string                { return w.name }
func (w ward) Model() string               { return "m" }
func (w ward) Local() bool                 { return w.local }
func (w ward) Reach(context.Context) error { return w.err }

func TestModelsAreAskedWhetherTheyAreThere(t *testing.T) {
	d := installed(t, dbtest.SQLiteURL(t))
	d.cfg.Models = []config.Model{{}}
	d.wires = func(config.Config, func() time.Time) ([]wire, error) {
		return []wire{ward{"desk", true, nil}, ward{"cloud", false, errors.New("the key was refused")}}, nil
	}
	said, err := reported(t, d)
	if err != nil {
		t.Error(err)
	}
	wantLines(t, said, "ok    model     desk (m, local) answers", "note  model     cloud (m, hosted): the key was refused; until it answers")
}

func TestSettingsThatCannotBeUsedAreTheCallersFault(t *testing.T) {
	var out, errs bytes.Buffer
	status := run([]string{"doctor", "--db", "mysql://x"}, &Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
	if status != 2 || !strings.Contains(errs.String(), "database.url must be sqlite:") {
		t.Errorf("status %d: %s%s", status, out.String(), errs.String())
	}
}

func TestVersionSaysWhichProgramThisIs(t *testing.T) {
	var out bytes.Buffer
	if status := run([]string{"version"}, &Streams{In: strings.NewReader(""), Out: &out, Err: &out}); status != 0 || !strings.HasPrefix(out.String(), "preceptor development") {
		t.Errorf("status %d: %s", status, out.String())
	}
}
