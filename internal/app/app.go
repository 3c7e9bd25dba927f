package app

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"preceptor/internal/blob"
	"preceptor/internal/cases"
	"preceptor/internal/config"
	"preceptor/internal/curriculum"
	"preceptor/internal/db"
	"preceptor/internal/encounter"
	"preceptor/internal/events"
	"preceptor/internal/gate"
	"preceptor/internal/id"
	"preceptor/internal/jobs"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
	"preceptor/internal/record"
	"preceptor/internal/review"
)

// Outside is what an installation takes from the world around it.
type Outside struct {
	Now     func() time.Time
	Entropy io.Reader // crypto/rand.Reader outside tests
	Log     *slog.Logger
	Version string // of the program, for people
}

// App is one running installation: every part, plugged together.
type App struct {
	Outside
	Config config.Config
	IDs    *id.Source

	DB     *db.DB
	Blobs  *blob.Disk
	Events *events.Stream
	Jobs   *jobs.Queue
	Worker *jobs.Worker

	Ledger  *ledger.Ledger
	Signer  *ledger.Signer
	People  *people.Service
	Policy  *policy.Policy
	Vault   *privacy.Vault
	Privacy *privacy.Service
	Records *record.Service
	Gate    *gate.Gate
	Cases   *cases.Catalogue

	Reviews    *review.Service
	Curriculum *curriculum.Service
	Encounters *encounter.Service

	keys *privacy.KeyFile
}

// Open builds the installation that cfg describes: it makes the data folder and
// the keys when they are missing, migrates the database and finishes erasures
// that were interrupted. Commands open it beside a running server; what only a
// server may do is in Run. The caller closes it.
func Open(ctx context.Context, cfg config.Config, out Outside) (*App, error) {
	a := &App{Outside: out, Config: cfg, IDs: id.NewSource(out.Now, out.Entropy)}
	for _, build := range []func(context.Context) error{
		a.openEngines, a.openLedger, a.openVault, a.openPeople, a.openPrivacy, a.openGate, a.openThings, a.openActivities,
	} {
		if err := build(ctx); err != nil {
			return nil, errors.Join(err, a.Close())
		}
	}
	return a, nil
}

// Close releases files and connections. Nothing may run any more.
func (a *App) Close() error {
	var faults []error
	if a.Gate != nil {
		for _, wire := range a.Gate.Wires {
			wire.Close()
		}
	}
	if a.keys != nil {
		faults = append(faults, a.keys.Close())
	}
	if a.DB != nil {
		faults = append(faults, a.DB.Close())
	}
	return errors.Join(faults...)
}
