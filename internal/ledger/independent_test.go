package ledger_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"preceptor/internal/db/dbtest"
)

// audit checks an export with golang.org/x/mod/sumdb and the standard library
// only, as a third party would from the documentation: no code of this package.
func audit(export []byte, publicKey string) (checked int, err error) {
	verifier, err := note.NewVerifier(publicKey)
	if err != nil {
		return 0, err
	}
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			out[i] = stored[index]
		}
		return out, nil
	})
	var size int64
	lines := bufio.NewScanner(bytes.NewReader(export))
	lines.Scan() // the header
	for lines.Scan() {
		var line struct{ Leaf, Checkpoint string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return checked, err
		}
		if line.Checkpoint == "" {
			hashes, err := tlog.StoredHashes(size, []byte(line.Leaf), reader)
			if err != nil {
				return checked, err
			}
			stored, size = append(stored, hashes...), size+1
			continue
		}
		signed, err := note.Open([]byte(line.Checkpoint), note.VerifierList(verifier))
		if err != nil {
			return checked, err
		}
		root, err := tlog.TreeHash(size, reader)
		if err != nil {
			return checked, err
		}
		if parts := strings.Split(signed.Text, "\n"); parts[1] != fmt.Sprint(size) || parts[2] != root.String() {
			return checked, fmt.Errorf("the checkpoint over %s has root %s, the tree over %d has %s", parts[1], parts[2], size, root)
		}
		checked++
	}
	return checked, lines.Err()
}

func TestAnIndependentCheckAcceptsAnExport(t *testing.T) {
	s, want := newStation(t, dbtest.SQLite(t)), 0
	for n := range 70 {
		s.talk(t, n, 1)
		if n%9 == 0 {
			s.checkpoint(t)
			want++
		}
	}
	export := s.export(t)
	if got, err := audit(export, s.public); err != nil || got != want+1 {
		t.Errorf("%d checkpoints held, want %d: %v", got, want+1, err)
	}
	forged := bytes.Replace(export, []byte(`\"turn\":\"33\"`), []byte(`\"turn\":\"34\"`), 1)
	if bytes.Equal(forged, export) {
		t.Fatal("nothing was forged")
	}
	if _, err := audit(forged, s.public); err == nil {
		t.Error("the independent check accepts a forged entry, so it checks nothing")
	}
}
