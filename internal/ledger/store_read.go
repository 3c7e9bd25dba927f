package ledger

import (
	"context"
	"errors"
	"fmt"
	"iter"

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
