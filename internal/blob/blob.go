package blob

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
)

// Sum names a blob: the SHA-256 sum of its bytes in 64 lower-case hexadecimal digits.
type Sum string

// Info is what is known of a blob without reading it.
type Info struct {
	Sum  Sum
	Size int64 // bytes
}

var (
	// ErrNotFound is returned for a blob that is not kept.
	ErrNotFound = errors.New("there is no such blob")
	// ErrTooLarge is returned by Put when the bytes exceed the cap; nothing is kept.
	ErrTooLarge = errors.New("the file is larger than allowed")
	// ErrDamaged is returned at the end of a read whose bytes are not those that were written.
	ErrDamaged = errors.New("the stored file is damaged")
	// ErrSum is returned for a text that is not a sum.
	ErrSum = errors.New("not a SHA-256 sum")
)

// Store keeps blobs. It is safe for use by several goroutines and processes.
type Store interface {
	// Put keeps the bytes of r, at most most of them, and returns their sum once
	// they will survive a power cut. It may return ErrTooLarge or the error of r.
	Put(ctx context.Context, r io.Reader, most int64) (Info, error)
	// Open reads a blob from its beginning. The last Read gives io.EOF when all
	// bytes were right, else ErrDamaged. It may return ErrNotFound.
	Open(ctx context.Context, sum Sum) (io.ReadCloser, error)
	// Stat says how large a blob is, without looking at its bytes. It may return ErrNotFound.
	Stat(ctx context.Context, sum Sum) (Info, error)
	// Delete forgets a blob; deleting what is not there is no error.
	Delete(ctx context.Context, sum Sum) error
	// Walk calls fn for every blob in the order of the sums and ends with its error.
	Walk(ctx context.Context, fn func(Info) error) error
}

// ParseSum reads a sum.
func ParseSum(text string) (Sum, error) {
	if raw, err := hex.DecodeString(text); err != nil || len(raw) != 32 || hex.EncodeToString(raw) != text {
		return "", fmt.Errorf("%.70q: %w", text, ErrSum)
	}
	return Sum(text), nil
}
