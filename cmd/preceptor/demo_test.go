package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

// refused runs the demonstration where it must not run, and returns what it says.
func refused(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if status := run(append([]string{"demo"}, args...), &Streams{In: strings.NewReader(""), Out: &out, Err: &errs}); status != 2 {
		t.Fatalf("%q ended with %d: %s", args, status, errs.String())
	}
	return errs.String()
}

// The settings of the machine lead to a school's own installation.
func TestTheDemonstrationStaysOutOfARealInstallation(t *testing.T) {
	folder := t.TempDir()
	c := clerk{t, "sqlite:" + filepath.Join(folder, "preceptor.db"), folder}
	c.run(0, "a long first password\n", "add", "Ana@example.org", "Ana Lima", "--role", "administrator", "--password")
	t.Setenv("PRECEPTOR_DATA", folder)
	if said := refused(t, "--address", "127.0.0.1:0"); !strings.Contains(said, "--data") {
		t.Errorf("it says %q", said)
	}
	if out, _ := c.run(0, "", "list"); strings.Contains(out, "demo.example") {
		t.Errorf("the demonstration's people came in: %s", out)
	}
}

func TestTheDemonstrationTakesNoServersDatabaseFromTheSettings(t *testing.T) {
	t.Setenv("PRECEPTOR_DATA", t.TempDir())
	t.Setenv("PRECEPTOR_DATABASE_URL", "postgres://school@127.0.0.1:1/preceptor")
	if said := refused(t, "--address", "127.0.0.1:0"); !strings.Contains(said, "--db") {
		t.Errorf("it says %q", said)
	}
}
