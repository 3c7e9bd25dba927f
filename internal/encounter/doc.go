// Package encounter is one learner with one patient: the talk in turns, the
// examination and tests in words, the leading diagnosis, the debrief with marks
// that quote the talk, and what humans did to the marks.
//
// Words. A turn is one thing that the learner says or does and the answer to
// it. A purpose says what the encounter may be used for; it is chosen before the
// start and never raised afterwards. The debrief is what the learner reads
// when the talk is over.
//
//	         say, do, diagnose
//	            ┌─────┐
//	            ▼     │
//	open ──▶ talking ─┴── finish ──▶ finished ── overrule ──▶ finished
//	            │                        │
//	            └── leave ──▶ left       └──── sign ──▶ signed
//
// The patient's engine decides every reply (package cases). A model may only
// word it, through the gate, and its wording is replaced by the engine's own
// when a check fails or when it is late (Config.Patience): a hung model holds up
// no talk. Turns of one encounter are taken one at a time, each to its end, even
// if the device breaks off. Turns carry identifiers made by the learner's device: a
// turn that arrives twice is stored once and answered the same.
//
// What was said is sealed under the learner's key. Turn, state, ledger leaf and
// event commit together; at the end marks, record and ledger leaf do.
package encounter
