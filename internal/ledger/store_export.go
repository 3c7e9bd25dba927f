package ledger

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// exportPage reads leaves with the hashes that are stored for them.
func (l *Ledger) exportPage(ctx context.Context, first, limit int64) ([]leafLine, error) {
	rows, err := l.db.Query(ctx, `SELECT number, leaf FROM ledger_leaves WHERE number >= ? AND number < ? ORDER BY number`, first, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var page []leafLine
	var indexes []int64
	for rows.Next() {
		var number int64
		var raw []byte
		if err := rows.Scan(&number, &raw); err != nil {
			return nil, err
		}
		page = append(page, leafLine{N: number, Leaf: string(raw)})
		indexes = append(indexes, tlog.StoredHashIndex(0, number))
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil || len(page) == 0 {
		return page, err
	}
	stored, err := l.findHashes(ctx, indexes)
	for i := range page {
		page[i].Hash = stored[indexes[i]]
	}
	return page, err
}

func (l *Ledger) notes(ctx context.Context, most int64) (map[int64]string, error) {
	rows, err := l.db.Query(ctx, `SELECT size, note FROM ledger_checkpoints WHERE size <= ?`, most)
	if err != nil {
		return nil, fmt.Errorf("reading the ledger's checkpoints: %w", err)
	}
	defer rows.Close()
	notes := map[int64]string{}
	for rows.Next() {
		var size int64
		var text []byte
		if err := rows.Scan(&size, &text); err != nil {
			return nil, err
		}
		notes[size] = string(text)
	}
	return notes, rows.Err()
}
