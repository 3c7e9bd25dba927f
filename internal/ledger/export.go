package ledger

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"golang.org/x/mod/sumdb/tlog"
)

// exportVersion is the "ledger" of the header line.
const exportVersion = 1

// headerLine, leafLine and checkpointLine are the three lines of an export.
type headerLine struct {
	Ledger int    `json:"ledger"`
	Origin string `json:"origin"`
	Size   int64  `json:"size"`
}

type leafLine struct {
	N    int64     `json:"n"`
	Hash tlog.Hash `json:"hash"`
	Leaf string    `json:"leaf"`
}

type checkpointLine struct {
	Checkpoint string `json:"checkpoint"`
}

// Export writes the ledger in the form that the package comment describes and
// returns the checkpoint that it ends with: a fresh one when the signing key is
// at hand, otherwise the last one that was signed. Bytes are written as they
// are stored, also when they do not hold, so that Verify can show where.
func (l *Ledger) Export(ctx context.Context, w io.Writer) (Checkpoint, error) {
	last, err := l.lastCheckpoint(ctx)
	if err != nil {
		return Checkpoint{}, err
	}
	notes, err := l.notes(ctx, last.Size)
	if err != nil {
		return Checkpoint{}, err
	}
	out := bufio.NewWriterSize(w, 1<<16)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(headerLine{exportVersion, last.Origin, last.Size}); err != nil {
		return Checkpoint{}, err
	}
	if err := l.writeBody(ctx, enc, last.Size, notes); err != nil {
		return Checkpoint{}, fmt.Errorf("exporting the ledger: %w", err)
	}
	return last, out.Flush()
}

// lastCheckpoint tries for a fresh one. A database that contradicts the last
// checkpoint is exported all the same: the export is the evidence.
func (l *Ledger) lastCheckpoint(ctx context.Context) (Checkpoint, error) {
	if l.signer == nil {
		return l.Latest(ctx)
	}
	fresh, err := l.Checkpoint(ctx)
	if errors.Is(err, ErrRewound) || errors.Is(err, ErrDamaged) {
		l.log.WarnContext(ctx, "no fresh checkpoint was signed", "error", err)
		return l.Latest(ctx)
	}
	return fresh, err
}

// writeBody writes leaves and, each after the leaf that completes it, checkpoints.
func (l *Ledger) writeBody(ctx context.Context, enc *json.Encoder, size int64, notes map[int64]string) error {
	next := int64(0)
	if err := writeNote(enc, notes, next); err != nil {
		return err
	}
	for next < size {
		page, err := l.exportPage(ctx, next, min(size, next+batchSize))
		if err != nil {
			return err
		}
		for _, line := range page {
			if err := enc.Encode(line); err != nil {
				return err
			}
			if err := writeNote(enc, notes, line.N+1); err != nil {
				return err
			}
		}
		next += batchSize
	}
	return nil
}

func writeNote(enc *json.Encoder, notes map[int64]string, size int64) error {
	if text, ok := notes[size]; ok {
		return enc.Encode(checkpointLine{text})
	}
	return nil
}
