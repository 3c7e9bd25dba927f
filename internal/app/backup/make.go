package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"preceptor/internal/blob"
	"preceptor/internal/db"
	"preceptor/internal/db/dump"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
)

// Blobs are the files that people uploaded; blob.Store has these methods.
type Blobs interface {
	Open(ctx context.Context, sum blob.Sum) (io.ReadCloser, error)
	Walk(ctx context.Context, fn func(blob.Info) error) error
}

// Installation is what is backed up. It may be at work meanwhile.
type Installation struct {
	DB     *db.DB
	Ledger *ledger.Ledger // opened with Signer
	Signer *ledger.Signer
	Blobs  Blobs
	Now    func() time.Time
}

// Make writes a backup to w. Scratch is a folder with room for the database
// twice; what is made there is removed.
func Make(ctx context.Context, in Installation, scratch string, w io.Writer) (m Manifest, err error) {
	dir, err := os.MkdirTemp(scratch, ".backup-*")
	if err != nil {
		return m, fmt.Errorf("making a backup: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if m, err = in.collect(ctx, dir); err != nil {
		return m, fmt.Errorf("making a backup: %w", err)
	}
	text, err := m.text()
	if err != nil {
		return m, err
	}
	signed, err := in.Signer.SignText(text)
	if err != nil {
		return m, err
	}
	return m, pack(w, m, signed, func(f File) (io.ReadCloser, error) {
		if sum, ok := strings.CutPrefix(f.Name, blobPrefix); ok {
			return in.Blobs.Open(ctx, blob.Sum(sum))
		}
		return os.Open(filepath.Join(dir, filepath.FromSlash(f.Name)))
	})
}

// collect writes rows and ledger of one moment into dir and lists all files.
// Blobs are listed after that moment, so that all that rows point to are there.
func (in Installation) collect(ctx context.Context, dir string) (Manifest, error) {
	if _, err := in.Ledger.Checkpoint(ctx); err != nil {
		return Manifest{}, err
	}
	m := Manifest{Backup: archiveVersion, Origin: in.Signer.Origin(), MadeAt: in.Now().UTC().Truncate(time.Second), Engine: in.DB.Engine()}
	var err error
	if m.Schema, err = in.DB.Schema(ctx); err != nil {
		return m, err
	}
	if err := os.Mkdir(filepath.Join(dir, filepath.FromSlash(tablePrefix)), 0o700); err != nil {
		return m, err
	}
	err = dump.Snapshot(ctx, in.DB, dir, func(ctx context.Context, still *db.DB) error {
		m.Files = nil
		if err := m.addLedger(ctx, still, in.Now, dir); err != nil {
			return err
		}
		return m.addTables(ctx, still, dir)
	})
	if err != nil {
		return m, err
	}
	err = in.Blobs.Walk(ctx, func(i blob.Info) error {
		m.Files = append(m.Files, File{Name: blobPrefix + string(i.Sum), Size: i.Size, SHA256: string(i.Sum)})
		return nil
	})
	return m, err
}

// addLedger exports the ledger as the snapshot shows it, up to its last checkpoint.
func (m *Manifest) addLedger(ctx context.Context, still *db.DB, now func() time.Time, dir string) error {
	entries := ledger.New(still, id.NewSource(now, nil), nil, nil)
	return m.add(dir, ledgerName, func(w io.Writer) error {
		last, err := entries.Export(ctx, w)
		m.Ledger = last.Size
		return err
	})
}

func (m *Manifest) addTables(ctx context.Context, still *db.DB, dir string) error {
	tables, err := dump.Tables(ctx, still)
	if err != nil {
		return err
	}
	for _, t := range tables {
		err := m.add(dir, tablePrefix+t.Name+tableSuffix, func(w io.Writer) error {
			_, err := dump.Write(ctx, still, t, w)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// add writes a file into dir and its name, size and sum into the manifest.
func (m *Manifest) add(dir, name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(filepath.Join(dir, filepath.FromSlash(name)), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	sum := sha256.New()
	err = write(io.MultiWriter(f, sum))
	info, statErr := f.Stat()
	if err := errors.Join(err, statErr, f.Close()); err != nil {
		return err
	}
	m.Files = append(m.Files, File{Name: name, Size: info.Size(), SHA256: hex.EncodeToString(sum.Sum(nil))})
	return nil
}
