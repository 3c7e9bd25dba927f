package backup

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Faults of an archive.
var (
	ErrArchive   = errors.New("the file is not a backup, or not a whole one")
	ErrSignature = errors.New("the backup is not signed with the key of this installation")
	ErrAltered   = errors.New("the backup was altered after it was signed")
	ErrTooLarge  = errors.New("the backup is larger than allowed")
	ErrVersion   = errors.New("the backup was made by another version of the program")
)

// Manifest says what an archive holds. It is its first file and signed.
type Manifest struct {
	Backup int       `json:"backup"` // version of the archive's form
	Origin string    `json:"origin"` // of the ledger
	MadeAt time.Time `json:"made_at"`
	Engine string    `json:"engine"` // that it was made on; it restores on both
	Schema int64     `json:"schema"` // version of the tables
	Ledger int64     `json:"ledger"` // entries
	Files  []File    `json:"files"`  // in the order of the archive
}

// File is one file of the archive.
type File struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"` // hexadecimal
}

const (
	archiveVersion = 1
	manifestName   = "manifest"
	ledgerName     = "ledger.jsonl"
	tablePrefix    = "tables/"
	tableSuffix    = ".jsonl"
	blobPrefix     = "blobs/"
	// firstLine keeps a manifest from ever being taken for a checkpoint, which
	// the same key signs.
	firstLine = "preceptor backup\n"
)

// fileName are the only names that an archive may hold beside the manifest.
var fileName = regexp.MustCompile(`^(ledger\.jsonl|tables/[a-z][a-z0-9_]{0,62}\.jsonl|blobs/[0-9a-f]{64})$`)

// text is what is signed.
func (m Manifest) text() (string, error) {
	body, err := json.MarshalIndent(m, "", " ")
	return firstLine + string(body) + "\n", err
}

// Limits bound what an archive may unpack to.
type Limits struct {
	Bytes int64 // of all files together
	Files int
}

// UsualLimits suit an installation of a large faculty.
var UsualLimits = Limits{Bytes: 256 << 30, Files: 400_000}

// parseManifest reads a signed text whose signature was checked.
func parseManifest(text string, limits Limits) (Manifest, error) {
	body, ok := strings.CutPrefix(text, firstLine)
	if !ok {
		return Manifest{}, fmt.Errorf("%w: what is signed is not a manifest", ErrArchive)
	}
	var version struct{ Backup int }
	if err := json.Unmarshal([]byte(body), &version); err != nil {
		return Manifest{}, fmt.Errorf("%w: %w", ErrArchive, err)
	}
	if version.Backup != archiveVersion {
		return Manifest{}, fmt.Errorf("%w: its form has version %d, this program reads %d", ErrVersion, version.Backup, archiveVersion)
	}
	var m Manifest
	dec := json.NewDecoder(bytes.NewReader([]byte(body)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil {
		return Manifest{}, fmt.Errorf("%w: %w", ErrArchive, err)
	}
	return m, m.check(limits)
}

func (m Manifest) check(limits Limits) error {
	if len(m.Files) > limits.Files {
		return fmt.Errorf("%w: %d files, at most %d", ErrTooLarge, len(m.Files), limits.Files)
	}
	seen, left := map[string]bool{}, limits.Bytes
	for _, f := range m.Files {
		if sum, err := hex.DecodeString(f.SHA256); err != nil || len(sum) != 32 || !fileName.MatchString(f.Name) || f.Size < 0 {
			return fmt.Errorf("%w: the manifest names %.80q, which no backup holds", ErrArchive, f.Name)
		}
		if seen[f.Name] {
			return fmt.Errorf("%w: the manifest names %s twice", ErrArchive, f.Name)
		}
		seen[f.Name] = true
		if left -= f.Size; left < 0 {
			return fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limits.Bytes)
		}
	}
	if !seen[ledgerName] {
		return fmt.Errorf("%w: the ledger is missing", ErrArchive)
	}
	return nil
}
