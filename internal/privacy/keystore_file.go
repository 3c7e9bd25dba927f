package privacy

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/people"
)

// KeyFile is a KeyStore in a SQLite file of its own, outside the database and
// outside ordinary backups. Several processes may use it at once.
type KeyFile struct{ db *db.DB }

// keySchema is the whole schema; the file carries no migrations.
const keySchema = `
CREATE TABLE IF NOT EXISTS person_keys (
    person TEXT NOT NULL PRIMARY KEY,
    wrapped BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS erasures (
    person TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT;`

// OpenKeyFile opens the key file at path and makes it when it is missing. Only
// the owner may read it.
func OpenKeyFile(ctx context.Context, path string, now func() time.Time) (*KeyFile, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("opening the key file: %w", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the key file: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	d, err := db.Open(ctx, "sqlite:"+path, now)
	if err != nil {
		return nil, fmt.Errorf("opening the key file: %w", err)
	}
	if _, err := d.Exec(ctx, keySchema); err != nil {
		return nil, errors.Join(fmt.Errorf("preparing the key file: %w", err), d.Close())
	}
	return &KeyFile{db: d}, nil
}

// Close closes the file.
func (f *KeyFile) Close() error { return f.db.Close() }

// Get gives a person's wrapped key; see KeyStore.
func (f *KeyFile) Get(ctx context.Context, who people.ID) (wrapped []byte, err error) {
	err = f.db.QueryRow(ctx, `SELECT wrapped FROM person_keys WHERE person = ?`, who).Scan(&wrapped)
	if !errors.Is(err, db.ErrNoRows) {
		return wrapped, err
	}
	var erased int
	if err := f.db.QueryRow(ctx, `SELECT COUNT(*) FROM erasures WHERE person = ?`, who).Scan(&erased); err != nil {
		return nil, err
	}
	if erased > 0 {
		return nil, ErrErased
	}
	return nil, ErrNoKey
}

// Create keeps a person's wrapped key; see KeyStore.
func (f *KeyFile) Create(ctx context.Context, who people.ID, wrapped []byte) (kept []byte, err error) {
	err = f.db.Tx(ctx, func(ctx context.Context) error {
		if kept, err = f.Get(ctx, who); !errors.Is(err, ErrNoKey) {
			return err
		}
		kept = wrapped
		_, err := f.db.Exec(ctx, `INSERT INTO person_keys (person, wrapped) VALUES (?, ?)`, who, wrapped)
		return err
	})
	return kept, err
}

// Destroy removes a person's key; see KeyStore. Freed content is
// overwritten (secure_delete) and the write-ahead log emptied.
func (f *KeyFile) Destroy(ctx context.Context, who people.ID, at db.Time) error {
	err := f.db.Tx(ctx, func(ctx context.Context) error {
		if _, err := f.db.Exec(ctx, `DELETE FROM person_keys WHERE person = ?`, who); err != nil {
			return err
		}
		_, err := f.db.Exec(ctx, `INSERT INTO erasures (person, at) VALUES (?, ?) ON CONFLICT (person) DO NOTHING`, who, at)
		return err
	})
	if err == nil {
		err = scrub(ctx, f.db)
	}
	if err != nil {
		return fmt.Errorf("destroying a person's key: %w", err)
	}
	return nil
}

// Erasures lists the persons whose keys were destroyed; see KeyStore.
func (f *KeyFile) Erasures(ctx context.Context) ([]Erasure, error) {
	return listErasures(ctx, f.db)
}

// WrappedKey is one line of the backup of keys.
type WrappedKey struct {
	Person  people.ID `json:"person"`
	Wrapped []byte    `json:"wrapped"`
}

// Keys lists every wrapped key, for the backup of keys.
func (f *KeyFile) Keys(ctx context.Context) ([]WrappedKey, error) {
	rows, err := f.db.Query(ctx, `SELECT person, wrapped FROM person_keys ORDER BY person`)
	if err != nil {
		return nil, fmt.Errorf("listing the person keys: %w", err)
	}
	defer rows.Close()
	var out []WrappedKey
	for rows.Next() {
		var k WrappedKey
		if err := rows.Scan(&k.Person, &k.Wrapped); err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, rows.Err()
}

// Import brings wrapped keys and erasures of a backup of keys into the file, in
// one transaction. An erasure, from either side, wins over a key.
func (f *KeyFile) Import(ctx context.Context, keys []WrappedKey, erased []Erasure) error {
	err := f.db.Tx(ctx, func(ctx context.Context) error {
		for _, e := range erased {
			if _, err := f.db.Exec(ctx, `INSERT INTO erasures (person, at) VALUES (?, ?) ON CONFLICT (person) DO NOTHING`, e.Person, e.At); err != nil {
				return err
			}
		}
		for _, k := range keys {
			if _, err := f.db.Exec(ctx, `INSERT INTO person_keys (person, wrapped) VALUES (?, ?) ON CONFLICT (person) DO NOTHING`, k.Person, k.Wrapped); err != nil {
				return err
			}
		}
		_, err := f.db.Exec(ctx, `DELETE FROM person_keys WHERE person IN (SELECT person FROM erasures)`)
		return err
	})
	if err == nil {
		err = scrub(ctx, f.db)
	}
	if err != nil {
		return fmt.Errorf("importing person keys: %w", err)
	}
	return nil
}
