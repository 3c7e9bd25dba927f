package ledger

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// ErrCheckpoint is returned for a text that is not a checkpoint, or is not
// signed with the expected key.
var ErrCheckpoint = errors.New("not a checkpoint of this ledger")

// Checkpoint is size and root of the tree at a moment, signed. Its text is a
// checkpoint of https://c2sp.org/tlog-checkpoint with one extension line:
//
//	preceptor/5f1d0c2b9a7e
//	1042
//	SQ7Q0z7wq…= (the root, standard base64)
//	time 2026-11-20T19:04:05.000000Z
//
//	— preceptor/5f1d0c2b9a7e kX2q…
type Checkpoint struct {
	Origin string
	Size   int64
	Root   tlog.Hash
	At     time.Time
	Note   []byte // the whole signed text
}

const (
	timePrefix = "time "
	timeLayout = "2006-01-02T15:04:05.000000Z07:00"
)

func (c Checkpoint) body() string {
	return fmt.Sprintf("%s\n%d\n%s\n%s%s\n", c.Origin, c.Size, c.Root, timePrefix, c.At.UTC().Format(timeLayout))
}

func (s *Signer) sign(c Checkpoint) (Checkpoint, error) {
	c.Origin = s.Origin()
	signed, err := note.Sign(&note.Note{Text: c.body()}, s.signer)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("signing a checkpoint: %w", err)
	}
	c.Note = signed
	return c, nil
}

// OpenCheckpoint reads a signed checkpoint and checks its signature with the
// public key.
func OpenCheckpoint(signed []byte, publicKey string) (Checkpoint, error) {
	verifier, err := note.NewVerifier(strings.TrimSpace(publicKey))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("%w: the public key: %w", ErrKey, err)
	}
	n, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("%w: %w", ErrCheckpoint, err)
	}
	c, err := parseCheckpoint(n.Text)
	if err != nil {
		return Checkpoint{}, err
	}
	if c.Origin != verifier.Name() {
		return Checkpoint{}, fmt.Errorf("%w: it names another ledger", ErrCheckpoint)
	}
	c.Note = signed
	return c, nil
}

// parseCheckpoint reads the signed text; a text that would not be written the
// same way again is refused.
func parseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 5 || !strings.HasPrefix(lines[3], timePrefix) {
		return Checkpoint{}, fmt.Errorf("%w: it does not have four lines", ErrCheckpoint)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return Checkpoint{}, fmt.Errorf("%w: its size is not a number", ErrCheckpoint)
	}
	root, err := parseHash(lines[2])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("%w: its root: %w", ErrCheckpoint, err)
	}
	at, err := time.Parse(timeLayout, strings.TrimPrefix(lines[3], timePrefix))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("%w: its time: %w", ErrCheckpoint, err)
	}
	c := Checkpoint{Origin: lines[0], Size: size, Root: root, At: at.UTC()}
	if c.body() != text {
		return Checkpoint{}, fmt.Errorf("%w: it is not written canonically", ErrCheckpoint)
	}
	return c, nil
}

func parseHash(text string) (tlog.Hash, error) {
	raw, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != tlog.HashSize {
		return tlog.Hash{}, errors.New("not 32 bytes in base64")
	}
	return tlog.Hash(raw), nil
}

// readUnchecked reads a signed checkpoint without a key to check it with.
func readUnchecked(signed []byte) (Checkpoint, error) {
	body, _, ok := strings.Cut(string(signed), "\n\n")
	if !ok {
		return Checkpoint{}, fmt.Errorf("%w: it carries no signature", ErrCheckpoint)
	}
	c, err := parseCheckpoint(body + "\n")
	c.Note = signed
	return c, err
}
