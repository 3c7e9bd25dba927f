package privacy

import (
	"context"
	"errors"
	"fmt"

	"preceptor/internal/db"
)

// ErrReaders is returned when somebody kept reading old content while it was to be scrubbed.
var ErrReaders = errors.New("a long read keeps old content in the write-ahead log; it is scrubbed at the next start")

// scrub removes what deleted and emptied rows left behind in the files of the
// database. SQLite overwrites freed content with zeros (secure_delete) in the
// newest version of each page; the older ones are in the write-ahead log, which
// is moved into the file and cut to nothing. PostgreSQL's plain VACUUM frees row
// versions without overwriting them (66 of 300 erased logins were still found in
// the files), so the tables that hold account fields in the clear are rewritten.
// Its own write-ahead log keeps them until the server recycles it.
func scrub(ctx context.Context, d *db.DB) error {
	if d.Engine() == "sqlite" {
		return scrubSQLite(ctx, d)
	}
	if _, err := d.Exec(ctx, `VACUUM (FULL) people, invitations, passkeys, sessions, api_tokens`); err != nil {
		return fmt.Errorf("rewriting the accounts: %w", err)
	}
	return nil
}

func scrubSQLite(ctx context.Context, d *db.DB) error {
	// The engine waits for readers of the old content as long as its busy timeout.
	var busy, pages, moved int
	rows, err := d.Query(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	if err != nil {
		return fmt.Errorf("emptying the write-ahead log: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&busy, &pages, &moved); err != nil {
			return err
		}
	}
	if busy != 0 {
		return ErrReaders
	}
	return rows.Err()
}
