package ledger_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"preceptor/internal/db/dbtest"
	"preceptor/internal/ledger"
)

// evidence is an honest export: 40 entries, checkpoints over 0, 8, 16 … 40, and
// the checkpoint over 16 that an auditor took home.
type evidence struct {
	export []byte
	public string
	kept   ledger.Checkpoint
}

func newEvidence(t testing.TB) evidence {
	t.Helper()
	s := newStation(t, dbtest.SQLite(t))
	e := evidence{public: s.public}
	for n := 0; n < 40; n += 8 {
		if c := s.checkpoint(t); c.Size == 16 {
			e.kept = c
		}
		s.talk(t, n, 8)
	}
	e.export = s.export(t)
	return e
}

// lines are the lines of the export; leafAt finds the line of an entry.
func (e evidence) lines() []string {
	return strings.Split(strings.TrimSuffix(string(e.export), "\n"), "\n")
}

func leafAt(lines []string, n int) int {
	return slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, fmt.Sprintf(`{"n":%d,`, n)) })
}

func verifyLines(e evidence, lines []string) error {
	_, err := ledger.Verify(strings.NewReader(strings.Join(lines, "\n")+"\n"), e.public)
	return err
}

func wantFault(t *testing.T, err error, entry int64) {
	t.Helper()
	var fault *ledger.Fault
	if !errors.As(err, &fault) {
		t.Errorf("got %v, want a fault", err)
	} else if fault.Entry != entry {
		t.Errorf("the first entry that does not hold is %d, want %d: %v", fault.Entry, entry, err)
	}
}

// What a database administrator without the signing key could do, found with the public key alone.
func TestTamperingIsFoundWithThePublicKeyAlone(t *testing.T) {
	e := newEvidence(t)
	if err := verifyLines(e, e.lines()); err != nil {
		t.Fatal("the honest export:", err)
	}
	for name, c := range map[string]struct {
		tamper func(lines []string) []string
		entry  int64
	}{
		"a pseudonym replaced": {func(l []string) []string {
			l[leafAt(l, 21)] = strings.ReplaceAll(l[leafAt(l, 21)], string(ana), string(ben))
			return l
		}, 21},
		"an entry replaced with its hash": {func(l []string) []string {
			l[leafAt(l, 21)] = strings.Replace(l[leafAt(l, 22)], `"n":22`, `"n":21`, 1)
			return l
		}, 16}, // between the checkpoints over 16 and 24
		"an entry dropped": {func(l []string) []string { return slices.Delete(l, leafAt(l, 5), leafAt(l, 5)+1) }, 5},
		"an entry doubled": {func(l []string) []string { return slices.Insert(l, leafAt(l, 5), l[leafAt(l, 5)]) }, 6},
		"two entries swapped": {func(l []string) []string {
			i := leafAt(l, 9)
			l[i], l[i+1] = l[i+1], l[i]
			return l
		}, 9},
		"the end cut off": {func(l []string) []string { return l[:leafAt(l, 30)] }, 30},
		"the end cut off, with the header": {func(l []string) []string {
			l[0] = strings.Replace(l[0], `"size":40`, `"size":30`, 1)
			return l[:leafAt(l, 30)]
		}, 24}, // the last checkpoint covers 24
		"every checkpoint dropped": {func(l []string) []string {
			return slices.DeleteFunc(l, func(line string) bool { return strings.HasPrefix(line, `{"checkpoint"`) })
		}, 40},
		"nothing left": {func(l []string) []string { return nil }, 0},
	} {
		t.Run(name, func(t *testing.T) { wantFault(t, verifyLines(e, c.tamper(e.lines())), c.entry) })
	}
}

// Whoever rebuilds the whole ledger under another key is found with the public key alone.
func TestSigningAnewWithAnotherKeyIsFound(t *testing.T) {
	e := newEvidence(t)
	forger := newStation(t, dbtest.SQLite(t))
	forger.talk(t, 0, 40)
	_, err := ledger.Verify(bytes.NewReader(forger.export(t)), e.public)
	wantFault(t, err, 40)
}

