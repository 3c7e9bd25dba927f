package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"preceptor/internal/app"
	"preceptor/internal/app/door"
	"preceptor/internal/config"
)

// ServeCmd runs the server.
type ServeCmd struct {
	settings
	Address string `placeholder:"HOST:PORT" help:"Address to listen on."`
}

// Help is the longer text of preceptor serve --help.
func (ServeCmd) Help() string {
	return `Serves the pages and the API until it is interrupted. At the first start it makes the data folder, the
database and the keys; at every start it brings the database's schema up to date.

Settings come from the TOML file, PRECEPTOR_* variables and flags, the later being the stronger. Faults in them
are named one sentence each and end the command with status 2. docs/configuration.md lists all settings.

Keep copies of keys.db and master.key apart from ordinary backups: without them nobody can read what people
wrote, and with them an erased person's text could be read in an old backup.`
}

// Run serves until SIGINT or SIGTERM.
func (c ServeCmd) Run(streams *Streams) error {
	cfg, err := c.settings.loadWith(map[string]string{"server.address": c.Address})
	if err != nil {
		return err
	}
	return serve(streams, cfg, func(context.Context, *app.App) error { return nil })
}

// serve opens the installation, lets prepare fill it, and answers requests.
func serve(streams *Streams, cfg config.Config, prepare func(context.Context, *app.App) error) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a, err := app.Open(ctx, cfg, app.Outside{Now: time.Now, Entropy: rand.Reader, Log: logger(streams, cfg.Log), Version: version})
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.InstallStarterPack(ctx); err != nil {
		return err
	}
	if err := prepare(ctx, a); err != nil {
		return err
	}
	faces, err := door.Open(a)
	if err != nil {
		return err
	}
	handler, err := faces.Handler()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", cfg.Server.Address)
	if err != nil {
		return fmt.Errorf("cannot listen: %w", err)
	}
	fmt.Fprintf(streams.Out, "Preceptor is at %s\n", cfg.Server.BaseURL)
	return a.Serve(ctx, listener, handler)
}

func logger(streams *Streams, cfg config.Log) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(cfg.Level)); err != nil {
		level = slog.LevelInfo
	}
	options := &slog.HandlerOptions{Level: level}
	if cfg.Format == "json" {
		return slog.New(slog.NewJSONHandler(streams.Err, options))
	}
	return slog.New(slog.NewTextHandler(streams.Err, options))
}
