package backup

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"

	"preceptor/internal/ledger"
	"preceptor/internal/privacy"
)

// Faults of a keys file.
var (
	ErrKeysFile   = errors.New("the keys file cannot be read")
	ErrPassphrase = errors.New("the passphrase does not open the keys file, or the file was altered")
	ErrWeak       = errors.New("a passphrase for keys has at least 16 characters")
)

const (
	leastPassphrase = 16
	mostKeysFile    = 1 << 30 // bytes; a key is some 150
)

// Keys is what the archive must not hold.
type Keys struct {
	MadeAt   time.Time            `json:"made_at"`
	Master   string               `json:"master"`  // text of the master key's file
	Signing  string               `json:"signing"` // text of the ledger's key file
	Persons  []privacy.WrappedKey `json:"persons"`
	Erasures []privacy.Erasure    `json:"erasures"`
}

// CollectKeys reads all keys of an installation.
func CollectKeys(ctx context.Context, file *privacy.KeyFile, master privacy.Master, signer *ledger.Signer, now time.Time) (Keys, error) {
	persons, err := file.Keys(ctx)
	if err != nil {
		return Keys{}, err
	}
	erasures, err := file.Erasures(ctx)
	return Keys{MadeAt: now.UTC(), Master: master.Text(), Signing: signer.Text(), Persons: persons, Erasures: erasures}, err
}

// keysFile is the outer form: one JSON object. The content is sealed with
// XChaCha20-Poly1305 under a key that argon2id (RFC 9106) makes of the passphrase.
type keysFile struct {
	Keys    int    `json:"preceptor_keys"` // version
	Memory  uint32 `json:"memory_kib"`
	Passes  uint32 `json:"passes"`
	Threads uint8  `json:"threads"`
	Salt    []byte `json:"salt"`
	Nonce   []byte `json:"nonce"`
	Sealed  []byte `json:"sealed"`
}

// cost is the second recommendation of RFC 9106, section 4.
var cost = keysFile{Keys: 1, Memory: 64 << 10, Passes: 3, Threads: 4}

// CheckPassphrase returns ErrWeak for a passphrase that WriteKeys would refuse.
func CheckPassphrase(passphrase string) error {
	if utf8.RuneCountInString(passphrase) < leastPassphrase {
		return ErrWeak
	}
	return nil
}

// WriteKeys seals the keys with a passphrase.
func WriteKeys(w io.Writer, keys Keys, passphrase string, entropy io.Reader) error {
	if err := CheckPassphrase(passphrase); err != nil {
		return err
	}
	plain, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	f := cost
	f.Salt, f.Nonce = make([]byte, 16), make([]byte, chacha20poly1305.NonceSizeX)
	for _, fresh := range [][]byte{f.Salt, f.Nonce} {
		if _, err := io.ReadFull(entropy, fresh); err != nil {
			return fmt.Errorf("sealing the keys: %w", err)
		}
	}
	aead, err := chacha20poly1305.NewX(f.key(passphrase))
	if err != nil {
		return err
	}
	f.Sealed = aead.Seal(nil, f.Nonce, plain, f.header())
	return json.NewEncoder(w).Encode(f)
}

// ReadKeys opens what WriteKeys made.
func ReadKeys(r io.Reader, passphrase string) (Keys, error) {
	var f keysFile
	if err := json.NewDecoder(io.LimitReader(r, mostKeysFile)).Decode(&f); err != nil {
		return Keys{}, fmt.Errorf("%w: %w", ErrKeysFile, err)
	}
	if err := f.check(); err != nil {
		return Keys{}, err
	}
	aead, err := chacha20poly1305.NewX(f.key(passphrase))
	if err != nil {
		return Keys{}, err
	}
	plain, err := aead.Open(nil, f.Nonce, f.Sealed, f.header())
	if err != nil {
		return Keys{}, ErrPassphrase
	}
	var keys Keys
	if err := json.Unmarshal(plain, &keys); err != nil {
		return Keys{}, fmt.Errorf("%w: %w", ErrKeysFile, err)
	}
	return keys, nil
}

// check bounds what a hostile header could ask of this machine.
func (f keysFile) check() error {
	switch {
	case f.Keys != cost.Keys:
		return fmt.Errorf("%w: its version is %d, this program reads %d", ErrKeysFile, f.Keys, cost.Keys)
	case f.Memory > 1<<20 || f.Passes == 0 || f.Passes > 16 || f.Threads == 0 || f.Threads > 16,
		len(f.Salt) != 16, len(f.Nonce) != chacha20poly1305.NonceSizeX:
		return fmt.Errorf("%w: its header is out of bounds", ErrKeysFile)
	}
	return nil
}

func (f keysFile) key(passphrase string) []byte {
	return argon2.IDKey([]byte(passphrase), f.Salt, f.Passes, f.Memory, f.Threads, chacha20poly1305.KeySize)
}

// header binds the outer form to the sealed content.
func (f keysFile) header() []byte {
	head := []byte("preceptor keys")
	for _, n := range []uint32{uint32(f.Keys), f.Memory, f.Passes, uint32(f.Threads)} {
		head = binary.BigEndian.AppendUint32(head, n)
	}
	return append(head, f.Salt...)
}
