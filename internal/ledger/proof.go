package ledger

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// ProveInclusion proves that the tree of the given size holds the leaf with the
// given number; CheckInclusion, or any RFC 6962 library, checks it.
func (l *Ledger) ProveInclusion(ctx context.Context, number, size int64) (tlog.RecordProof, error) {
	if err := l.within(ctx, size); err != nil {
		return nil, err
	}
	return tlog.ProveRecord(size, number, l.hashes(ctx))
}

// ProveConsistency proves that the tree of the older size is the beginning of
// the tree of the newer one; CheckConsistency checks it.
func (l *Ledger) ProveConsistency(ctx context.Context, older, newer int64) (tlog.TreeProof, error) {
	if err := l.within(ctx, newer); err != nil {
		return nil, err
	}
	return tlog.ProveTree(newer, older, l.hashes(ctx))
}

func (l *Ledger) within(ctx context.Context, size int64) error {
	now, err := l.Size(ctx)
	if err == nil && size > now {
		err = fmt.Errorf("%w: the ledger has %d entries", ErrNotFound, now)
	}
	return err
}

// CheckInclusion says whether the proof shows that the leaf stands under the checkpoint.
func CheckInclusion(proof tlog.RecordProof, leaf Leaf, under Checkpoint) error {
	return tlog.CheckRecord(proof, under.Size, under.Root, leaf.Index, leaf.Hash())
}

// CheckConsistency says whether the proof shows that the newer checkpoint extends the older one.
func CheckConsistency(proof tlog.TreeProof, older, newer Checkpoint) error {
	return tlog.CheckTree(proof, newer.Size, newer.Root, older.Size, older.Root)
}
