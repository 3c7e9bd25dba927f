package privacy

import (
	"crypto/sha256"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"golang.org/x/crypto/chacha20poly1305"

	"preceptor/internal/people"
)

// ErrSealed is returned when a ciphertext cannot be opened: it was altered, or
// it belongs to another person, column or row.
var ErrSealed = errors.New("the sealed text was altered or stands in a foreign place")

// Column names where a sealed text stands: "table.column".
type Column string

// Sealed is a ciphertext as the database keeps it: one version byte, a nonce of
// 24 bytes, then XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03). It maps to
// BLOB and BYTEA; nil maps to NULL. It never prints its content.
type Sealed []byte

const sealedVersion = 1

// Value stores the ciphertext.
func (s Sealed) Value() (driver.Value, error) {
	if s == nil {
		return nil, nil
	}
	return []byte(s), nil
}

// Scan reads the ciphertext; NULL becomes nil.
func (s *Sealed) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*s = nil
	case []byte:
		*s = append(Sealed{}, v...)
	default:
		return fmt.Errorf("a sealed column holds %T", src)
	}
	return nil
}

// String says that there is a sealed text, not which.
func (s Sealed) String() string { return fmt.Sprintf("[sealed, %d bytes]", len(s)) }

// LogValue keeps ciphertext out of logs.
func (s Sealed) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalJSON refuses: a sealed text is opened or left out, never sent along.
func (Sealed) MarshalJSON() ([]byte, error) {
	return nil, errors.New("a sealed text is not written to JSON")
}

// Commitment is what a ledger entry keeps of a sealed text: its SHA-256.
func Commitment(s Sealed) []byte {
	sum := sha256.Sum256(s)
	return sum[:]
}

// place binds a ciphertext to where it stands, as associated data. Each part
// carries its length, so that no two places share one encoding.
func place(who people.ID, column Column, row string) []byte {
	data := []byte("preceptor sealed 1")
	for _, part := range []string{string(who), string(column), row} {
		data = binary.BigEndian.AppendUint32(data, uint32(len(part)))
		data = append(data, part...)
	}
	return data
}

// seal encrypts under a key of 32 bytes with a nonce from entropy.
func seal(key []byte, entropy io.Reader, plain, data []byte) (Sealed, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	out := make([]byte, 1+aead.NonceSize(), 1+aead.NonceSize()+len(plain)+aead.Overhead())
	out[0] = sealedVersion
	if _, err := io.ReadFull(entropy, out[1:]); err != nil {
		return nil, fmt.Errorf("making a nonce: %w", err)
	}
	return aead.Seal(out, out[1:], plain, data), nil
}

// unseal decrypts what seal made.
func unseal(key []byte, s Sealed, data []byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	if len(s) < 1+aead.NonceSize()+aead.Overhead() || s[0] != sealedVersion {
		return nil, ErrSealed
	}
	plain, err := aead.Open(nil, s[1:1+aead.NonceSize()], s[1+aead.NonceSize():], data)
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}
