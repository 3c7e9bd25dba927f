package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"preceptor/internal/ledger"
)

// ErrOccupied is returned when something already stands where the installation shall be.
var ErrOccupied = errors.New("there is an installation already; a restore never overwrites")

// Target says where the restored installation shall be.
type Target struct {
	Data        string // folder for everything; made when it is missing
	DatabaseURL string // a SQLite file that does not exist, or a PostgreSQL database without tables
	Blobs       string // folder that does not exist or is empty
	KeyFile     string
	MasterFile  string
	SigningFile string
}

// World is what a restore takes from the world around it.
type World struct {
	Now     func() time.Time
	Entropy io.Reader
	Log     *slog.Logger
}

// Report says what a restore did.
type Report struct {
	Manifest Manifest
	Erased   int // accounts that were erased after the backup was made, and are again
}

// Restore builds an installation from an archive and the keys. After a fault
// nothing is left behind.
func Restore(ctx context.Context, archive io.Reader, keys Keys, to Target, world World, limits Limits) (report Report, err error) {
	if err := to.check(); err != nil {
		return report, err
	}
	site, err := openSite(to)
	if err != nil {
		return report, err
	}
	r := &restoring{Target: to, World: world, site: site, keys: keys}
	err = r.run(ctx, archive, limits, &report)
	err = errors.Join(err, r.parts.close())
	if err == nil {
		err = site.moveIn(to)
	}
	if err != nil {
		return report, errors.Join(err, r.dropRows(ctx), site.undo())
	}
	return report, site.tidy()
}

func (r *restoring) run(ctx context.Context, archive io.Reader, limits Limits, report *Report) (err error) {
	if err := r.openSigner(); err != nil {
		return err
	}
	if report.Manifest, err = unpack(archive, r.unpacked(), r.signer.OpenText, limits); err != nil {
		return err
	}
	for _, step := range []func(context.Context, *Report) error{
		r.verifyLedger, r.openParts, r.loadRows, r.compareLedgers, r.restoreBlobs, r.tellAndErase,
	} {
		if err := step(ctx, report); err != nil {
			return err
		}
	}
	return nil
}

// check wants every place to be free.
func (t Target) check() error {
	places := []string{t.KeyFile, t.MasterFile, t.SigningFile}
	if file, ok := t.sqlite(); ok {
		places = append(places, file)
	}
	for _, place := range places {
		if _, err := os.Lstat(place); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%w: %s", ErrOccupied, filepath.Base(place))
		}
	}
	found, err := os.ReadDir(t.Blobs)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if len(found) > 0 {
		return fmt.Errorf("%w: %s is not empty", ErrOccupied, filepath.Base(t.Blobs))
	}
	return nil
}

func (t Target) sqlite() (string, bool) { return strings.CutPrefix(t.DatabaseURL, "sqlite:") }

// restoring is a restore at work, on a building site of its own.
type restoring struct {
	Target
	World
	site   *site
	keys   Keys
	signer *ledger.Signer
	last   ledger.Checkpoint // of the archive
	parts  parts             // opened database and keys
	begun  bool              // rows may stand in a PostgreSQL database
}

func (r *restoring) unpacked() string { return r.site.at("unpacked") }

// openSigner writes the ledger's key, which the manifest is checked with, where
// the other new files are.
func (r *restoring) openSigner() (err error) {
	if err := os.Mkdir(r.unpacked(), 0o700); err != nil {
		return err
	}
	for name, text := range map[string]string{stagedSigning: r.keys.Signing, stagedMaster: r.keys.Master} {
		if err := os.WriteFile(r.site.at(name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	r.signer, err = ledger.OpenSigner(r.site.at(stagedSigning), r.Entropy)
	return err
}

// verifyLedger checks the export in the archive with the installation's key.
func (r *restoring) verifyLedger(_ context.Context, report *Report) error {
	f, err := os.Open(filepath.Join(r.unpacked(), ledgerName))
	if err != nil {
		return err
	}
	defer f.Close()
	if r.last, err = ledger.Verify(f, r.signer.PublicKey()); err != nil {
		return fmt.Errorf("the backup's ledger: %w", err)
	}
	if r.last.Size != report.Manifest.Ledger {
		return fmt.Errorf("%w: its ledger has %d entries, the manifest says %d", ErrAltered, r.last.Size, report.Manifest.Ledger)
	}
	return nil
}

// compareLedgers exports the ledger from the loaded rows and holds it against
// the archive's last checkpoint.
func (r *restoring) compareLedgers(ctx context.Context, _ *Report) error {
	read, write := io.Pipe()
	go func() {
		_, err := r.parts.unsigned.Export(ctx, write)
		write.CloseWithError(err)
	}()
	defer read.Close()
	if _, err := ledger.Verify(read, r.signer.PublicKey(), r.last.Note); err != nil {
		return fmt.Errorf("the restored ledger: %w", err)
	}
	return r.signer.StartFrom(r.last)
}

// tellAndErase ends every way in, since some may have been revoked after the
// backup was made, writes the restore into the ledger, erases again whoever was
// erased since, and signs.
func (r *restoring) tellAndErase(ctx context.Context, report *Report) error {
	if err := r.parts.people.EndEverybody(ctx); err != nil {
		return err
	}
	_, err := r.parts.ledger.Append(ctx, ledger.Entry{
		Kind: "installation.restored", Actor: ledger.System,
		Detail: map[string]string{
			"backup_made_at": report.Manifest.MadeAt.Format(time.RFC3339),
			"backup_entries": fmt.Sprint(report.Manifest.Ledger),
		},
	})
	if err != nil {
		return err
	}
	if report.Erased, err = r.parts.privacy.Replay(ctx); err != nil {
		return err
	}
	_, err = r.parts.ledger.Checkpoint(ctx)
	return err
}
