package privacy

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"

	"preceptor/internal/people"
)

// ErrMaster is returned for a master key that cannot be read, or that does not
// belong to the key store.
var ErrMaster = errors.New("the master key cannot be used")

// KeySize is the size of master and person keys in bytes.
const KeySize = chacha20poly1305.KeySize

// Master is the key that wraps person keys at rest.
type Master [KeySize]byte

// OpenMaster reads the master key at path (base64, one line), or makes one from
// entropy when there is no file yet. Only the owner may read the file.
func OpenMaster(path string, entropy io.Reader) (Master, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return makeMaster(path, entropy)
	}
	if err != nil {
		return Master{}, fmt.Errorf("%w: %w", ErrMaster, err)
	}
	return ParseMaster(string(text))
}

// ParseMaster reads a master key from its text.
func ParseMaster(text string) (m Master, err error) {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(raw) != KeySize {
		return m, fmt.Errorf("%w: it is not %d bytes in base64", ErrMaster, KeySize)
	}
	return Master(raw), nil
}

// Text is the master key as its file holds it.
func (m Master) Text() string { return base64.StdEncoding.EncodeToString(m[:]) + "\n" }

// String keeps the key out of every print.
func (m Master) String() string { return "[master key]" }

func makeMaster(path string, entropy io.Reader) (m Master, err error) {
	if _, err := io.ReadFull(entropy, m[:]); err != nil {
		return m, fmt.Errorf("%w: %w", ErrMaster, err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return m, fmt.Errorf("%w: %w", ErrMaster, err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return m, fmt.Errorf("%w: %w", ErrMaster, err)
	}
	_, err = io.WriteString(f, m.Text())
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return m, fmt.Errorf("%w: %w", ErrMaster, err)
	}
	return m, nil
}

// wrap seals a person key under the master key, bound to the person.
func (m Master) wrap(entropy io.Reader, who people.ID, key []byte) ([]byte, error) {
	return seal(m[:], entropy, key, place(who, "person_keys.wrapped", ""))
}

func (m Master) unwrap(who people.ID, wrapped []byte) ([]byte, error) {
	key, err := unseal(m[:], wrapped, place(who, "person_keys.wrapped", ""))
	if err != nil || len(key) != KeySize {
		return nil, fmt.Errorf("%w: it does not open this person's key", ErrMaster)
	}
	return key, nil
}
