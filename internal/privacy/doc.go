// Package privacy keeps what people write readable for as long as they want,
// and for nobody after that. Every person has a key of 256 random bits; a
// person's free text is sealed under it before it reaches the database. To
// erase a person is to destroy the key, empty the account and note both.
//
// # Words
//
//   - seal, open: encrypt and decrypt under a person's key (XChaCha20-Poly1305).
//   - sealed: the one column type of ciphertext. It is bound to its person, its
//     column and its row, so that no ciphertext passes for another.
//   - master key: wraps the person keys at rest; a file of its own.
//   - key store: where wrapped person keys live, never in the database and
//     never in an ordinary backup.
//   - pseudonym: what the ledger calls a person, one per context; computed from
//     the person's key, so that nothing connects the two once it is destroyed.
//   - erasure: the note that a person was erased; replayed after a restore.
//   - class: how sensitive a text is. Consent: agreement to one purpose, in one
//     version of its text.
//
// # A person's key
//
//	       first Seal or name        Erase
//	(none) ─────────────▶ present ───────────▶ destroyed
//	   │                                          ▲
//	   └────────────────── Erase ─────────────────┘
//
// Destroyed is final: a tombstone stays, so that neither a late write nor an
// older copy of the key store brings a person back.
//
// # Where it could go wrong
//
// Erase first commits the emptied account and the note, then destroys the key.
// A crash between the two is finished by Resume at the next start. Other nodes
// hold unwrapped keys in memory until the event "person.erased" tells them to
// Evict, and for at most the cache's lifetime (a minute). docs/privacy.md says what erasure reaches and
// what it cannot reach.
package privacy
