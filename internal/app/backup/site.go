package backup

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Names on the building site.
const (
	stagedDatabase = "preceptor.db"
	stagedKeys     = "keys.db"
	stagedMaster   = "master.key"
	stagedSigning  = "ledger.key"
	stagedHead     = stagedSigning + ".head"
	stagedBlobs    = "blobs"
)

// site is the folder in which an installation is built before it moves in.
type site struct {
	dir      string
	made     []string // folders that were not there before, outermost first
	occupied []string // what has moved in
}

// openSite makes the data folder, when it is missing, and the building site in it.
func openSite(to Target) (*site, error) {
	s := &site{}
	if err := s.makeFolder(to.Data); err != nil {
		return nil, errors.Join(err, s.undo())
	}
	dir, err := os.MkdirTemp(to.Data, ".restore-*")
	if err != nil {
		return nil, errors.Join(err, s.undo())
	}
	s.dir = dir
	return s, nil
}

func (s *site) at(name string) string { return filepath.Join(s.dir, name) }

// makeFolder makes a folder with its parents and remembers which are new.
func (s *site) makeFolder(folder string) error {
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := s.makeFolder(filepath.Dir(folder)); err != nil {
		return err
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	s.made = append(s.made, folder)
	return nil
}

// moveIn puts everything where the installation shall be.
func (s *site) moveIn(to Target) error {
	moves := [][2]string{
		{stagedKeys, to.KeyFile}, {stagedMaster, to.MasterFile}, {stagedSigning, to.SigningFile},
		{stagedHead, to.SigningFile + ".head"}, {stagedBlobs, to.Blobs},
	}
	if file, ok := to.sqlite(); ok {
		moves = append(moves, [2]string{stagedDatabase, file})
	}
	for _, move := range moves {
		if err := s.makeFolder(filepath.Dir(move[1])); err != nil {
			return err
		}
		if err := os.Remove(move[1]); err != nil && !errors.Is(err, fs.ErrNotExist) { // an empty folder of blobs
			return err
		}
		if err := moveTo(s.at(move[0]), move[1]); err != nil {
			return fmt.Errorf("moving the restored files into place: %w", err)
		}
		s.occupied = append(s.occupied, move[1])
	}
	return nil
}

// moveTo renames, or copies a file that has to go to another file system.
func moveTo(from, to string) error {
	err := os.Rename(from, to)
	if !errors.Is(err, syscall.EXDEV) {
		return err
	}
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	return errors.Join(err, dst.Sync(), dst.Close())
}

// tidy removes the building site.
func (s *site) tidy() error {
	if s.dir == "" {
		return nil
	}
	return os.RemoveAll(s.dir)
}

// undo removes everything that the restore made.
func (s *site) undo() error {
	err := s.tidy()
	for _, path := range s.occupied {
		err = errors.Join(err, os.RemoveAll(path))
	}
	for i := len(s.made) - 1; i >= 0; i-- {
		err = errors.Join(err, os.Remove(s.made[i]))
	}
	return err
}
