package view

import "time"

// Ledger is the governance officer's view of the tamper-evident log.
type Ledger struct {
	Size        int64
	Root        string // base64 hash of the tree
	Key         string // the verifier key that third parties need
	Origin      string // the name in the checkpoints
	Checkpoints []Checkpoint
	Entries     []LedgerEntry
	Pages       Pages
	Check       *LedgerCheck // result of the latest check; nil before the first
}

// Checkpoint is one signed statement of the size and root of the tree.
type Checkpoint struct {
	Size int64
	Root string
	At   time.Time
	Note string // the signed note itself
}

// LedgerEntry is one leaf. It names no person: Subject is a random pseudonym.
type LedgerEntry struct {
	Index   int64
	At      time.Time
	Kind    string
	Subject string
	Hash    string
}

// LedgerCheck is the result of checking the whole tree.
type LedgerCheck struct {
	At     time.Time
	Size   int64
	OK     bool
	Faults []string // one sentence per fault
}
