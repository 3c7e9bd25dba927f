package privacy

import (
	"context"
	"errors"

	"preceptor/internal/db"
	"preceptor/internal/people"
)

// Faults of a key store.
var (
	ErrErased = errors.New("the person was erased; the text cannot be read any more")
	ErrNoKey  = errors.New("the person has no key")
)

// KeyStore keeps wrapped person keys. On one machine it is a KeyFile; several
// machines share one elsewhere. It is safe for use by several goroutines.
type KeyStore interface {
	// Get gives the wrapped key; ErrNoKey or ErrErased when there is none.
	Get(ctx context.Context, who people.ID) ([]byte, error)
	// Create keeps a wrapped key unless there is one already, and gives the one
	// that is kept. ErrErased when the person was erased.
	Create(ctx context.Context, who people.ID, wrapped []byte) ([]byte, error)
	// Destroy removes the key so that no byte of it remains, and remembers that.
	// Destroying twice, or before there was a key, is fine.
	Destroy(ctx context.Context, who people.ID, at db.Time) error
	// Erasures lists everyone whose key was destroyed, oldest first.
	Erasures(ctx context.Context) ([]Erasure, error)
}

// Erasure is the note that a person was erased.
type Erasure struct {
	Person people.ID `json:"person"`
	At     db.Time   `json:"at"` // Unix microseconds UTC
}
