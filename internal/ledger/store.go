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

func (l *Ledger) insertPending(ctx context.Context, leaf LeafID, raw []byte) error {
	_, err := l.db.Exec(ctx, `INSERT INTO ledger_pending (id, leaf) VALUES (?, ?)`, leaf, raw)
	if err != nil {
		return fmt.Errorf("appending to the ledger: %w", err)
	}
	return nil
}

func (l *Ledger) waiting(ctx context.Context, most int) ([]LeafID, error) {
	rows, err := l.db.Query(ctx, `SELECT id FROM ledger_pending ORDER BY id LIMIT ?`, most)
	if err != nil {
		return nil, fmt.Errorf("reading the ledger's waiting entries: %w", err)
	}
	defer rows.Close()
	var out []LeafID
	for rows.Next() {
		var leaf LeafID
		if err := rows.Scan(&leaf); err != nil {
			return nil, err
		}
		out = append(out, leaf)
	}
	return out, rows.Err()
}

// removePending takes the given entries out of the waiting ones; those that
// another node took meanwhile are missing from the result.
func (l *Ledger) removePending(ctx context.Context, waiting []LeafID) ([]pending, error) {
	var out []pending
	for chunk := range chunks(waiting) {
		args := make([]any, len(chunk))
		for i, leaf := range chunk {
			args[i] = leaf
		}
		rows, err := l.db.Query(ctx, `DELETE FROM ledger_pending WHERE id IN (`+marks(len(chunk))+`) RETURNING id, leaf`, args...)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var p pending
			if err := rows.Scan(&p.id, &p.raw); err != nil {
				return nil, errors.Join(err, rows.Close())
			}
			out = append(out, p)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// grow adds n to the size of the tree and returns the size before.
func (l *Ledger) grow(ctx context.Context, n int) (first int64, err error) {
	err = l.db.QueryRow(ctx, `UPDATE ledger_head SET size = size + ? WHERE id = 'this' RETURNING size`, n).Scan(&first)
	return first - int64(n), err
}

// Size is the number of leaves in the tree; entries that wait for their number do not count.
func (l *Ledger) Size(ctx context.Context) (size int64, err error) {
	if err = l.db.QueryRow(ctx, `SELECT size FROM ledger_head WHERE id = 'this'`).Scan(&size); err != nil {
		return 0, fmt.Errorf("reading the ledger's size: %w", err)
	}
	return size, nil
}

// Waiting is the number of committed entries that have no number yet.
func (l *Ledger) Waiting(ctx context.Context) (n int64, err error) {
	if err = l.db.QueryRow(ctx, `SELECT COUNT(*) FROM ledger_pending`).Scan(&n); err != nil {
		return 0, fmt.Errorf("counting the ledger's waiting entries: %w", err)
	}
	return n, nil
}

func (l *Ledger) insertLeaves(ctx context.Context, first int64, batch []pending) error {
	rows := make([][]any, len(batch))
	for i, p := range batch {
		rows[i] = []any{first + int64(i), p.id, p.raw}
	}
	return l.insert(ctx, `INSERT INTO ledger_leaves (number, id, leaf) VALUES `, rows)
}

func (l *Ledger) insertHashes(ctx context.Context, first int64, hashes []tlog.Hash) error {
	rows := make([][]any, len(hashes))
	for i, hash := range hashes {
		rows[i] = []any{first + int64(i), hash[:]}
	}
	return l.insert(ctx, `INSERT INTO ledger_hashes (number, hash) VALUES `, rows)
}

// insert writes rows of equal width, several per statement.
func (l *Ledger) insert(ctx context.Context, into string, rows [][]any) error {
	for chunk := range chunks(rows) {
		row := "(" + marks(len(chunk[0])) + ")"
		var args []any
		for _, r := range chunk {
			args = append(args, r...)
		}
		if _, err := l.db.Exec(ctx, into+strings.Repeat(row+", ", len(chunk)-1)+row, args...); err != nil {
			return err
		}
	}
	return nil
}

func (l *Ledger) insertCheckpoint(ctx context.Context, c Checkpoint) error {
	_, err := l.db.Exec(ctx, `INSERT INTO ledger_checkpoints (size, made_at, note) VALUES (?, ?, ?) ON CONFLICT (size) DO NOTHING`,
		c.Size, db.At(c.At), c.Note)
	if err != nil {
		return fmt.Errorf("keeping a checkpoint: %w", err)
	}
	return nil
}

func (l *Ledger) newestNote(ctx context.Context) (signed []byte, err error) {
	err = l.db.QueryRow(ctx, `SELECT note FROM ledger_checkpoints ORDER BY size DESC LIMIT 1`).Scan(&signed)
	if errors.Is(err, db.ErrNoRows) {
		return nil, fmt.Errorf("%w: no checkpoint was signed yet", ErrNotFound)
	}
	return signed, err
}

// hashes reads the stored hashes of the tree.
func (l *Ledger) hashes(ctx context.Context) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		if len(indexes) == 0 {
			return nil, nil
		}
		found, err := l.findHashes(ctx, indexes)
		if err != nil {
			return nil, fmt.Errorf("reading the ledger's hashes: %w", err)
		}
		out := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			hash, ok := found[index]
			if !ok {
				return nil, fmt.Errorf("%w: hash %d is missing", ErrDamaged, index)
			}
			out[i] = hash
		}
		return out, nil
	})
}

func (l *Ledger) findHashes(ctx context.Context, indexes []int64) (map[int64]tlog.Hash, error) {
	args := make([]any, len(indexes))
	for i, index := range indexes {
		args[i] = index
	}
	rows, err := l.db.Query(ctx, `SELECT number, hash FROM ledger_hashes WHERE number IN (`+marks(len(indexes))+`)`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := make(map[int64]tlog.Hash, len(indexes))
	for rows.Next() {
		var number int64
		var hash []byte
		if err := rows.Scan(&number, &hash); err != nil {
			return nil, err
		}
		if len(hash) != tlog.HashSize {
			return nil, fmt.Errorf("%w: hash %d has %d bytes", ErrDamaged, number, len(hash))
		}
		found[number] = tlog.Hash(hash)
	}
	return found, rows.Err()
}

// chunks cuts a list so that statements keep to a few lengths.
func chunks[T any](list []T) iter.Seq[[]T] { return slices.Chunk(list, 64) }

// marks gives n placeholders.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }
