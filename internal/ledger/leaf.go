package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"preceptor/internal/id"
)

// ErrLeaf is returned for bytes that are not the canonical encoding of an entry.
var ErrLeaf = errors.New("not a canonical leaf")

// Leaf is an entry that has its place in the tree.
type Leaf struct {
	Entry
	ID    LeafID
	Index int64  // counts from 0
	Raw   []byte // the canonical encoding, what the tree hashes
}

const leafVersion = 1

// leafJSON is the encoding of version 1; the order of the fields is part of it.
type leafJSON struct {
	V          int               `json:"v"`
	ID         LeafID            `json:"id"`
	At         int64             `json:"at"`
	Kind       Kind              `json:"kind"`
	Actor      Actor             `json:"actor"`
	Object     objectJSON        `json:"object"`
	Commitment []byte            `json:"commitment"`
	Detail     map[string]string `json:"detail"`
}

type objectJSON struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

// EncodeLeaf gives the bytes that the tree hashes for an entry; see the package comment.
func EncodeLeaf(leaf LeafID, e Entry) ([]byte, error) {
	if _, err := id.Parse[LeafID](string(leaf)); err != nil {
		return nil, fmt.Errorf("%w: its id: %w", ErrEntry, err)
	}
	if err := e.Validate(); err != nil {
		return nil, err
	}
	raw := leafJSON{
		V: leafVersion, ID: leaf, At: e.At.UnixMicro(), Kind: e.Kind, Actor: e.Actor,
		Object: objectJSON(e.Object), Commitment: e.Commitment, Detail: e.Detail,
	}
	if raw.Commitment == nil {
		raw.Commitment = []byte{}
	}
	if raw.Detail == nil {
		raw.Detail = map[string]string{}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(raw); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrEntry, err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// DecodeLeaf reads a canonical leaf; anything that would not encode to the
// same bytes gives ErrLeaf. Its Index is left zero.
func DecodeLeaf(raw []byte) (Leaf, error) {
	var j leafJSON
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&j); err != nil {
		return Leaf{}, fmt.Errorf("%w: %w", ErrLeaf, err)
	}
	if j.V != leafVersion {
		return Leaf{}, fmt.Errorf("%w: its version is %d, this program reads %d", ErrLeaf, j.V, leafVersion)
	}
	e := Entry{
		Kind: j.Kind, At: time.UnixMicro(j.At).UTC(), Actor: j.Actor,
		Object: Object(j.Object), Commitment: j.Commitment, Detail: j.Detail,
	}
	again, err := EncodeLeaf(j.ID, e)
	if err != nil {
		return Leaf{}, fmt.Errorf("%w: %w", ErrLeaf, err)
	}
	if !bytes.Equal(again, raw) {
		return Leaf{}, fmt.Errorf("%w: the same entry is encoded differently", ErrLeaf)
	}
	return Leaf{Entry: e, ID: j.ID, Raw: raw}, nil
}

// Hash is the leaf's hash in the tree: SHA-256(0x00 ‖ Raw).
func (l Leaf) Hash() tlog.Hash { return tlog.RecordHash(l.Raw) }
