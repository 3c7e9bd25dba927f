package db

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"preceptor/migrations"
)

// Migrate brings the schema up to the newest version and returns how many
// changes it applied. It is safe to call at every start.
func (d *DB) Migrate(ctx context.Context) (int, error) {
	provider, err := d.provider()
	if err != nil {
		return 0, err
	}
	done, err := provider.Up(ctx)
	if err != nil {
		return len(done), fmt.Errorf("migrating the database: %w", err)
	}
	return len(done), nil
}

// Schema is the version of the newest change that was applied: its timestamp.
func (d *DB) Schema(ctx context.Context) (int64, error) {
	provider, err := d.provider()
	if err != nil {
		return 0, err
	}
	version, err := provider.GetDBVersion(ctx)
	if err != nil {
		return 0, fmt.Errorf("reading the schema version: %w", err)
	}
	return version, nil
}

func (d *DB) provider() (*goose.Provider, error) {
	files, err := fs.Sub(migrations.Files, d.Engine())
	if err != nil {
		return nil, fmt.Errorf("reading the migrations: %w", err)
	}
	dialect, options, err := d.dialect.migration()
	if err != nil {
		return nil, fmt.Errorf("preparing the migrations: %w", err)
	}
	provider, err := goose.NewProvider(dialect, d.write, files, options...)
	if err != nil {
		return nil, fmt.Errorf("reading the migrations: %w", err)
	}
	return provider, nil
}
