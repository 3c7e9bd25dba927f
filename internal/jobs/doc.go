// Package jobs is work that goes on after an answer was given: a table of jobs
// that workers lease. A job is enqueued in the caller's transaction, so it
// exists exactly when the change that needs it does.
//
//	           claim                     handler returned nil
//	waiting ─────────────────► running ─────────────────────────► done
//	 ▲ ▲ │                     │  │  │
//	 │ └─┼─ failed: backoff,   │  │  └─ failed too often, or ───► dead
//	 │   │  stopping: released ┘  │     Permanent                 │ │
//	 │   └──────── Cancel ────────┴──► cancelled ◄──── Cancel ────┘ │
//	 │                                     │                        │
//	 └───────────── Retry, by a person ────┴────────────────────────┘
//
// # Leases
//
// A worker that claims a job gets it for a while and renews that while the
// handler runs. When the process is killed, the lease runs out and another
// worker takes the job over. Every claim has a number; a worker whose number is
// no longer the newest has lost the job, its context ends, and nothing that it
// still writes through Run counts. A handler therefore runs at least once: it
// is written so that running twice does no harm, or it commits its work
// together with Run.Done, and then it takes effect once.
//
// # Ids only
//
// A payload is a struct of ids, numbers and truth values. A handler reads what
// else it needs from the tables. Errors of handlers are shown to administrators
// and carry ids only, too.
package jobs
