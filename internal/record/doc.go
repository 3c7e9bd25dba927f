// Package record keeps learning evidence: one record for everything that was
// judged about a learner, whichever activity it came from, in one envelope.
//
// # Words
//
//   - envelope: what every record says, whatever the activity: who learnt, in
//     which course, in which activity, which competencies it speaks to, for what
//     purpose, when, and how it came about.
//   - body: what was found, as JSON in a schema that has a version. It is sealed
//     under the learner's key; the ledger commits to the ciphertext.
//   - provenance: the versions of what judged, and the disclosure of a model.
//
// # Nothing is changed, something may be added
//
//	Append ──▶ current ──── Append with Supersedes ───▶ superseded
//	                                                     (still there)
//
// A correction is a new record that names the one it replaces. A record may be
// replaced once; the correction may be corrected in turn.
//
// Lists take a scope, the predicate of what the reader may see; without one
// they refuse, so that nobody forgets it.
package record
