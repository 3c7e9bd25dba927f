package privacy

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"preceptor/internal/people"
)

// ErrPerson is returned when text is to be sealed for nobody.
var ErrPerson = errors.New("a sealed text belongs to a person")

// Vault seals and opens texts under person keys. It is safe for use by several
// goroutines.
type Vault struct {
	keys    KeyStore
	master  Master
	entropy io.Reader
	cache   *cache
}

// NewVault returns a vault over the key store. Entropy is crypto/rand.Reader
// outside tests; it must be safe for use by several goroutines.
func NewVault(keys KeyStore, master Master, entropy io.Reader, now func() time.Time) *Vault {
	return &Vault{keys: keys, master: master, entropy: entropy, cache: newCache(now)}
}

// personKey is a person's key, split so that no one key serves two ends.
type personKey struct {
	sealing    []byte
	pseudonyms []byte
}

// Seal encrypts a text of the person for one column and row. The row is any
// text that names the row for good, as a rule its identifier. The first Seal
// makes the person's key. After erasure it gives ErrErased.
func (v *Vault) Seal(ctx context.Context, who people.ID, column Column, row string, plain []byte) (Sealed, error) {
	key, err := v.keyFor(ctx, who)
	if err != nil {
		return nil, err
	}
	return seal(key.sealing, v.entropy, plain, place(who, column, row))
}

// Open decrypts what Seal made for the same person, column and row. Anything
// else gives ErrSealed; after erasure it gives ErrErased.
func (v *Vault) Open(ctx context.Context, who people.ID, column Column, row string, s Sealed) ([]byte, error) {
	key, err := v.key(ctx, who)
	if err != nil {
		return nil, err
	}
	return unseal(key.sealing, s, place(who, column, row))
}

// Pseudonym is the one name under which the ledger knows the person, whatever
// an entry is about; see PseudonymIn. The first call makes the person's key.
func (v *Vault) Pseudonym(ctx context.Context, who people.ID) (people.Pseudonym, error) {
	return v.PseudonymIn(ctx, who, "ledger")
}

// PseudonymIn is the random name that stands for the person in one context, for
// example one data set for researchers: 128 bits in hexadecimal, the same at
// every call. It is computed from the person's key (HMAC-SHA-256), so that
// without the key nobody can tell whose it was, nor connect two contexts.
func (v *Vault) PseudonymIn(ctx context.Context, who people.ID, place string) (people.Pseudonym, error) {
	key, err := v.keyFor(ctx, who)
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, key.pseudonyms)
	mac.Write([]byte(place))
	return people.Pseudonym(hex.EncodeToString(mac.Sum(nil)[:16])), nil
}

// Evict forgets the person's unwrapped key, when the event Erased tells that
// another node erased the person.
func (v *Vault) Evict(who people.ID) { v.cache.drop(who) }

// keyFor gives the person's key and makes one when there is none yet.
func (v *Vault) keyFor(ctx context.Context, who people.ID) (personKey, error) {
	key, err := v.key(ctx, who)
	if !errors.Is(err, ErrNoKey) {
		return key, err
	}
	fresh := make([]byte, KeySize)
	if _, err := io.ReadFull(v.entropy, fresh); err != nil {
		return personKey{}, fmt.Errorf("making a person's key: %w", err)
	}
	wrapped, err := v.master.wrap(v.entropy, who, fresh)
	if err != nil {
		return personKey{}, fmt.Errorf("wrapping a person's key: %w", err)
	}
	kept, err := v.keys.Create(ctx, who, wrapped)
	if err != nil {
		return personKey{}, fmt.Errorf("keeping a person's key: %w", err)
	}
	return v.unwrap(who, kept)
}

// key gives the person's key from the cache or the store.
func (v *Vault) key(ctx context.Context, who people.ID) (personKey, error) {
	if who == "" {
		return personKey{}, ErrPerson
	}
	if key, ok := v.cache.get(who); ok {
		return key, nil
	}
	since := v.cache.generation()
	wrapped, err := v.keys.Get(ctx, who)
	if err != nil {
		return personKey{}, fmt.Errorf("reading a person's key: %w", err)
	}
	key, err := v.unwrap(who, wrapped)
	if err == nil {
		v.cache.put(who, key, since)
	}
	return key, err
}

func (v *Vault) unwrap(who people.ID, wrapped []byte) (personKey, error) {
	raw, err := v.master.unwrap(who, wrapped)
	if err != nil {
		return personKey{}, err
	}
	defer clear(raw)
	sealing, err := hkdf.Key(sha256.New, raw, nil, "preceptor seal 1", KeySize)
	if err != nil {
		return personKey{}, err
	}
	pseudonyms, err := hkdf.Key(sha256.New, raw, nil, "preceptor pseudonym 1", KeySize)
	return personKey{sealing, pseudonyms}, err
}
