// Package ledger is the tamper-evident log of the installation: what was done,
// when, by which pseudonym, to which object, with a commitment to the content.
// It is a Merkle tree as in RFC 6962 (golang.org/x/mod/sumdb/tlog) whose size
// and root are signed from time to time as checkpoints (sumdb/note, Ed25519).
// Anyone who holds the public key can check an export without the installation.
//
// # Words
//
// An entry is what a caller appends. A leaf is the entry in its canonical
// encoding, the bytes that the tree hashes. A checkpoint is size, root and time
// of the tree, signed. A commitment is the SHA-256 of ciphertext, or of a
// canonical public payload; never of a person's plaintext.
//
// # How an entry becomes a leaf
//
//	Append, in the caller's transaction          Integrate, in one of its own
//	┌─────────┐   commits with the activity   ┌────────────┐   Checkpoint   ┌────────┐
//	│  entry  │ ────────────────────────────► │  pending   │ ─────────────► │ leaves │ ──► signed
//	└─────────┘                               └────────────┘  numbered,     └────────┘     size, root
//	                                                          hashed
//
// Appending only inserts a row, so that talks that run at the same time never
// collide; one sequencer numbers what has been committed, in batches. The
// decision and its figures: docs/decisions/0003-ledger.md.
//
// # The leaf encoding, version 1
//
// One JSON object on one line, UTF-8, no white space outside strings, keys in
// this order, nothing else; detail's keys sorted; bytes in standard base64:
//
//	{"v":1,"id":"01KAH5D9S0Q3M9B4F6GZK8Y7XW","at":1795200000000000,"kind":"encounter.turn",
//	 "actor":"9f86d081884c7d659a2feaa0c55ad015","object":{"kind":"encounter","id":"01KAH5D9S0A1B2C3D4E5F6G7H8"},
//	 "commitment":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=","detail":{"case":"chest-pain","turn":"4"}}
//
// (broken here for the page). `at` is Unix microseconds UTC. `actor` is a
// pseudonym or "system". `commitment` and `detail` are "" and {} when there is
// none. The leaf's hash is SHA-256(0x00 ‖ line). A reader decodes strictly and
// accepts a leaf only when encoding it again gives the same bytes.
//
// # The export
//
// JSON Lines: a header {"ledger":1,"origin":…,"size":N}; then for each leaf
// {"n":index,"hash":leaf hash in base64,"leaf":"the encoding above, as a string"}; and after the
// leaf that completes it, each checkpoint as {"checkpoint":"the signed note"}.
// The last line is a checkpoint over all N leaves. What Verify finds, and what
// cannot be found without a checkpoint kept elsewhere, stands in docs/ledger.md.
package ledger
