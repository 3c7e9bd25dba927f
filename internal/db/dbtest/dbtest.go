// Package dbtest runs a test on every engine that the product supports, each
// time on a fresh, migrated database. PostgreSQL is started by the test process
// itself from the binaries on the machine and dies with it; a machine without
// them fails the test and says what to install.
package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"preceptor/internal/db"
)

// Each runs test as a subtest on SQLite and on PostgreSQL.
func Each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// EachURL is Each for tests that open the database themselves, for example in
// another process. The database is migrated and otherwise empty.
func EachURL(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLiteURL(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, PostgresURL(t)) })
}

// SQLite opens a fresh SQLite database.
func SQLite(t testing.TB) *db.DB { return open(t, SQLiteURL(t)) }

// Postgres opens a fresh PostgreSQL database.
func Postgres(t testing.TB) *db.DB { return open(t, PostgresURL(t)) }

// SQLiteURL makes a fresh SQLite database and returns its URL.
func SQLiteURL(t testing.TB) string {
	t.Helper()
	template, err := sqliteTemplate()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "preceptor.db")
	if err := os.WriteFile(path, template, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

// PostgresURL makes a fresh PostgreSQL database and returns its URL.
func PostgresURL(t testing.TB) string {
	t.Helper()
	server, err := postgresServer()
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("test_%d", databases.Add(1))
	if err := server.exec("CREATE DATABASE " + name + " TEMPLATE " + templateName); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.exec("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return server.url(name)
}

var databases atomic.Int64

func open(t testing.TB, url string) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), url, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// sqliteTemplate is the content of a migrated, empty file, made once per process.
var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "preceptor-sqlite-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	if err := migrate("sqlite:" + path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

const templateName = "preceptor_template"

// postgresServer is the running server with a migrated template database, one per process.
var postgresServer = sync.OnceValues(func() (*server, error) {
	s, err := startPostgres()
	if err != nil {
		return nil, err
	}
	if err := s.exec("CREATE DATABASE " + templateName); err != nil {
		return nil, err
	}
	return s, migrate(s.url(templateName))
})

func migrate(url string) error {
	d, err := db.Open(context.Background(), url, time.Now)
	if err != nil {
		return err
	}
	if _, err := d.Migrate(context.Background()); err != nil {
		return fmt.Errorf("%w (%w)", err, d.Close())
	}
	return d.Close()
}

func (s *server) exec(statement string) error {
	pool, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		return err
	}
	defer pool.Close()
	if _, err := pool.Exec(statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}
