package pages

import (
	"context"
	"encoding/base64"
	"errors"
	"io"

	"golang.org/x/sync/singleflight"

	"preceptor/internal/ledger"
	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

// ledgerDesk is the governance officer's side of the ledger.
type ledgerDesk struct {
	desk
	checks *singleflight.Group
}

// Overview shows the newest entries first.
func (s ledgerDesk) Overview(ctx context.Context, _ web.Actor, offset int) (view.Ledger, error) {
	size, err := s.Ledger.Size(ctx)
	if err != nil {
		return view.Ledger{}, err
	}
	out := view.Ledger{Size: size, Key: s.Signer.PublicKey(), Origin: s.Signer.Origin(),
		Pages: view.Pages{Offset: offset, Size: pageSize, Total: int(size), Path: listAt("/ledger")}}
	if out.Entries, err = s.entries(ctx, size-int64(offset)); err != nil {
		return view.Ledger{}, err
	}
	last, err := s.lastCheckpoint(ctx)
	if err != nil || last == nil {
		return out, err
	}
	out.Root, out.Checkpoints = last.Root, []view.Checkpoint{*last}
	return out, nil
}

// entries are the last page before the limit, newest first.
func (s ledgerDesk) entries(ctx context.Context, limit int64) ([]view.LedgerEntry, error) {
	var out []view.LedgerEntry
	for leaf, err := range s.Ledger.Leaves(ctx, max(0, limit-pageSize), max(0, limit)) {
		if err != nil {
			return nil, err
		}
		hash := leaf.Hash()
		entry := view.LedgerEntry{Index: leaf.Index, At: leaf.At, Kind: string(leaf.Kind), Subject: about(leaf), Hash: base64.StdEncoding.EncodeToString(hash[:])}
		out = append([]view.LedgerEntry{entry}, out...)
	}
	return out, nil
}

// about is what an entry is about, or who did it when it names nothing.
func about(leaf ledger.Leaf) string {
	if leaf.Object.ID == "" {
		return string(leaf.Actor)
	}
	return leaf.Object.Kind + " " + leaf.Object.ID
}

// lastCheckpoint is nil before the first was signed.
func (d desk) lastCheckpoint(ctx context.Context) (*view.Checkpoint, error) {
	last, err := d.Ledger.Latest(ctx)
	if errors.Is(err, ledger.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &view.Checkpoint{Size: last.Size, Root: last.Root.String(), At: last.At, Note: string(last.Note)}, nil
}

// Verify exports the ledger into the very check that a third party would run.
// It reads everything, so those who ask at the same time share one check; it
// goes on when the first of them leaves.
func (s ledgerDesk) Verify(ctx context.Context, _ web.Actor) (view.LedgerCheck, error) {
	shared := s.checks.DoChan("ledger", func() (any, error) { return s.checkLedger(context.WithoutCancel(ctx)) })
	select {
	case done := <-shared:
		check, _ := done.Val.(view.LedgerCheck)
		return check, done.Err
	case <-ctx.Done():
		return view.LedgerCheck{}, ctx.Err()
	}
}

func (d desk) checkLedger(ctx context.Context) (view.LedgerCheck, error) {
	out := view.LedgerCheck{At: d.Now(), OK: true}
	read, write := io.Pipe()
	go func() {
		_, err := d.Ledger.Export(ctx, write)
		write.CloseWithError(err)
	}()
	checkpoint, err := ledger.Verify(read, d.Signer.PublicKey())
	read.CloseWithError(err)
	out.Size = checkpoint.Size
	var fault *ledger.Fault
	switch {
	case errors.As(err, &fault):
		out.OK, out.Faults = false, []string{fault.Error()}
	case err != nil:
		return out, err
	}
	return out, nil
}

func (s ledgerDesk) Export(ctx context.Context, _ web.Actor, w io.Writer) error {
	_, err := s.Ledger.Export(ctx, w)
	return err
}

func (s ledgerDesk) Checkpoint(ctx context.Context, _ web.Actor) ([]byte, error) {
	checkpoint, err := s.Ledger.Checkpoint(ctx)
	return checkpoint.Note, err
}
