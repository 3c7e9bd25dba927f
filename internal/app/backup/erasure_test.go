package backup

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"preceptor/internal/db/dbtest"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/record"
)

// What the erased learner wrote, and what the account said.
var (
	hersWritten = []string{"uncle Tobias collapsed", "in the bakery"}
	hersAccount = []string{"ana.oduya", "Ana Oduya"}
)

// disguises are the forms in which a text may hide in a file.
func disguises(text string) map[string][]byte {
	out := map[string][]byte{
		"UTF-8": []byte(text), "UTF-16LE": nil, "UTF-16BE": nil,
		"hex": []byte(hex.EncodeToString([]byte(text))), "HEX": []byte(strings.ToUpper(hex.EncodeToString([]byte(text)))),
	}
	for _, unit := range utf16.Encode([]rune(text)) {
		out["UTF-16LE"] = append(out["UTF-16LE"], byte(unit), byte(unit>>8))
		out["UTF-16BE"] = append(out["UTF-16BE"], byte(unit>>8), byte(unit))
	}
	// In base64 a text looks different at each of three offsets; the characters
	// at the borders depend on its neighbours.
	for offset, first := range []int{0, 2, 3} {
		padded := append(make([]byte, offset), text...)
		whole := len(padded) * 8 / 6
		out["base64 at "+string(rune('0'+offset))] = []byte(base64.StdEncoding.EncodeToString(padded)[first:whole])
	}
	return out
}

// found lists where in the contents any of the texts stands, in any disguise.
func found(contents map[string][]byte, texts []string) (out []string) {
	for _, text := range texts {
		for disguise, form := range disguises(text) {
			for name, content := range contents {
				if bytes.Contains(content, form) {
					out = append(out, name+" holds "+text+" as "+disguise)
				}
			}
		}
	}
	return out
}

// contentsOf reads every file below the folder; skip leaves out whole folders.
func contentsOf(t testing.TB, root, skip string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.IsDir() && skip != "" && e.Name() == skip {
			return fs.SkipDir
		}
		if err != nil || !e.Type().IsRegular() {
			return ignoreVanished(err)
		}
		content, err := os.ReadFile(path)
		out[strings.TrimPrefix(path, root)] = content
		return ignoreVanished(err)
	})
	if err != nil || len(out) == 0 {
		t.Fatalf("%d files below %s: %v", len(out), root, err)
	}
	return out
}

// A running server removes files while they are listed.
func ignoreVanished(err error) error {
	if os.IsNotExist(err) {
		return nil
	}
	return err
}

func TestTheSearchFindsEveryDisguise(t *testing.T) {
	for disguise, form := range disguises("in the bakery") {
		content := append(append([]byte("noise"), form...), "noise"...)
		if len(found(map[string][]byte{"file": content}, hersWritten)) == 0 {
			t.Errorf("not found as %s", disguise)
		}
	}
	for _, before := range []string{"", "x", "xy"} {
		content := []byte(base64.StdEncoding.EncodeToString([]byte(before + "in the bakery, yesterday")))
		if len(found(map[string][]byte{"file": content}, hersWritten)) == 0 {
			t.Errorf("not found in base64 after %q", before)
		}
	}
}

// files are all bytes that the database engine keeps, after it wrote them out.
// On PostgreSQL the write-ahead log comes apart: it keeps what was written in
// the clear until the server recycles it.
func (h *house) files() (database, writeAhead map[string][]byte) {
	h.t.Helper()
	if file, ok := h.to.sqlite(); ok {
		return contentsOf(h.t, filepath.Dir(file), ""), nil
	}
	if _, err := h.db.Exec(ctx, `CHECKPOINT`); err != nil {
		h.t.Fatal(err)
	}
	var dir string
	h.must(h.db.QueryRow(ctx, `SHOW data_directory`).Scan(&dir))
	return contentsOf(h.t, dir, "pg_wal"), contentsOf(h.t, filepath.Join(dir, "pg_wal"), "")
}

// The promise of erasure: afterwards the person's text is found nowhere, in no
// form, and everything that was ever proved is still proved.
func TestNothingOfAnErasedPersonRemains(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		h, ana, ben := newHouse(t, url)
		kept, err := h.ledger.Checkpoint(ctx)
		h.must(err)
		before, _ := h.files()
		if len(found(before, hersAccount)) == 0 {
			t.Fatal("the search does not find the account while it is there")
		}
		if places := found(before, hersWritten); len(places) > 0 {
			t.Errorf("written in the clear even before erasure: %v", places)
		}

		h.must(h.privacy.Erase(ctx, ben, ana))

		both := append(hersAccount, hersWritten...)
		database, writeAhead := h.files()
		h.absent("the database", database, both)
		h.absent("the write-ahead log", writeAhead, hersWritten)
		h.absent("keys and blobs", contentsOf(t, h.to.Data, ""), both)
		h.absent("a later backup", h.laterBackup(), both)
		h.checkProofs(kept, ana, 3)
		if words := h.words(); len(words) != 3 || !strings.Contains(words[0], "stairwell") {
			t.Errorf("what the other learner wrote: %v", words)
		}
	})
}

func (h *house) absent(where string, contents map[string][]byte, texts []string) {
	h.t.Helper()
	for _, place := range found(contents, texts) {
		h.t.Errorf("%s: %s", where, place)
	}
}

// laterBackup gives every file of a backup made now, unpacked, and a ledger's export.
func (h *house) laterBackup() map[string][]byte {
	h.t.Helper()
	archive, keys := h.backup()
	out := map[string][]byte{"archive": archive, "keys": keys}
	for _, e := range takeApart(h.t, archive) {
		out[e.Name] = e.body
	}
	opened, err := ReadKeys(bytes.NewReader(keys), passphrase)
	h.must(err)
	for _, k := range opened.Persons {
		out["key of "+string(k.Person)] = k.Wrapped
	}
	var export bytes.Buffer
	_, err = h.ledger.Export(ctx, &export)
	h.must(err)
	out["export"] = export.Bytes()
	return out
}

// checkProofs: the export extends the checkpoint kept before, every record's
// ciphertext is still the one that its entry commits to, and each entry is
// proved to stand in the tree.
func (h *house) checkProofs(kept ledger.Checkpoint, erased people.ID, want int) {
	h.t.Helper()
	var export bytes.Buffer
	last, err := h.ledger.Export(ctx, &export)
	h.must(err)
	if _, err := ledger.Verify(&export, h.signer.PublicKey(), kept.Note); err != nil {
		h.t.Error(err)
	}
	records, err := h.records.List(ctx, record.Query{Scope: record.AllOf, Learner: erased})
	h.must(err)
	if len(records) != want {
		h.t.Errorf("%d records of the erased learner, want %d", len(records), want)
	}
	for _, r := range records {
		h.checkRecord(r, last)
	}
}

func (h *house) checkRecord(r record.Record, last ledger.Checkpoint) {
	h.t.Helper()
	leaf, err := h.ledger.Find(ctx, r.Leaf)
	h.must(err)
	commitment, err := h.records.Commitment(ctx, r.ID)
	if err != nil || !bytes.Equal(commitment, leaf.Commitment) {
		h.t.Errorf("record %s is not what its entry commits to: %v", r.ID, err)
	}
	proof, err := h.ledger.ProveInclusion(ctx, leaf.Index, last.Size)
	h.must(err)
	if err := ledger.CheckInclusion(proof, leaf, last); err != nil {
		h.t.Error(err)
	}
}
