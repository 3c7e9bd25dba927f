package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// The committed bundles are what the sources make today.
func TestCommittedBundlesAreFresh(t *testing.T) {
	fresh, err := bundle("../..")
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir("../dist")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if _, wanted := fresh[entry.Name()]; !wanted {
			t.Errorf("dist/%s is left over; run go generate ./internal/web/assets", entry.Name())
		}
	}
	for name, content := range fresh {
		committed, err := os.ReadFile(filepath.Join("../dist", name))
		if err != nil || !bytes.Equal(committed, content) {
			t.Errorf("dist/%s is not fresh; run go generate ./internal/web/assets", name)
		}
	}
}
