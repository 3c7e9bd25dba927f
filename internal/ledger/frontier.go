package ledger

import (
	"crypto/sha256"

	"golang.org/x/mod/sumdb/tlog"
)

// frontier computes the root of a growing tree from leaf hashes alone, with one
// hash per complete subtree: at most 64 (RFC 6962, section 2.1).
type frontier struct {
	size  int64
	stack []tlog.Hash // roots of complete subtrees, largest first
}

// add appends a leaf: each trailing one bit of the old size completes a subtree.
func (f *frontier) add(hash tlog.Hash) {
	for bits := f.size; bits&1 == 1; bits >>= 1 {
		top := len(f.stack) - 1
		hash = tlog.NodeHash(f.stack[top], hash)
		f.stack = f.stack[:top]
	}
	f.stack = append(f.stack, hash)
	f.size++
}

// root of the tree so far; that of the empty tree is the hash of nothing.
func (f *frontier) root() tlog.Hash {
	if len(f.stack) == 0 {
		return sha256.Sum256(nil)
	}
	top := len(f.stack) - 1
	root := f.stack[top]
	for i := top - 1; i >= 0; i-- {
		root = tlog.NodeHash(f.stack[i], root)
	}
	return root
}
