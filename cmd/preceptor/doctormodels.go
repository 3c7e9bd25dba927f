package main

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"time"

	"preceptor/internal/app"
	"preceptor/internal/config"
	"preceptor/internal/llm"
)

// wire is what the doctor has to know of a model wire.
type wire interface {
	Name() string
	Model() string
	Local() bool
	// Reach says whether the server is there and takes the key, without asking
	// the model anything.
	Reach(ctx context.Context) error
}

func wiresOf(cfg config.Config, now func() time.Time) (wires []wire, err error) {
	for _, m := range cfg.Models {
		w, fault := llm.New(app.WireOf(m), llm.Tools{Now: now, Random: rand.Reader, Log: slog.New(slog.DiscardHandler)})
		if fault != nil {
			err = errors.Join(err, fault)
			continue
		}
		wires = append(wires, w)
	}
	return wires, err
}

// checkModels asks every configured wire whether it is there. A model that is
// away is no fault: everything works without one.
func (d doctor) checkModels(ctx context.Context, f *findings) {
	if len(d.cfg.Models) == 0 {
		f.add(ok, "models", "none; everything works in extractive mode")
		return
	}
	wires, err := d.wires(d.cfg, d.now)
	if err != nil {
		f.add(fault, "models", "%v", err)
	}
	for _, w := range wires {
		d.checkWire(ctx, w, f)
	}
}

func (d doctor) checkWire(ctx context.Context, w wire, f *findings) {
	where := "hosted"
	if w.Local() {
		where = "local"
	}
	ctx, cancel := context.WithTimeout(ctx, d.timeout)
	defer cancel()
	if err := w.Reach(ctx); err != nil {
		f.add(note, "model", "%s (%s, %s): %v; until it answers everything works in extractive mode", w.Name(), w.Model(), where, err)
		return
	}
	f.add(ok, "model", "%s (%s, %s) answers", w.Name(), w.Model(), where)
}
