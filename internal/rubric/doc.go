// Package rubric says what a talk is marked for, and marks it.
//
// Words. A checklist is a list of items; an item is one observable thing with
// points and a way to earn it. Mark reads a transcript and answers, per item,
// met, not met or unsure, each with verbatim quotes. What stays unsure goes to
// a human. An overruling is a human's other answer with a reason; a mark counts
// for assessment only after a human's sign-off.
//
//	earn      obtained   the fact came out in the talk, asked or volunteered
//	          asked      the learner asked for it
//	          said       the learner said it
//	          did        the learner did it (a manoeuvre, a test, an act)
//	The patient's words alone never earn the last three.
//
// How an item is marked. Where the engine recorded facts, topics and acts, they
// decide. Else the words do: for what came out, meaning and wording are weighed into
// a likelihood (weigh.go); for what the learner owes, a clause counts only when it
// does what the item wants (speech.go): a question explains nothing, a summary of the
// patient's words advises nothing, an order or a committed diagnosis is not said to
// anybody. Acts that are known by their form, such as introducing oneself, have their
// own table (ritual.go). Weak support goes to a human. docs/marking.md has the figures.
//
//	sign-off  machine ──overrule──▶ overruled ──┐
//	             │                   │   ▲       │
//	             │                   └───┘       │
//	             └────────── sign ───────────────┴──▶ signed ──reopen──▶ overruled
//
// Everything here is pure: the same talk and the same checklist give the same
// marks. There is no score for empathy or professionalism; such ratings are
// filled in by humans.
package rubric
