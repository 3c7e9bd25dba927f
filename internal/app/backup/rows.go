package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"preceptor/internal/blob"
	"preceptor/internal/db"
	"preceptor/internal/db/dump"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/privacy"
)

// parts are the opened parts of the installation that is being built.
type parts struct {
	db       *db.DB
	keys     *privacy.KeyFile
	ledger   *ledger.Ledger
	unsigned *ledger.Ledger // the same, without the signing key
	people   *people.Service
	privacy  *privacy.Service
}

func (p parts) close() error {
	var err error
	if p.keys != nil {
		err = p.keys.Close()
	}
	if p.db != nil {
		err = errors.Join(err, p.db.Close())
	}
	return err
}

// openParts opens the database and the keys that the rows go with.
func (r *restoring) openParts(ctx context.Context, _ *Report) (err error) {
	url := r.DatabaseURL
	if _, ok := r.sqlite(); ok {
		url = "sqlite:" + r.site.at(stagedDatabase)
	}
	if r.parts.db, err = db.Open(ctx, url, r.Now); err != nil {
		return err
	}
	if r.parts.keys, err = privacy.OpenKeyFile(ctx, r.site.at(stagedKeys), r.Now); err != nil {
		return err
	}
	if err := r.parts.keys.Import(ctx, r.keys.Persons, r.keys.Erasures); err != nil {
		return err
	}
	return r.openServices()
}

func (r *restoring) openServices() error {
	master, err := privacy.ParseMaster(r.keys.Master)
	if err != nil {
		return err
	}
	ids := id.NewSource(r.Now, r.Entropy)
	r.parts.ledger = ledger.New(r.parts.db, ids, r.signer, r.Log)
	r.parts.unsigned = ledger.New(r.parts.db, ids, nil, r.Log)
	vault := privacy.NewVault(r.parts.keys, master, r.Entropy, r.Now)
	accounts, err := people.New(people.Config{DB: r.parts.db, IDs: ids, Now: r.Now, Entropy: r.Entropy,
		Ledger: people.NotesIn(r.parts.ledger), Names: vault})
	if err != nil {
		return err
	}
	r.parts.people = accounts
	r.parts.privacy = privacy.New(privacy.Config{DB: r.parts.db, IDs: ids, Ledger: r.parts.ledger, Accounts: accounts, Vault: vault})
	return nil
}

// loadRows makes the tables and fills them.
func (r *restoring) loadRows(ctx context.Context, report *Report) error {
	empty, err := dump.IsEmpty(ctx, r.parts.db)
	if err != nil {
		return err
	}
	if !empty {
		return fmt.Errorf("%w: the database has tables", ErrOccupied)
	}
	r.begun = true
	if _, err := r.parts.db.Migrate(ctx); err != nil {
		return err
	}
	schema, err := r.parts.db.Schema(ctx)
	if err != nil {
		return err
	}
	if schema != report.Manifest.Schema {
		return fmt.Errorf("%w: its tables have version %d, this program's %d", ErrVersion, report.Manifest.Schema, schema)
	}
	return dump.Load(ctx, r.parts.db, func(table string) (io.ReadCloser, error) {
		return os.Open(filepath.Join(r.unpacked(), filepath.FromSlash(tablePrefix+table+tableSuffix)))
	})
}

// dropRows empties a PostgreSQL database again, after a fault.
func (r *restoring) dropRows(ctx context.Context) error {
	if _, sqlite := r.sqlite(); sqlite || !r.begun {
		return nil
	}
	d, err := db.Open(ctx, r.DatabaseURL, r.Now)
	if err != nil {
		return err
	}
	return errors.Join(dump.Clear(ctx, d), d.Close())
}

// restoreBlobs keeps every file of the archive under the name of its content.
func (r *restoring) restoreBlobs(ctx context.Context, report *Report) error {
	store, err := blob.OpenDisk(r.site.at(stagedBlobs))
	if err != nil {
		return err
	}
	for _, f := range report.Manifest.Files {
		if !strings.HasPrefix(f.Name, blobPrefix) {
			continue
		}
		if err := r.restoreBlob(ctx, store, f); err != nil {
			return fmt.Errorf("restoring %s: %w", f.Name, err)
		}
	}
	return nil
}

func (r *restoring) restoreBlob(ctx context.Context, store *blob.Disk, f File) error {
	path := filepath.Join(r.unpacked(), filepath.FromSlash(f.Name))
	src, err := os.Open(path)
	if err != nil {
		return err
	}
	info, err := store.Put(ctx, src, f.Size)
	if err := errors.Join(err, src.Close()); err != nil {
		return err
	}
	if f.Name != blobPrefix+string(info.Sum) {
		return fmt.Errorf("%w: it is not named after its content", ErrAltered)
	}
	return os.Remove(path)
}
