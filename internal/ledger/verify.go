package ledger

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Fault says which entry of an export is the first that does not hold, and why.
type Fault struct {
	Entry  int64  // counts from 0; the size of the tree when entries are missing at its end
	Line   int    // of the file, counts from 1; 0 when no line is at fault
	Reason string // one sentence without its full stop
	Err    error  // the cause, nil when Reason says it all
}

// Error names the entry first.
func (f *Fault) Error() string {
	text := fmt.Sprintf("entry %d does not hold: %s", f.Entry, f.Reason)
	if f.Err != nil {
		text += ": " + f.Err.Error()
	}
	if f.Line > 0 {
		text += fmt.Sprintf(" (line %d)", f.Line)
	}
	return text
}

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.Err }

// maxLine bounds a line of an export; a leaf is far shorter.
const maxLine = 1 << 20

// Verify reads an export and checks it with nothing but the public key: every
// leaf is canonical and stands where its number says, every checkpoint is
// signed and has the root of the leaves before it, and the last one covers all.
// With earlier checkpoints that were kept elsewhere, the export must also
// extend each of them. It returns the last checkpoint, or a *Fault. An earlier
// checkpoint that was not signed with this key gives ErrCheckpoint, a public
// key that is none ErrKey.
//
// It reads line by line in memory that does not grow with the ledger.
func Verify(export io.Reader, publicKey string, earlier ...[]byte) (Checkpoint, error) {
	if _, err := note.NewVerifier(strings.TrimSpace(publicKey)); err != nil {
		return Checkpoint{}, fmt.Errorf("%w: the public key: %w", ErrKey, err)
	}
	v := &verification{key: publicKey}
	for i, text := range earlier {
		c, err := OpenCheckpoint(text, publicKey)
		if err != nil {
			return Checkpoint{}, fmt.Errorf("earlier checkpoint %d: %w", i+1, err)
		}
		v.earlier = append(v.earlier, c)
	}
	slices.SortStableFunc(v.earlier, func(a, b Checkpoint) int { return int(min(1, max(-1, a.Size-b.Size))) })
	return v.run(export)
}

// verification is the state between two lines.
type verification struct {
	key     string
	earlier []Checkpoint // by size, those that were not met yet
	held    int64        // size of the last earlier checkpoint that held
	header  headerLine
	tree    frontier
	last    *Checkpoint
	line    int
}

func (v *verification) run(export io.Reader) (Checkpoint, error) {
	lines := bufio.NewScanner(export)
	lines.Buffer(make([]byte, 0, 1<<16), maxLine)
	if err := v.readHeader(lines); err != nil {
		return Checkpoint{}, err
	}
	if err := v.compareEarlier(); err != nil {
		return Checkpoint{}, err
	}
	for lines.Scan() {
		v.line++
		if err := v.read(lines.Bytes()); err != nil {
			return Checkpoint{}, err
		}
	}
	if err := lines.Err(); err != nil {
		v.line++
		return Checkpoint{}, v.fault("the file cannot be read", err)
	}
	return v.finish()
}

func (v *verification) fault(reason string, err error) *Fault {
	return &Fault{Entry: v.tree.size, Line: v.line, Reason: reason, Err: err}
}

func (v *verification) readHeader(lines *bufio.Scanner) error {
	v.line = 1
	if !lines.Scan() {
		return v.fault("the file is empty", lines.Err())
	}
	if err := strict(lines.Bytes(), &v.header); err != nil {
		return v.fault("the first line is not the header of a ledger", err)
	}
	if v.header.Ledger != exportVersion {
		return v.fault(fmt.Sprintf("the export has version %d, this program reads %d", v.header.Ledger, exportVersion), nil)
	}
	return nil
}

func (v *verification) read(line []byte) error {
	if bytes.HasPrefix(line, []byte(`{"checkpoint":`)) {
		return v.readCheckpoint(line)
	}
	if err := v.readLeaf(line); err != nil {
		return err
	}
	return v.compareEarlier()
}

