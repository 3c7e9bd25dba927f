// Package curriculum says what learners should become able to do.
//
// # Words
//
//   - framework: a list of competencies that somebody keeps, known by its key
//     ("core"). Frameworks are data; several stand side by side.
//   - competency: one ability, named by its code: "core:talk.open". Everything
//     that teaches or measures names competencies by such codes, so that an
//     item, an encounter and a record can be read together. A code is never
//     given a new meaning.
//   - objective: what one course wants, in its own words, tied to competencies.
//
// Frameworks are read once and checked as a whole; objectives live in the
// database:
//
//	(none) ── Add ──► in force ── Retire ──► retired
//	                   │    ▲                  │
//	                   └Edit┘◄──── Restore ────┘
package curriculum
