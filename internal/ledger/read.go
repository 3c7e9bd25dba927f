package ledger

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"preceptor/internal/db"
)

// Find reads an entry that has its number. ErrWaiting: committed, but not yet
// numbered; ErrNotFound: there is no such entry.
func (l *Ledger) Find(ctx context.Context, leaf LeafID) (Leaf, error) {
	var number int64
	var raw []byte
	err := l.db.QueryRow(ctx, `SELECT number, leaf FROM ledger_leaves WHERE id = ?`, leaf).Scan(&number, &raw)
	if errors.Is(err, db.ErrNoRows) {
		return Leaf{}, l.whyMissing(ctx, leaf)
	}
	if err != nil {
		return Leaf{}, fmt.Errorf("reading the ledger: %w", err)
	}
	return numbered(raw, number)
}

func (l *Ledger) whyMissing(ctx context.Context, leaf LeafID) error {
	var n int
	if err := l.db.QueryRow(ctx, `SELECT COUNT(*) FROM ledger_pending WHERE id = ?`, leaf).Scan(&n); err != nil {
		return fmt.Errorf("reading the ledger: %w", err)
	}
	if n > 0 {
		return ErrWaiting
	}
	return ErrNotFound
}

// Leaves reads the leaves with the numbers from first to before limit, in order.
// At most a few hundred are in memory at a time.
func (l *Ledger) Leaves(ctx context.Context, first, limit int64) iter.Seq2[Leaf, error] {
	return func(yield func(Leaf, error) bool) {
		for first < limit {
			page, err := l.page(ctx, first, min(limit, first+batchSize))
			if err != nil {
				yield(Leaf{}, err)
				return
			}
			for _, leaf := range page {
				if !yield(leaf, nil) {
					return
				}
			}
			first += int64(len(page))
		}
	}
}

func (l *Ledger) page(ctx context.Context, first, limit int64) ([]Leaf, error) {
	rows, err := l.db.Query(ctx, `SELECT number, leaf FROM ledger_leaves WHERE number >= ? AND number < ? ORDER BY number`, first, limit)
	if err != nil {
		return nil, fmt.Errorf("reading the ledger: %w", err)
	}
	defer rows.Close()
	out := make([]Leaf, 0, limit-first)
	for rows.Next() {
		var number int64
		var raw []byte
		if err := rows.Scan(&number, &raw); err != nil {
			return nil, err
		}
		if number != first+int64(len(out)) {
			break
		}
		leaf, err := numbered(raw, number)
		if err != nil {
			return nil, err
		}
		out = append(out, leaf)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if int64(len(out)) != limit-first {
		return nil, fmt.Errorf("%w: entry %d is missing", ErrDamaged, first+int64(len(out)))
	}
	return out, nil
}

func numbered(raw []byte, number int64) (Leaf, error) {
	leaf, err := DecodeLeaf(raw)
	if err != nil {
		return Leaf{}, fmt.Errorf("%w: entry %d: %w", ErrDamaged, number, err)
	}
	leaf.Index = number
	return leaf, nil
}

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

// chunks cuts a list so that statements keep to a few lengths.
func chunks[T any](list []T) iter.Seq[[]T] { return slices.Chunk(list, 64) }

// marks gives n placeholders.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }
