package db

import (
	"database/sql"
	"errors"
	"net/url"
	"runtime"
	"strings"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

type sqliteDialect struct{}

func (sqliteDialect) name() string              { return "sqlite" }
func (sqliteDialect) numbered() bool            { return false }
func (sqliteDialect) txOptions() *sql.TxOptions { return nil } // _txlock says IMMEDIATE

// open gives one writing connection, so that writers queue in Go instead of
// polling a lock, and a pool of readers that never wait for the writer (WAL).
func (sqliteDialect) open(raw string) (write, read *sql.DB, err error) {
	path := strings.TrimPrefix(raw, "sqlite:")
	write, err = sql.Open("sqlite", sqliteDSN(path, "immediate"))
	if err != nil {
		return nil, nil, err
	}
	write.SetMaxOpenConns(1)
	write.SetConnMaxIdleTime(0)
	// The first connection turns the file to WAL before readers arrive.
	if err := write.Ping(); err != nil {
		return nil, nil, errors.Join(err, write.Close())
	}
	read, err = sql.Open("sqlite", sqliteDSN(path, "deferred")+"&_pragma=query_only(1)")
	if err != nil {
		return nil, nil, errors.Join(err, write.Close())
	}
	read.SetMaxOpenConns(max(4, 2*runtime.NumCPU()))
	read.SetMaxIdleConns(max(4, 2*runtime.NumCPU()))
	return write, read, nil
}

// sqliteDSN: FULL synchronous makes an acknowledged commit survive a power
// cut; secure_delete overwrites erased rows with zeros.
func sqliteDSN(path, lock string) string {
	pragmas := []string{"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "secure_delete(1)", "trusted_schema(0)"}
	q := url.Values{"_pragma": pragmas, "_txlock": {lock}}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

func (sqliteDialect) migration() (goose.Dialect, []goose.ProviderOption, error) {
	return goose.DialectSQLite3, nil, nil
}

func (sqliteDialect) conflict(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY
}

func sqliteUnique(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	return e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
}