// Even under the same name another key is another key.
func TestAKeyOfTheSameNameIsFound(t *testing.T) {
	e := newEvidence(t)
	name, _, _ := strings.Cut(e.public, "+")
	other, err := ledger.OpenSigner(filepath.Join(t.TempDir(), "k"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	otherName, rest, _ := strings.Cut(other.PublicKey(), "+")
	forged := strings.Replace(string(e.export), name, otherName, -1)
	if _, err := ledger.Verify(strings.NewReader(forged), otherName+"+"+rest); err == nil {
		t.Error("an export was accepted under a foreign key")
	}
}

// With the true key everything can be rebuilt; an earlier checkpoint that was
// kept elsewhere shows it.
func TestRebuildingWithTheTrueKeyIsFoundFromAKeptCheckpoint(t *testing.T) {
	honest := newStation(t, dbtest.SQLite(t))
	honest.talk(t, 0, 16)
	kept := honest.checkpoint(t)
	honest.talk(t, 16, 4)
	later := honest.checkpoint(t)

	// The administrator moves the memory of the last checkpoint away too.
	rebuilt := func(entries, from int) *station {
		s := reopen(t, dbtest.SQLite(t), copyKey(t, honest.keyFile))
		s.talk(t, from, entries)
		return s
	}
	for name, c := range map[string]struct {
		forged *station
		kept   [][]byte
		entry  int64
	}{
		"rolled back":          {rebuilt(10, 0), [][]byte{kept.Note}, 10},
		"rebuilt, same length": {rebuilt(20, 100), [][]byte{kept.Note}, 0},
		"rebuilt and longer":   {rebuilt(50, 100), [][]byte{later.Note, kept.Note}, 0},
		"emptied":              {rebuilt(0, 0), [][]byte{kept.Note}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			export := c.forged.export(t)
			if _, err := ledger.Verify(bytes.NewReader(export), honest.public); err != nil {
				t.Errorf("without a kept checkpoint this is not visible, but: %v", err)
			}
			_, err := ledger.Verify(bytes.NewReader(export), honest.public, c.kept...)
			wantFault(t, err, c.entry)
		})
	}
	if _, err := ledger.Verify(bytes.NewReader(honest.export(t)), honest.public, kept.Note, later.Note); err != nil {
		t.Error("the honest ledger:", err)
	}
}

func TestTruncationToACheckpointIsFoundFromALaterOne(t *testing.T) {
	e := newEvidence(t)
	lines := e.lines()
	lines[0] = strings.Replace(lines[0], `"size":40`, `"size":8`, 1)
	short := strings.Join(lines[:leafAt(lines, 8)], "\n") + "\n"
	if _, err := ledger.Verify(strings.NewReader(short), e.public); err != nil {
		t.Errorf("without a kept checkpoint this is not visible, but: %v", err)
	}
	_, err := ledger.Verify(strings.NewReader(short), e.public, e.kept.Note)
	wantFault(t, err, 8)
}

func TestAForeignCheckpointIsNotTakenForAnEarlierOne(t *testing.T) {
	e := newEvidence(t)
	stranger := newStation(t, dbtest.SQLite(t))
	if _, err := ledger.Verify(bytes.NewReader(e.export), e.public, stranger.checkpoint(t).Note); !errors.Is(err, ledger.ErrCheckpoint) {
		t.Errorf("a foreign checkpoint: %v", err)
	}
	if _, err := ledger.Verify(bytes.NewReader(e.export), "nonsense"); !errors.Is(err, ledger.ErrKey) {
		t.Errorf("nonsense as a key: %v", err)
	}
}

// Whatever is done to the bytes, the result is either found or unchanged.
func TestNoChangeOfBytesGoesUnnoticed(t *testing.T) {
	e := newEvidence(t)
	rapid.Check(t, func(t *rapid.T) {
		spoilt := slices.Clone(e.export)
		at := rapid.IntRange(0, len(spoilt)-1).Draw(t, "at")
		switch rapid.SampledFrom([]string{"flip", "cut", "insert", "move"}).Draw(t, "how") {
		case "flip":
			spoilt[at] ^= byte(1 << rapid.IntRange(0, 7).Draw(t, "bit"))
		case "cut":
			spoilt = slices.Delete(spoilt, at, min(len(spoilt), at+rapid.IntRange(1, 4000).Draw(t, "length")))
		case "insert":
			spoilt = slices.Insert(spoilt, at, rapid.SliceOfN(rapid.Byte(), 1, 50).Draw(t, "bytes")...)
		case "move":
			lines := strings.SplitAfter(string(spoilt), "\n")
			i, j := rapid.IntRange(0, len(lines)-1).Draw(t, "i"), rapid.IntRange(0, len(lines)-1).Draw(t, "j")
			lines[i], lines[j] = lines[j], lines[i]
			spoilt = []byte(strings.Join(lines, ""))
		}
		_, err := ledger.Verify(bytes.NewReader(spoilt), e.public)
		if err == nil && !sameLines(spoilt, e.export) {
			t.Fatal("a change went unnoticed")
		}
	})
}

// sameLines ignores how lines end, which carries no meaning.
func sameLines(a, b []byte) bool {
	normal := func(text []byte) string {
		return strings.TrimRight(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")
	}
	return normal(a) == normal(b)
}

// Entries, whatever they hold, encode to one line that decodes to the same entry.
func TestLeavesReadBackTheSame(t *testing.T) {
	s := newStation(t, dbtest.SQLite(t))
	rapid.Check(t, func(t *rapid.T) {
		e := turn(rapid.Int().Draw(t, "n"), ana)
		e.Detail = rapid.MapOfN(rapid.StringMatching(`[a-z][a-z0-9_]{0,9}`), rapid.StringMatching(`[ -~]{0,40}`), 0, 6).Draw(t, "detail")
		leaf, err := s.Append(t.Context(), e)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := ledger.EncodeLeaf(leaf, e)
		if err != nil || bytes.ContainsAny(raw, "\r\n") || !json.Valid(raw) {
			t.Fatalf("%q, %v", raw, err)
		}
		again, err := ledger.DecodeLeaf(raw)
		if err != nil || fmt.Sprint(again.Detail) != fmt.Sprint(e.Detail) || again.ID != leaf {
			t.Fatalf("%+v, %v", again, err)
		}
	})
}

func FuzzVerify(f *testing.F) {
	e := newEvidence(f)
	f.Add(e.export)
	f.Add([]byte(`{"ledger":1,"origin":"x","size":0}`))
	f.Add([]byte(strings.Repeat(e.lines()[1]+"\n", 3)))
	f.Fuzz(func(t *testing.T, export []byte) {
		if c, err := ledger.Verify(bytes.NewReader(export), e.public, e.kept.Note); err == nil && c.Size < e.kept.Size {
			t.Errorf("accepted an export over %d entries", c.Size)
		}
	})
}

func FuzzDecodeLeaf(f *testing.F) {
	raw, err := ledger.EncodeLeaf("01KAH5D9S0Q3M9B4F6GZK8Y7XW", turn(1, ana))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		leaf, err := ledger.DecodeLeaf(raw)
		if err != nil {
			return
		}
		if again, err := ledger.EncodeLeaf(leaf.ID, leaf.Entry); err != nil || !bytes.Equal(again, raw) {
			t.Errorf("%q encodes to %q, %v", raw, again, err)
		}
	})
}
