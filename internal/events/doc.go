// Package events is what happened, in the order in which it became true: an
// append-only table that is written in the same transaction as the change
// itself, and that every node tails. It feeds server-sent events, the refresh
// of search indexes, the forgetting of cached policies, and outboxes.
//
// # Order without waiting
//
// Numbers handed out inside concurrent transactions commit out of order, and a
// reader that has seen 8 would never see a 7 that commits later. A lock around
// the numbering would make all writers of the house wait for one another. So an
// event commits without a position, and readers place it afterwards:
//
//	Append (in the caller's Tx)      any reader, one statement           Tail
//	   │ commit, position NULL   ──►   position = highest + 1, + 2 …  ──►  position > after
//	   └─ wakes this node              UNIQUE: only one reader wins
//
// A position is computed from the highest committed one and is unique, so it
// becomes visible only after all lower ones: positions have no gaps, are never
// given twice, and a reader that has seen n has seen everything up to n.
//
// # Words
//
// An event holds ids only, never a person's text. A position is a place in the
// order. A cursor remembers how far a named reader has read. A subscription is
// a bounded buffer in memory; one that is too slow is closed and catches up by
// reading the table.
package events
