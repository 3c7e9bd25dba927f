// Package review is how people vouch for what others learn with. Whatever is
// taught with (a case, an item, a source) has one review, which says in what
// state it is, and keeps every step that led there.
//
//	          Submit                     Approve (the last one needed)
//	draft ───────────────► in-review ─────────────────────────► approved
//	 ▲ ▲                    │  │  ▲                                │
//	 │ └───── Withdraw ─────┘  │  │ Submit                         │
//	 │                 Return  ▼  │                                │
//	 │                 changes-requested                           │
//	 │                                                             │
//	 ├───────────────────────── Revise ────────────────────────────┤
//	 │                                                             │
//	 └──── Restore ──── retired ◄──────────── Retire ──────────────┘
//	                       ▲      (also from draft and changes-requested)
//
// # Words
//
//   - subject: the thing that is reviewed, by its kind and id.
//   - revision: the number of the thing's content. A review is about the revision
//     that was submitted, and nobody approves another one by mistake.
//   - approved revision: the newest one that was approved. It may go on being
//     used while the next one is drafted, until the thing is retired.
//   - step: one change of state or one of several approvals: who, when, and what
//     they said. Steps are only ever added.
//   - inbox: what waits for one person's decision or correction.
//
// # Rules
//
// Nobody approves or returns what they wrote or submitted themselves. Where two
// approvals are needed, they are of two people and of the same revision. What a
// role may do is decided in policy; lists take its scope.
package review
