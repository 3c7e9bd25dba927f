package search

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// fileName is the one file of an index in its folder.
const fileName = "index.preceptor"

// magic begins every file; its last byte is the version of the format.
const magic = "preceptor-index\x01"

// WriteDir writes the index into a folder, which is made when it is missing.
// An index that was there is replaced; a reader sees the old or the new one.
func (m *Memory) WriteDir(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("writing the index: %w", err)
	}
	temp, err := os.CreateTemp(folder, ".index-")
	if err != nil {
		return fmt.Errorf("writing the index: %w", err)
	}
	defer os.Remove(temp.Name()) // fails after the rename, as it should
	data := m.encode()
	sum := sha256.Sum256(data)
	_, err = temp.Write(append(data, sum[:]...))
	if err = errors.Join(err, temp.Sync(), temp.Close()); err == nil {
		err = os.Rename(temp.Name(), filepath.Join(folder, fileName))
	}
	if err != nil {
		return fmt.Errorf("writing the index: %w", err)
	}
	return nil
}

// OpenDir reads the index of a folder. It may return ErrFormat, also when there
// is none.
func OpenDir(folder string) (*Memory, error) {
	data, err := os.ReadFile(filepath.Join(folder, fileName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s holds no index: %w", folder, ErrFormat)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the index: %w", err)
	}
	cut := len(data) - sha256.Size
	if cut < 0 {
		return nil, ErrFormat
	}
	if sum := sha256.Sum256(data[:cut]); !bytes.Equal(sum[:], data[cut:]) {
		return nil, ErrFormat
	}
	return decode(string(data[:cut]))
}
