package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/events"
	"preceptor/migrations"
)

// checkData writes a file into the data folder; the time that the file system
// gives it also shows whether the two clocks agree.
func (d doctor) checkData(_ context.Context, f *findings) {
	if _, err := os.Stat(d.cfg.Data); errors.Is(err, fs.ErrNotExist) {
		f.add(note, "data", "%s does not exist yet; the first start makes it", d.cfg.Data)
		return
	}
	probe, err := os.CreateTemp(d.cfg.Data, ".doctor-")
	if err != nil {
		f.add(fault, "data", "nothing can be written: %v", err)
		return
	}
	defer os.Remove(probe.Name())
	_, err = probe.WriteString("x")
	if err = errors.Join(err, probe.Sync(), probe.Close()); err != nil {
		f.add(fault, "data", "nothing can be written: %v", err)
		return
	}
	f.add(ok, "data", "%s can be written", d.cfg.Data)
	d.compareClocks(probe.Name(), f)
}

const clockTolerance = 5 * time.Second

func (d doctor) compareClocks(file string, f *findings) {
	info, err := os.Stat(file)
	if err != nil {
		f.add(fault, "clock", "the written file cannot be read back: %v", err)
		return
	}
	apart := d.now().Sub(info.ModTime()).Abs()
	if apart > clockTolerance {
		f.add(fault, "clock", "this machine and the file system of the data folder are %v apart", apart.Round(time.Second))
		return
	}
	f.add(ok, "clock", "%s, agrees with the file system", d.now().UTC().Format(time.RFC3339))
}

const (
	littleDisk = 1 << 30
	noDisk     = 100 << 20
)

func (d doctor) checkDisk(_ context.Context, f *findings) {
	folder := existing(d.cfg.Data)
	free, err := freeBytes(folder)
	switch {
	case err != nil:
		f.add(note, "disk", "free space is not known: %v", err)
	case free < noDisk:
		f.add(fault, "disk", "%d MB free on the disk of %s", free>>20, folder)
	case free < littleDisk:
		f.add(note, "disk", "only %d MB free on the disk of %s", free>>20, folder)
	default:
		f.add(ok, "disk", "%d GB free", free>>30)
	}
}

// existing is the nearest folder above that exists.
func existing(folder string) string {
	for {
		if _, err := os.Stat(folder); err == nil || filepath.Dir(folder) == folder {
			return folder
		}
		folder = filepath.Dir(folder)
	}
}

// checkDatabase opens the database without changing it.
func (d doctor) checkDatabase(ctx context.Context, f *findings) {
	url := d.cfg.Database.URL.Reveal()
	if file, isFile := strings.CutPrefix(url, "sqlite:"); isFile {
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			f.add(note, "database", "%s does not exist yet; the first start makes it", file)
			return
		}
	}
	ctx, cancel := context.WithTimeout(ctx, d.timeout)
	defer cancel()
	handle, err := db.Open(ctx, url, d.now)
	if err != nil {
		f.add(fault, "database", "%v", err)
		return
	}
	defer handle.Close()
	d.checkSchema(ctx, handle, f)
}

func (d doctor) checkSchema(ctx context.Context, handle *db.DB, f *findings) {
	have, err := handle.Schema(ctx)
	want := newestMigration(handle.Engine())
	switch {
	case err != nil:
		f.add(fault, "database", "%v", err)
	case have > want:
		f.add(fault, "database", "%s: the schema %d is newer than this program's %d; use the newer program", handle.Engine(), have, want)
	case have < want:
		f.add(note, "database", "%s: the schema %d is older than %d; the next start brings it up", handle.Engine(), have, want)
	default:
		f.add(ok, "database", "%s, schema %d", handle.Engine(), have)
		d.checkNewestEvent(ctx, handle, f)
	}
}

// newestMigration is the version of the newest change that this program knows.
func newestMigration(engine string) (newest int64) {
	files, _ := fs.Glob(migrations.Files, path.Join(engine, "*.sql"))
	for _, file := range files {
		number, _, _ := strings.Cut(path.Base(file), "_")
		if version, err := strconv.ParseInt(number, 10, 64); err == nil {
			newest = max(newest, version)
		}
	}
	return newest
}

// checkNewestEvent finds a clock that has gone back since something happened.
func (d doctor) checkNewestEvent(ctx context.Context, handle *db.DB, f *findings) {
	newest, err := events.New(handle, nil, time.Second).Newest(ctx)
	if err != nil {
		f.add(fault, "database", "%v", err)
		return
	}
	if ahead := newest.Time().Sub(d.now()); !newest.IsZero() && ahead > clockTolerance {
		f.add(fault, "clock", "the newest event lies %v in the future; this clock has gone back, or another node's is ahead", ahead.Round(time.Second))
	}
}

// checkKeys looks whether the keys of an installation are there and kept to oneself.
func (d doctor) checkKeys(_ context.Context, f *findings) {
	missing, readable, found := []string{}, []string{}, 0
	for _, name := range []string{d.cfg.Privacy.KeyFile, d.cfg.Privacy.MasterKeyFile, d.cfg.Ledger.SigningKeyFile} {
		info, err := os.Stat(name)
		switch {
		case err != nil:
			missing = append(missing, name)
			continue
		case info.Mode().Perm()&0o077 != 0:
			readable = append(readable, name)
		}
		found++
	}
	switch {
	case found == 0:
		f.add(note, "keys", "there are none yet; the first start makes them")
	case len(missing) > 0:
		f.add(fault, "keys", "missing: %s; put them back before a start makes new ones", strings.Join(missing, ", "))
	case len(readable) > 0:
		f.add(note, "keys", "others on this machine can read %s", strings.Join(readable, ", "))
	default:
		f.add(ok, "keys", "present, and readable by this account only")
	}
}
