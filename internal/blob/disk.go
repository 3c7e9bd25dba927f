package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Disk keeps blobs as files of one folder: ab/cdef… under the first two digits
// of their sum, and tmp for those that are being written.
type Disk struct{ root string }

const (
	scratch    = "tmp"
	folderMode = 0o700
)

// OpenDisk returns the store in the folder root, which is made when it is missing.
func OpenDisk(root string) (*Disk, error) {
	if err := os.MkdirAll(filepath.Join(root, scratch), folderMode); err != nil {
		return nil, fmt.Errorf("opening the blobs: %w", err)
	}
	return &Disk{root: root}, nil
}

// Put implements Store.
func (d *Disk) Put(ctx context.Context, r io.Reader, most int64) (Info, error) {
	file, err := os.CreateTemp(filepath.Join(d.root, scratch), "put-")
	if err != nil {
		return Info{}, fmt.Errorf("keeping a blob: %w", err)
	}
	defer os.Remove(file.Name()) // fails after the rename, as it should
	info, err := fill(ctx, file, r, most)
	if err := errors.Join(err, file.Close()); err != nil {
		return Info{}, err
	}
	if kept, err := d.Stat(ctx, info.Sum); err == nil && kept.Size == info.Size {
		return info, nil
	}
	if err := d.settle(file.Name(), info.Sum); err != nil {
		return Info{}, fmt.Errorf("keeping a blob: %w", err)
	}
	return info, nil
}

// fill copies r into the file down to the disk, and sums it up.
func fill(ctx context.Context, file *os.File, r io.Reader, most int64) (Info, error) {
	hash := sha256.New()
	limited := io.LimitReader(&interruptible{ctx, r}, most+1)
	n, err := io.Copy(io.MultiWriter(file, hash), limited)
	if err != nil {
		return Info{}, fmt.Errorf("reading the file: %w", err)
	}
	if n > most {
		return Info{}, fmt.Errorf("%w: %d bytes at most", ErrTooLarge, most)
	}
	if err := file.Sync(); err != nil {
		return Info{}, fmt.Errorf("keeping a blob: %w", err)
	}
	return Info{Sum: Sum(hex.EncodeToString(hash.Sum(nil))), Size: n}, nil
}

// settle gives a written file its name, so that it survives a power cut under it.
func (d *Disk) settle(written string, sum Sum) error {
	folder := filepath.Dir(d.path(sum))
	if err := os.Mkdir(folder, folderMode); err == nil {
		err = syncFolder(d.root)
		if err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := os.Rename(written, d.path(sum)); err != nil {
		return err
	}
	return syncFolder(folder)
}

// Open implements Store.
func (d *Disk) Open(_ context.Context, sum Sum) (io.ReadCloser, error) {
	if _, err := ParseSum(string(sum)); err != nil {
		return nil, err
	}
	file, err := os.Open(d.path(sum))
	if err != nil {
		return nil, missing(err)
	}
	return &checked{file: file, sum: sum, hash: sha256.New()}, nil
}

// Stat implements Store.
func (d *Disk) Stat(_ context.Context, sum Sum) (Info, error) {
	if _, err := ParseSum(string(sum)); err != nil {
		return Info{}, err
	}
	found, err := os.Stat(d.path(sum))
	if err != nil {
		return Info{}, missing(err)
	}
	return Info{Sum: sum, Size: found.Size()}, nil
}

// Delete implements Store.
func (d *Disk) Delete(_ context.Context, sum Sum) error {
	if _, err := ParseSum(string(sum)); err != nil {
		return err
	}
	if err := os.Remove(d.path(sum)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("deleting a blob: %w", err)
	}
	return nil
}

// Walk implements Store.
func (d *Disk) Walk(ctx context.Context, fn func(Info) error) error {
	return filepath.WalkDir(d.root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("listing the blobs: %w", err)
		case ctx.Err() != nil:
			return ctx.Err()
		case entry.IsDir() && entry.Name() == scratch:
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		sum, err := ParseSum(filepath.Base(filepath.Dir(path)) + entry.Name())
		if err != nil {
			return nil // not ours
		}
		info, err := d.Stat(ctx, sum)
		if errors.Is(err, ErrNotFound) {
			return nil // deleted meanwhile
		}
		if err != nil {
			return err
		}
		return fn(info)
	})
}

// Sweep deletes what processes that were killed had begun to write before the
// time, and returns how many files that were.
func (d *Disk) Sweep(before time.Time) (int, error) {
	entries, err := os.ReadDir(filepath.Join(d.root, scratch))
	if err != nil {
		return 0, fmt.Errorf("sweeping the blobs: %w", err)
	}
	swept := 0
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || !info.ModTime().Before(before) {
			continue
		}
		if err := os.Remove(filepath.Join(d.root, scratch, entry.Name())); err != nil {
			return swept, fmt.Errorf("sweeping the blobs: %w", err)
		}
		swept++
	}
	return swept, nil
}

func (d *Disk) path(sum Sum) string {
	return filepath.Join(d.root, string(sum[:2]), string(sum[2:]))
}

func missing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNotFound
	}
	return fmt.Errorf("reading a blob: %w", err)
}
