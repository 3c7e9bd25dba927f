// Package cases is the patient: what a case is, and how the patient of a case
// understands and answers. It is pure: no files, no database, no model.
//
// Words. A case is one patient's file, the one source of truth. A fact is one
// atomic statement of it; an instalment is a piece of the patient's own narrative;
// a finding is what a manoeuvre shows, a test what the laboratory says. A turn is
// one utterance of the learner with the reply. A cue hints at facts behind it.
//
// A turn runs through the package like this:
//
//	Step → language.Understand     what the turn does, its questions, its manner
//	     → trust.go                manner moves trust and distress
//	     → questions.go, story.go, respond.go   by what the turn does
//	     → match.go                question → facts (features, weights, thresholds)
//	     → context.go              "how often?": the subject comes from the talk
//	     → sensitive.go            cover, cue or full wording
//	     → voice.go                the words
//
// The engine releases facts; a model may only word them. MaterialFor is all that a
// model sees, CheckWording decides whether anybody reads what it wrote.
//
// Trust and distress (0 to 10) change tone and how much is volunteered, never a
// score and never which direct question is answered:
//
//	         kindness near its time, reason, privacy (+1)
//	     ┌────────────────────────────────────────────┐
//	     │                                            ▼
//	guarded (0-2)            reserved (3-4)       open (5-10)
//	shortest wordings,       usual wordings       usual wordings,
//	no story unasked                              story unasked
//	     ▲                                            │
//	     └────────────────────────────────────────────┘
//	         judging (-2), dismissing (-1), insulting (-4)
//
// The same kindness counts once in three turns. Asking plainly about suicide, or
// about anything else that is hard to say, moves nothing.
//
// A sensitive fact:
//
//	       bare question         reason, permission, normalising, privacy
//	hidden ─────────────▶ cue ──────────────────────────────▶ full (stays)
//	  │                                                         ▲
//	  └── judging, leading to no, others present ──▶ cover ─────┘ taken back
package cases
