package dump

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"preceptor/internal/db"
)

// Snapshot calls read with a handle, and a context, in which the database stands
// still. Others go on writing meanwhile. Scratch is a folder with room for a
// copy of an SQLite file; the copy is removed at the end. Read must not write
// to the database, and on PostgreSQL it may be called again after a conflict.
func Snapshot(ctx context.Context, d *db.DB, scratch string, read func(ctx context.Context, still *db.DB) error) error {
	if d.Engine() == "sqlite" {
		return copied(ctx, d, scratch, read)
	}
	return d.Tx(ctx, func(ctx context.Context) error {
		if _, err := d.Exec(ctx, `SET TRANSACTION READ ONLY, DEFERRABLE`); err != nil {
			return fmt.Errorf("taking a snapshot: %w", err)
		}
		return read(ctx, d)
	})
}

func copied(ctx context.Context, d *db.DB, scratch string, read func(ctx context.Context, still *db.DB) error) (err error) {
	dir, err := os.MkdirTemp(scratch, ".snapshot-*")
	if err != nil {
		return fmt.Errorf("taking a snapshot: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "copy.db")
	if _, err := d.Exec(ctx, `VACUUM INTO ?`, path); err != nil {
		return fmt.Errorf("taking a snapshot: %w", err)
	}
	still, err := db.Open(ctx, "sqlite:"+path, func() time.Time { return d.Now().Time() })
	if err != nil {
		return fmt.Errorf("opening the snapshot: %w", err)
	}
	return errors.Join(read(ctx, still), still.Close())
}
