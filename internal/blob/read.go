package blob

import (
	"context"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"os"
)

// checked compares the sum at the end of the file.
type checked struct {
	file *os.File
	sum  Sum
	hash hash.Hash
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.file.Read(p)
	c.hash.Write(p[:n])
	if errors.Is(err, io.EOF) && hex.EncodeToString(c.hash.Sum(nil)) != string(c.sum) {
		return n, ErrDamaged
	}
	return n, err
}

func (c *checked) Close() error { return c.file.Close() }

// interruptible ends a long upload when its request ends.
type interruptible struct {
	ctx context.Context
	r   io.Reader
}

func (i *interruptible) Read(p []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	return i.r.Read(p)
}
