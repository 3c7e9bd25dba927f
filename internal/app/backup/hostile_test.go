package backup

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"preceptor/internal/db/dbtest"
	"preceptor/internal/ledger"
)

// entry is one file of an archive that a test takes apart.
type entry struct {
	tar.Header
	body []byte
}

func takeApart(t testing.TB, archive []byte) (out []entry) {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(zip); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, entry{*header, body})
	}
}

func putTogether(t testing.TB, entries []entry) []byte {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	w := tar.NewWriter(zip)
	for _, e := range entries {
		h := tar.Header{Typeflag: e.Typeflag, Name: e.Name, Linkname: e.Linkname, Size: int64(len(e.body)), Mode: 0o600}
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(e.body); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), zip.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// named finds an entry by the beginning of its name.
func named(entries []entry, name string) *entry {
	for i := range entries {
		if strings.HasPrefix(entries[i].Name, name) {
			return &entries[i]
		}
	}
	return nil
}

// signed gives the archive a manifest that the true key signed over other content.
func (h *house) signed(entries []entry, change func(*Manifest)) []entry {
	h.t.Helper()
	text, err := h.signer.OpenText(entries[0].body)
	h.must(err)
	m, err := parseManifest(text, UsualLimits)
	h.must(err)
	change(&m)
	text, err = m.text()
	h.must(err)
	entries[0].body, err = h.signer.SignText(text)
	h.must(err)
	return entries
}

// refused wants one sentence of the kind and nothing left behind.
func refused(t *testing.T, archive, keys []byte, want error) {
	t.Helper()
	to := target(t, "sqlite:"+filepath.Join(t.TempDir(), "sub", "preceptor.db"))
	_, err := restore(t, to, archive, keys)
	if !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
	if err != nil && (strings.Contains(err.Error(), "\n") || len(err.Error()) > 400) {
		t.Errorf("not one sentence: %q", err)
	}
	parent := filepath.Dir(to.Data)
	if left, _ := os.ReadDir(parent); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestHostileArchivesAreRefused(t *testing.T) {
	h, _, _ := newHouse(t, dbtest.SQLiteURL(t))
	archive, keys := h.backup()
	stranger, err := ledger.OpenSigner(filepath.Join(t.TempDir(), "k"), rand.Reader)
	h.must(err)
	escape := filepath.Join(t.TempDir(), "escaped")

	for name, c := range map[string]struct {
		spoil func([]entry) []entry
		want  error
	}{
		"a changed row": {func(e []entry) []entry {
			people := named(e, "tables/people")
			people.body = bytes.Replace(people.body, []byte("Ana Oduya"), []byte("Eve Oduya"), 1)
			return e
		}, ErrAltered},
		"a changed blob": {func(e []entry) []entry { named(e, "blobs/").body[3] ^= 1; return e }, ErrAltered},
		"a longer file":  {func(e []entry) []entry { p := named(e, "tables/people"); p.body = append(p.body, '\n'); return e }, ErrAltered},
		"a dropped file": {func(e []entry) []entry { return e[:len(e)-1] }, ErrArchive},
		"swapped files":  {func(e []entry) []entry { e[2], e[3] = e[3], e[2]; return e }, ErrAltered},
		"one file more": {func(e []entry) []entry {
			return append(e, entry{tar.Header{Typeflag: tar.TypeReg, Name: "blobs/x"}, nil})
		}, ErrAltered},
		"no manifest":      {func(e []entry) []entry { return e[1:] }, ErrArchive},
		"nothing":          {func([]entry) []entry { return nil }, ErrArchive},
		"zip-slip":         {func(e []entry) []entry { e[1].Name = "../../../../../../../../" + escape; return e }, ErrAltered},
		"an absolute path": {func(e []entry) []entry { e[1].Name = escape; return e }, ErrAltered},
		"a symbolic link": {func(e []entry) []entry {
			e[1] = entry{tar.Header{Typeflag: tar.TypeSymlink, Name: e[1].Name, Linkname: escape}, nil}
			return e
		}, ErrAltered},
		"signed by a stranger": {func(e []entry) []entry {
			text, _ := h.signer.OpenText(e[0].body)
			e[0].body, _ = stranger.SignText(text)
			return e
		}, ErrSignature},
		"a checkpoint as manifest": {func(e []entry) []entry {
			c, _ := h.ledger.Latest(ctx)
			e[0].body = c.Note
			return e
		}, ErrArchive},
		"zip-slip, truly signed": {func(e []entry) []entry {
			e[1].Name = "tables/../../" + filepath.Base(escape)
			return h.signed(e, func(m *Manifest) { m.Files[0].Name = e[1].Name })
		}, ErrArchive},
		"a bomb, truly signed": {func(e []entry) []entry {
			return h.signed(e, func(m *Manifest) { m.Files[0].Size = UsualLimits.Bytes + 1 })
		}, ErrTooLarge},
		"two halves of a bomb": {func(e []entry) []entry {
			return h.signed(e, func(m *Manifest) { m.Files[0].Size, m.Files[1].Size = UsualLimits.Bytes, UsualLimits.Bytes })
		}, ErrTooLarge},
		"a negative size": {func(e []entry) []entry {
			return h.signed(e, func(m *Manifest) { m.Files[0].Size = -1 })
		}, ErrArchive},
		"a name twice": {func(e []entry) []entry {
			return h.signed(e, func(m *Manifest) { m.Files[1] = m.Files[0] })
		}, ErrArchive},
		"a form of tomorrow": {func(e []entry) []entry { return h.signed(e, func(m *Manifest) { m.Backup = 2 }) }, ErrVersion},
		"other tables":       {func(e []entry) []entry { return h.signed(e, func(m *Manifest) { m.Schema = 1 }) }, ErrVersion},
		"no ledger": {func(e []entry) []entry {
			e = append(e[:1:1], e[2:]...)
			return h.signed(e, func(m *Manifest) { m.Files = m.Files[1:] })
		}, ErrArchive},
	} {
		t.Run(name, func(t *testing.T) {
			refused(t, putTogether(t, c.spoil(takeApart(t, archive))), keys, c.want)
			if _, err := os.Stat(escape); !errors.Is(err, fs.ErrNotExist) {
				t.Error("a file was written outside")
			}
		})
	}
	// The taking apart and putting together itself does no harm.
	to := target(t, emptyURL(t, "sqlite"))
	if _, err := restore(t, to, putTogether(t, takeApart(t, archive)), keys); err != nil {
		t.Errorf("the honest archive: %v", err)
	}
}

// Rows whose ledger is not the archive's: found although everything is signed.
func TestRowsAndLedgerMustBelongTogether(t *testing.T) {
	h, _, _ := newHouse(t, dbtest.SQLiteURL(t))
	archive, keys := h.backup()
	entries := takeApart(t, archive)
	leaves := named(entries, "tables/ledger_leaves")
	lines := bytes.SplitAfter(leaves.body, []byte("\n"))
	leaves.body = bytes.Join(append(lines[:2:2], lines[3:]...), nil) // one leaf less
	entries = h.signed(entries, func(m *Manifest) { m.setSum(leaves.Name, leaves.body) })
	var fault *ledger.Fault
	to := target(t, emptyURL(t, "sqlite"))
	if _, err := restore(t, to, putTogether(t, entries), keys); !errors.As(err, &fault) {
		t.Errorf("got %v", err)
	}
}

func TestGarbageAndHalvesAreRefused(t *testing.T) {
	h, _, _ := newHouse(t, dbtest.SQLiteURL(t))
	archive, keys := h.backup()
	refused(t, nil, keys, ErrArchive)
	refused(t, []byte("this is not an archive"), keys, ErrArchive)
	refused(t, append(bytes.Clone(archive), "more"...), keys, ErrArchive)
	for _, part := range []int{1, 2, 3} {
		refused(t, archive[:len(archive)*part/4], keys, ErrArchive)
	}
	rapid.Check(t, func(r *rapid.T) {
		cut := rapid.IntRange(0, len(archive)-1).Draw(r, "cut")
		dir := t.TempDir()
		if _, err := unpack(bytes.NewReader(archive[:cut]), dir, h.signer.OpenText, UsualLimits); err == nil {
			r.Fatalf("the first %d of %d bytes were taken for a backup", cut, len(archive))
		}
	})
}

// A fault in the middle of loading leaves a PostgreSQL database without tables, as it was.
func TestAFaultLeavesAnEmptyDatabaseEmpty(t *testing.T) {
	h, _, _ := newHouse(t, dbtest.SQLiteURL(t))
	archive, keys := h.backup()
	entries := takeApart(t, archive)
	people := named(entries, "tables/people")
	people.body = people.body[:bytes.IndexByte(people.body, '\n')+1] // records without learners
	entries = h.signed(entries, func(m *Manifest) { m.setSum(people.Name, people.body) })
	to := target(t, emptyURL(t, "postgres"))
	if _, err := restore(t, to, putTogether(t, entries), keys); err == nil {
		t.Fatal("records without learners were restored")
	}
	if _, err := restore(t, to, archive, keys); err != nil {
		t.Errorf("the honest archive afterwards: %v", err)
	}
}

func TestKeysOpenWithTheirPassphraseOnly(t *testing.T) {
	h, ana, _ := newHouse(t, dbtest.SQLiteURL(t))
	_, sealed := h.backup()
	keys, err := ReadKeys(bytes.NewReader(sealed), passphrase)
	if err != nil || len(keys.Persons) != 2 || keys.Persons[0].Person != ana {
		t.Errorf("%d keys, %v", len(keys.Persons), err)
	}
	if _, err := ReadKeys(bytes.NewReader(sealed), passphrase+"!"); !errors.Is(err, ErrPassphrase) {
		t.Errorf("another passphrase: %v", err)
	}
	if err := WriteKeys(io.Discard, keys, "too short", rand.Reader); !errors.Is(err, ErrWeak) {
		t.Errorf("a weak passphrase: %v", err)
	}
	for name, c := range map[string]struct {
		spoil func(*keysFile)
		want  error
	}{
		"a changed byte":     {func(f *keysFile) { f.Sealed[7] ^= 1 }, ErrPassphrase},
		"fewer passes":       {func(f *keysFile) { f.Passes-- }, ErrPassphrase},
		"a machine's memory": {func(f *keysFile) { f.Memory = 1 << 31 }, ErrKeysFile},
		"endless passes":     {func(f *keysFile) { f.Passes = 1 << 30 }, ErrKeysFile},
		"no salt":            {func(f *keysFile) { f.Salt = nil }, ErrKeysFile},
		"a form of tomorrow": {func(f *keysFile) { f.Keys = 2 }, ErrKeysFile},
	} {
		var f keysFile
		h.must(json.Unmarshal(sealed, &f))
		c.spoil(&f)
		spoilt, err := json.Marshal(f)
		h.must(err)
		if _, err := ReadKeys(bytes.NewReader(spoilt), passphrase); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ReadKeys(strings.NewReader("nonsense"), passphrase); !errors.Is(err, ErrKeysFile) {
		t.Errorf("nonsense: %v", err)
	}
}

// The archive alone shows none of the learners' words.
func TestTheArchiveAloneIsMute(t *testing.T) {
	h, _, _ := newHouse(t, dbtest.SQLiteURL(t))
	archive, _ := h.backup()
	for _, e := range takeApart(t, archive) {
		for _, words := range []string{"Tobias", "stairwell", "bakery"} {
			if bytes.Contains(e.body, []byte(words)) {
				t.Errorf("%s shows %q", e.Name, words)
			}
		}
	}
}

func FuzzUnpack(f *testing.F) {
	h, _, _ := newHouse(f, dbtest.SQLiteURL(f))
	archive, _ := h.backup()
	f.Add(archive)
	f.Add(putTogether(f, takeApart(f, archive)[:2]))
	f.Fuzz(func(t *testing.T, archive []byte) {
		dir := t.TempDir()
		m, err := unpack(bytes.NewReader(archive), dir, h.signer.OpenText, Limits{Bytes: 1 << 20, Files: 100})
		if err == nil && m.Origin != h.signer.Origin() {
			t.Error("a foreign manifest was accepted")
		}
	})
}

func FuzzParseManifest(f *testing.F) {
	limits := Limits{Bytes: 1000, Files: 3}
	text, err := Manifest{Backup: 1, Files: []File{{Name: ledgerName, Size: 7, SHA256: strings.Repeat("ab", 32)}}}.text()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(strings.Replace(text, ledgerName, "tables/../x.jsonl", 1))
	f.Fuzz(func(t *testing.T, text string) {
		m, err := parseManifest(text, limits)
		if err != nil {
			return
		}
		total := int64(0)
		for _, file := range m.Files {
			if !filepath.IsLocal(file.Name) || strings.Contains(file.Name, "..") {
				t.Errorf("%q was accepted as a name", file.Name)
			}
			total += file.Size
		}
		if total > limits.Bytes || len(m.Files) > limits.Files {
			t.Errorf("%d files with %d bytes were accepted", len(m.Files), total)
		}
	})
}

func FuzzReadKeys(f *testing.F) {
	var sealed bytes.Buffer
	if err := WriteKeys(&sealed, Keys{Master: "m"}, passphrase, rand.Reader); err != nil {
		f.Fatal(err)
	}
	f.Add(sealed.Bytes())
	f.Fuzz(func(t *testing.T, text []byte) {
		var header keysFile
		if json.Unmarshal(text, &header) == nil && (header.Memory > cost.Memory || header.Passes > cost.Passes) {
			return // slow, not wrong
		}
		if keys, err := ReadKeys(bytes.NewReader(text), passphrase); err == nil && keys.Master != "m" {
			t.Error("altered keys were accepted")
		}
	})
}
