package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"preceptor/content/frameworks"
	"preceptor/internal/blob"
	"preceptor/internal/cases"
	"preceptor/internal/curriculum"
	"preceptor/internal/db"
	"preceptor/internal/encounter"
	"preceptor/internal/events"
	"preceptor/internal/jobs"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
	"preceptor/internal/record"
	"preceptor/internal/review"
)

// eventPoll is how often a node looks for events of other nodes; its own wake it at once.
const eventPoll = time.Second

func (a *App) openEngines(ctx context.Context) (err error) {
	if err := os.MkdirAll(a.Config.Data, 0o700); err != nil {
		return fmt.Errorf("making the data folder: %w", err)
	}
	if err := a.ownDatabaseFile(); err != nil {
		return err
	}
	if a.DB, err = db.Open(ctx, a.Config.Database.URL.Reveal(), a.Now); err != nil {
		return err
	}
	if _, err := a.DB.Migrate(ctx); err != nil {
		return err
	}
	if a.Blobs, err = blob.OpenDisk(a.Config.In("blobs")); err != nil {
		return err
	}
	a.Events = events.New(a.DB, a.IDs, eventPoll)
	a.Jobs = jobs.NewQueue(a.DB, a.IDs)
	a.Worker = jobs.NewWorker(a.Jobs, nodeName(), jobs.Settings{Grace: a.Config.Server.ShutdownGrace}, a.Log)
	return nil
}

// ownDatabaseFile makes a SQLite file that is missing, so that only the owner
// may read it; the engine gives its companions the same mode.
func (a *App) ownDatabaseFile() error {
	path, ok := strings.CutPrefix(a.Config.Database.URL.Reveal(), "sqlite:")
	if !ok {
		return nil
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("making the database: %w", err)
	}
	return file.Close()
}

// nodeName tells this process apart from others that work on the same database.
func nodeName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "node"
	}
	return fmt.Sprintf("%s-%d", host, os.Getpid())
}

func (a *App) openLedger(context.Context) (err error) {
	if a.Signer, err = ledger.OpenSigner(a.Config.Ledger.SigningKeyFile, a.Entropy); err != nil {
		return err
	}
	a.Ledger = ledger.New(a.DB, a.IDs, a.Signer, a.Log)
	return nil
}

// ErrKeysMissing is returned by Open for an installation with a history whose key
// files are not where the settings say: new keys would open nothing of it.
var ErrKeysMissing = errors.New("this installation has a history, but its key files are missing: put them back, or restore a backup")

func (a *App) openVault(ctx context.Context) (err error) {
	if err := a.checkKeysAreThere(ctx); err != nil {
		return err
	}
	for _, file := range []string{a.Config.Privacy.KeyFile, a.Config.Privacy.MasterKeyFile} {
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return fmt.Errorf("making the folder of the keys: %w", err)
		}
	}
	if a.keys, err = privacy.OpenKeyFile(ctx, a.Config.Privacy.KeyFile, a.Now); err != nil {
		return err
	}
	master, err := privacy.OpenMaster(a.Config.Privacy.MasterKeyFile, a.Entropy)
	if err != nil {
		return err
	}
	a.Vault = privacy.NewVault(a.keys, master, a.Entropy, a.Now)
	return nil
}

func (a *App) openPeople(ctx context.Context) (err error) {
	a.People, err = people.New(people.Config{DB: a.DB, IDs: a.IDs, Now: a.Now, Entropy: a.Entropy,
		Ledger: people.NotesIn(a.Ledger), Names: a.Vault,
		Site: people.Site{Name: a.Config.Institution.Name, Origin: a.Config.Server.BaseURL}})
	if err != nil {
		return err
	}
	a.Policy, err = policy.New(ctx, policy.Embedded{})
	return err
}

// checkKeysAreThere lets keys be made only where nothing was sealed yet.
func (a *App) checkKeysAreThere(ctx context.Context) error {
	size, err := a.Ledger.Size(ctx)
	if err != nil {
		return err
	}
	waiting, err := a.Ledger.Waiting(ctx)
	if err != nil || size+waiting == 0 {
		return err
	}
	for _, file := range []string{a.Config.Privacy.KeyFile, a.Config.Privacy.MasterKeyFile} {
		if _, err := os.Stat(file); err != nil {
			return fmt.Errorf("%w: %w", ErrKeysMissing, err)
		}
	}
	return nil
}

// openPrivacy finishes erasures that were interrupted.
func (a *App) openPrivacy(ctx context.Context) error {
	a.Privacy = privacy.New(privacy.Config{DB: a.DB, IDs: a.IDs, Vault: a.Vault, Ledger: a.Ledger, Accounts: a.People, Events: a.Events})
	_, err := a.Privacy.Resume(ctx)
	return err
}

func (a *App) openThings(context.Context) error {
	competencies, err := curriculum.LoadFrameworks(frameworks.Files)
	if err != nil {
		return err
	}
	a.Curriculum = curriculum.New(curriculum.Config{DB: a.DB, IDs: a.IDs, Events: a.Events, Frameworks: competencies})
	a.Records = record.New(record.Config{DB: a.DB, IDs: a.IDs, Vault: a.Vault, Names: a.Vault, Ledger: a.Ledger})
	a.Reviews = review.New(review.Config{DB: a.DB, IDs: a.IDs, Vault: a.Vault, Ledger: a.Ledger, Events: a.Events})
	a.Cases = cases.NewCatalogue(a.DB)
	return nil
}

func (a *App) openActivities(context.Context) error {
	a.Encounters = encounter.New(encounter.Config{DB: a.DB, IDs: a.IDs, Cases: a.Cases, Vault: a.Vault, Pseudonyms: a.Vault,
		Ledger: a.Ledger, Records: a.Records, Events: a.Events, Gate: a.Gate})
	return nil
}
