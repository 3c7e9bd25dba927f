// Package people knows who uses this installation: accounts, roles, courses,
// cohorts and enrolments, and every way of proving who one is (password,
// passkey, session, API token, invitation). What a person may do with it is
// decided in policy; this package decides nothing but who is there.
//
// # Words
//
//   - person: one account. A login (an e-mail address or a short name) names it.
//   - role: what a person is, in the whole installation or in one course.
//   - enrolment: one person with one role in one course, perhaps in a cohort.
//   - presence: the answer to "who is asking?", read anew at every request.
//   - pseudonym: the name under which the ledger speaks of a person. Privacy
//     computes it from the person's key; it stands in no table, so that
//     destroying the key cuts the thread.
//
// # The account's states
//
//	         suspend              erase
//	active ──────────▶ suspended ───────▶ erased
//	   ▲                  │                 ▲
//	   └──── restore ─────┘                 │
//	   └────────────────── erase ───────────┘
//
// Suspension and erasure delete every session and token in the same
// transaction, and each request reads the status together with its session, so
// there is no moment in which a suspended person still acts. An erased account
// keeps its identifier, because other rows point to it, and nothing else.
//
// # Secrets
//
// Session tokens, API tokens and invitations are 256 random bits; only their
// SHA-256 is stored, which suffices for secrets that cannot be guessed. What
// people choose themselves is hashed with argon2id (RFC 9106).
package people