func (v *verification) readLeaf(line []byte) error {
	var l leafLine
	if err := strict(line, &l); err != nil {
		return v.fault("its line cannot be read", err)
	}
	if l.N != v.tree.size {
		return v.fault(fmt.Sprintf("entry %d stands in its place", l.N), nil)
	}
	leaf, err := DecodeLeaf([]byte(l.Leaf))
	if err != nil {
		return v.fault("its content was altered", err)
	}
	if leaf.Hash() != l.Hash {
		return v.fault("its content does not have its hash", nil)
	}
	v.tree.add(l.Hash)
	return nil
}

func (v *verification) readCheckpoint(line []byte) error {
	var l checkpointLine
	if err := strict(line, &l); err != nil {
		return v.fault("the checkpoint before it cannot be read", err)
	}
	c, err := OpenCheckpoint([]byte(l.Checkpoint), v.key)
	if err != nil {
		return v.fault("the checkpoint before it is not signed with this key", err)
	}
	switch {
	case c.Size != v.tree.size:
		return v.fault(fmt.Sprintf("a checkpoint over %d entries stands before it", c.Size), nil)
	case c.Root != v.tree.root():
		return v.rootFault(c)
	}
	v.last = &c
	return nil
}

// rootFault names the first entry after the last checkpoint that held: one of
// the entries from there on was altered together with its hash.
func (v *verification) rootFault(c Checkpoint) error {
	from := int64(0)
	if v.last != nil {
		from = v.last.Size
	}
	return &Fault{Entry: from, Line: v.line, Reason: fmt.Sprintf(
		"the signed root over %d entries differs, so at least one of the entries %d to %d is not what was signed", c.Size, from, c.Size-1)}
}

// compareEarlier holds the tree against the checkpoints kept elsewhere that have its size.
func (v *verification) compareEarlier() error {
	for len(v.earlier) > 0 && v.earlier[0].Size == v.tree.size {
		c := v.earlier[0]
		v.earlier = v.earlier[1:]
		if c.Root != v.tree.root() {
			return v.rewritten(c)
		}
		v.held = c.Size
	}
	return nil
}

// rewritten: something since the last earlier checkpoint that held was rebuilt and signed anew.
func (v *verification) rewritten(c Checkpoint) error {
	return &Fault{Entry: v.held, Line: v.line, Reason: fmt.Sprintf(
		"the checkpoint kept elsewhere over %d entries has another root, so the entries %d to %d were rebuilt", c.Size, v.held, c.Size-1)}
}

func (v *verification) finish() (Checkpoint, error) {
	v.line = 0
	switch {
	case v.tree.size != v.header.Size:
		return Checkpoint{}, v.fault(fmt.Sprintf("the header promises %d entries, there are %d", v.header.Size, v.tree.size), nil)
	case v.last == nil:
		return Checkpoint{}, v.fault("the export has no checkpoint", nil)
	case v.last.Size != v.tree.size:
		return Checkpoint{}, &Fault{Entry: v.last.Size, Reason: "no checkpoint covers it"}
	case v.last.Origin != v.header.Origin:
		return Checkpoint{}, v.fault("the header names another ledger than the key", nil)
	case len(v.earlier) > 0:
		return Checkpoint{}, v.fault(fmt.Sprintf("it is missing: a checkpoint kept elsewhere covers %d entries", v.earlier[0].Size), nil)
	}
	return *v.last, nil
}

// strict decodes one JSON value with known fields only and nothing after it,
// and refuses another spelling of the same value.
func strict(line []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return err
	}
	var again bytes.Buffer
	enc := json.NewEncoder(&again)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(into); err != nil {
		return err
	}
	if !bytes.Equal(bytes.TrimSuffix(again.Bytes(), []byte("\n")), line) {
		return errors.New("it is not in the canonical form")
	}
	return nil
}
