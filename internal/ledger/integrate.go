package ledger

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// batchSize is how many entries one transaction numbers at most.
const batchSize = 256

// Integrate numbers every committed entry that has none and adds it to the
// tree, in the order of their identifiers within a batch. It returns how many
// there were. Several nodes may call it at once: the loser of the race finds
// its entries taken.
func (l *Ledger) Integrate(ctx context.Context) (int, error) {
	total := 0
	for {
		// Read outside the transaction, so that the serializable one touches only
		// rows that have committed and never conflicts with an append.
		waiting, err := l.waiting(ctx, batchSize)
		if err != nil || len(waiting) == 0 {
			return total, err
		}
		var taken int
		err = l.db.Tx(ctx, func(ctx context.Context) error {
			taken, err = l.take(ctx, waiting)
			return err
		})
		if err != nil {
			return total, fmt.Errorf("numbering the ledger's entries: %w", err)
		}
		total += taken
	}
}

// pending is an entry that waits for its number.
type pending struct {
	id  LeafID
	raw []byte
}

func (l *Ledger) take(ctx context.Context, waiting []LeafID) (int, error) {
	batch, err := l.removePending(ctx, waiting)
	if err != nil || len(batch) == 0 {
		return 0, err
	}
	slices.SortFunc(batch, func(a, b pending) int {
		if a.id < b.id {
			return -1
		}
		return 1
	})
	first, err := l.grow(ctx, len(batch))
	if err != nil {
		return 0, err
	}
	if err := l.insertLeaves(ctx, first, batch); err != nil {
		return 0, err
	}
	fresh, err := growTree(first, batch, l.hashes(ctx))
	if err != nil {
		return 0, err
	}
	return len(batch), l.insertHashes(ctx, tlog.StoredHashCount(first), fresh)
}

// growTree computes the hashes that the leaves from number first on add to the
// stored ones, in the order of their stored indexes.
func growTree(first int64, batch []pending, stored tlog.HashReader) ([]tlog.Hash, error) {
	base := tlog.StoredHashCount(first)
	var fresh []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		return readThrough(indexes, base, fresh, stored)
	})
	for i, entry := range batch {
		hashes, err := tlog.StoredHashes(first+int64(i), entry.raw, reader)
		if err != nil {
			return nil, err
		}
		fresh = append(fresh, hashes...)
	}
	return fresh, nil
}

// readThrough takes hashes from index base on from fresh, earlier ones from stored.
func readThrough(indexes []int64, base int64, fresh []tlog.Hash, stored tlog.HashReader) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	var old []int64
	var places []int
	for i, index := range indexes {
		if index >= base {
			out[i] = fresh[index-base]
			continue
		}
		old, places = append(old, index), append(places, i)
	}
	if len(old) == 0 {
		return out, nil
	}
	hashes, err := stored.ReadHashes(old)
	if err != nil {
		return nil, err
	}
	for i, hash := range hashes {
		out[places[i]] = hash
	}
	return out, nil
}
