package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// ErrNoRows is returned by Row.Scan when the query found nothing.
var ErrNoRows = sql.ErrNoRows

// ErrURL is returned by Open for a database URL that is neither form.
var ErrURL = errors.New(`the database URL must begin with "sqlite:" or "postgres://"`)

// DB is the database of one installation. It is safe for use by several goroutines.
type DB struct {
	dialect dialect
	write   *sql.DB // transactions and single statements that change something
	read    *sql.DB // queries outside transactions; the same pool on PostgreSQL
	now     func() time.Time
	rebound rebinder
}

// Open connects to the database at url: "sqlite:PATH" (a file, made when it is
// missing) or "postgres://…" as understood by pgx. It does not migrate.
func Open(ctx context.Context, url string, now func() time.Time) (*DB, error) {
	dialect, err := dialectOf(url)
	if err != nil {
		return nil, err
	}
	write, read, err := dialect.open(url)
	if err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	d := &DB{dialect: dialect, write: write, read: read, now: now}
	if err := d.Ping(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// Ping says whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	if err := d.write.PingContext(ctx); err != nil {
		return fmt.Errorf("the database does not answer: %w", err)
	}
	return nil
}

// Close closes all connections. On SQLite the last close folds the write-ahead
// log back into the file.
func (d *DB) Close() error {
	if d.read == d.write {
		return d.write.Close()
	}
	return errors.Join(d.read.Close(), d.write.Close())
}

// Engine names the engine: "sqlite" or "postgres".
func (d *DB) Engine() string { return d.dialect.name() }

// Now is the time of the clock that the handle was opened with.
func (d *DB) Now() Time { return At(d.now()) }

// Exec runs a statement that returns no rows, inside the transaction of ctx when there is one.
func (d *DB) Exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return d.runner(ctx, d.write).ExecContext(ctx, d.sql(query), args...)
}

// Query runs a query, inside the transaction of ctx when there is one. The
// caller closes the rows; inside a transaction it does so before the next statement.
func (d *DB) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return d.runner(ctx, d.poolFor(query)).QueryContext(ctx, d.sql(query), args...)
}

// QueryRow runs a query of at most one row, inside the transaction of ctx when there is one.
func (d *DB) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return d.runner(ctx, d.poolFor(query)).QueryRowContext(ctx, d.sql(query), args...)
}

// IsUnique says whether err comes from a broken UNIQUE or PRIMARY KEY constraint.
func IsUnique(err error) bool { return sqliteUnique(err) || postgresUnique(err) }

// runner is what *sql.DB and *sql.Tx have in common.
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func (d *DB) runner(ctx context.Context, pool *sql.DB) runner {
	if t := d.txOf(ctx); t != nil {
		return t.tx
	}
	return pool
}

// poolFor sends plain reads to the read pool; a writing statement with
// RETURNING is a query too, but belongs to the writer.
func (d *DB) poolFor(query string) *sql.DB {
	if isRead(query) {
		return d.read
	}
	return d.write
}

func (d *DB) sql(query string) string {
	if d.dialect.numbered() {
		return d.rebound.rebind(query)
	}
	return query
}
