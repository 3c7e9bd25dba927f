// Package gate is the only way to a model. Whatever is sent to one, chat or embeddings, and whatever
// comes back, passes here; nothing unchecked leaves the gate, in a stream neither. A gate that
// cannot decide says no.
//
// # Words
//
//   - matter: what a call is about: purpose, actor, course, activity, data class.
//   - wire: one configured endpoint of a model (package llm).
//   - prompt: a named and versioned text in a file prompts/*.md of the package that asks.
//   - source: a passage or fact that the answer may use.
//   - checker: the caller's own judge of the answer; there is no call without one.
//   - hold: worst-case cost that a call reserves in a budget until its true cost is known.
//   - provenance: where an answer came from, for the drawer behind the AI chip.
//
// # A call
//
//	          ┌────────── first transaction ─────────┐            ┌─ second transaction ─┐
//	policy ─▶ privacy ─▶ reserve budget ─▶ intent ───▶ ask ─▶ check ─▶ settle ─▶ outcome ─▶ answer
//	  │          │             │                        │       │
//	  ▼          ▼             ▼                        ▼       ▼
//	ErrNotAllowed ErrPrivacy  ErrBudget        ErrModelFailed  ErrChecksFailed
//	  └──────────┴─── refusal ─┘                        └─ settle, outcome: always
//
// Nothing is held open in the database while the model speaks. Every intent in the ledger has one
// outcome: when the model fails, the checker panics, the caller leaves; and after a crash the next
// sweep writes the outcome "lost" and keeps the reserved cost as spent.
//
//	open ──────▶ closed   with its outcome: answered, checks_failed, model_…, left, panicked
//	  └────────▶ lost     by a sweep
//
// # Where texts may go
//
// Until there is a detector of health information, everything above the class "public" goes to local
// wires only. The prompt's own instructions hold no placeholder; whatever fills a prompt stands in
// its second part, quoted as JSON, so that nobody's text can pass for an instruction.
//
// # In a stream
//
// Sentences are judged one by one and shown as they pass; the first that fails ends the call. The
// whole is judged once more at its end. A caller that gets an error after sentences were shown
// replaces them by its own wording.
package gate
