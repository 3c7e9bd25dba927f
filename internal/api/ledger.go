package api

import (
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"preceptor/internal/ledger"
	"preceptor/internal/policy"
)

// Checkpoint is size and root of the ledger's tree at a moment, signed.
type Checkpoint struct {
	Origin string    `json:"origin" doc:"Name of the ledger."`
	Size   int64     `json:"size" doc:"Number of entries."`
	Root   string    `json:"root" doc:"Root of the tree, base64."`
	At     time.Time `json:"at" doc:"When it was signed."`
	Note   string    `json:"note" doc:"The whole signed text (https://c2sp.org/tlog-checkpoint). Keep it outside: it proves what comes later."`
}

// Entry is one entry of the ledger that has its number.
type Entry struct {
	Number     int64             `json:"number" doc:"Place in the tree, from 0."`
	ID         ledger.LeafID     `json:"id" doc:"Identifier of the entry."`
	At         time.Time         `json:"at" doc:"When it happened."`
	Kind       ledger.Kind       `json:"kind" doc:"What happened, such as encounter.turn."`
	Actor      ledger.Actor      `json:"actor" doc:"A pseudonym, or system."`
	Object     EntryObject       `json:"object" doc:"What it was done to."`
	Commitment []byte            `json:"commitment,omitempty" doc:"SHA-256 of the ciphertext or public payload."`
	Detail     map[string]string `json:"detail" doc:"Public codes and counts."`
	Hash       string            `json:"hash" doc:"The leaf's hash in the tree, base64."`
	Leaf       string            `json:"leaf" doc:"The canonical encoding, what the tree hashes."`
}

// EntryObject is what an entry is about.
type EntryObject struct {
	Kind string `json:"kind" doc:"Such as encounter; empty for none."`
	ID   string `json:"id" doc:"Its identifier; of a person the pseudonym."`
}

// Proof is a Merkle proof (RFC 6962, section 2.1).
type Proof struct {
	Size   int64    `json:"size" doc:"Size of the tree under which it holds."`
	Number *int64   `json:"number,omitempty" doc:"Of inclusion: place of the entry."`
	Older  *int64   `json:"older,omitempty" doc:"Of consistency: size of the older tree."`
	Hashes []string `json:"hashes" doc:"The hashes of the proof in order, base64."`
}

const exHash = "SQ7Q0z7wqXtbyjIzLkQqPnXuIqVJxHc0eVw0lOmuZ0g="

var (
	exampleCheckpoint = Checkpoint{Origin: "preceptor/5f1d0c2b9a7e", Size: 1042, Root: exHash, At: exNow,
		Note: "preceptor/5f1d0c2b9a7e\n1042\n" + exHash + "\ntime 2026-11-20T09:12:30.000000Z\n\n— preceptor/5f1d0c2b9a7e kX2q…\n"}
	exampleEntryOfLedger = Entry{Number: 7, ID: exLeaf, At: exNow, Kind: "encounter.turn", Actor: "9f86d081884c7d659a2feaa0c55ad015",
		Object: EntryObject{"encounter", string(exEncounter)}, Detail: map[string]string{"kind": "say", "turn": "0"}, Hash: exHash, Leaf: `{"v":1,"id":"…"}`}
	exNumber, exOlder int64 = 7, 512
)

func (a *API) ledgerRoutes() []Route {
	sized := Parameter{Name: "size", Form: Number, Doc: "Size of the tree, as a checkpoint names it; otherwise the newest checkpoint's.", Example: "1042"}
	return []Route{
		answers(Route{Method: "GET", Pattern: Prefix + "/ledger/checkpoint", ID: "getCheckpoint", Group: "Ledger", Action: policy.LedgerVerify, about: whole(policy.Ledger),
			Summary: "Read the newest signed checkpoint"}, exampleCheckpoint, a.checkpoint),
		answers(Route{Method: "GET", Pattern: Prefix + "/ledger/proofs/inclusion", ID: "proveInclusion", Group: "Ledger", Action: policy.LedgerVerify, about: whole(policy.Ledger),
			Query:   []Parameter{{Name: "number", Form: Number, Required: true, Doc: "Place of the entry.", Example: "7"}, sized},
			Summary: "Prove that the ledger holds an entry"}, Proof{Size: 1042, Number: &exNumber, Hashes: []string{exHash}}, a.proveInclusion),
		answers(Route{Method: "GET", Pattern: Prefix + "/ledger/proofs/consistency", ID: "proveConsistency", Group: "Ledger", Action: policy.LedgerVerify, about: whole(policy.Ledger),
			Query:   []Parameter{{Name: "older", Form: Number, Required: true, Doc: "Size of the older tree.", Example: "512"}, sized},
			Summary: "Prove that the ledger only grew"}, Proof{Size: 1042, Older: &exOlder, Hashes: []string{exHash}}, a.proveConsistency),
		answers(Route{Method: "GET", Pattern: Prefix + "/ledger/entries", ID: "listEntries", Group: "Ledger", Action: policy.LedgerRead, about: whole(policy.Ledger),
			Query:   []Parameter{{Name: "after", Form: Number, Doc: "Only entries behind this number.", Example: "7"}, pageQuery[1]},
			Summary: "Browse the ledger, the oldest entry first"}, Page[Entry]{Items: []Entry{exampleEntryOfLedger}}, a.listEntries),
		answers(Route{Method: "GET", Pattern: Prefix + "/ledger/entries/{id}", ID: "getEntry", Group: "Ledger", Action: policy.LedgerRead, about: whole(policy.Ledger),
			Summary: "Read an entry", Doc: "409 for a moment after it was written, until it has its number."}, exampleEntryOfLedger, a.getEntry),
		streams(Route{Method: "GET", Pattern: Prefix + "/ledger/export", ID: "exportLedger", Group: "Ledger", Action: policy.LedgerExport, about: whole(policy.Ledger),
			Summary: "Export the ledger for an independent check", Doc: "JSON Lines, whose last line is a signed checkpoint over all entries."},
			"application/jsonl", `{"ledger":1,"origin":"preceptor/5f1d0c2b9a7e","size":1042}`, a.exportLedger),
	}
}

func (a *API) checkpoint(c *Call) (Checkpoint, error) {
	latest, err := a.Ledger.Latest(c.ctx())
	return Checkpoint{Origin: latest.Origin, Size: latest.Size, Root: latest.Root.String(), At: latest.At, Note: string(latest.Note)}, err
}

// size is the tree that a proof is asked for.
func (a *API) size(c *Call) (int64, error) {
	if c.word("size") != "" {
		return c.number("size", 0), nil
	}
	latest, err := a.Ledger.Latest(c.ctx())
	return latest.Size, err
}

func (a *API) proveInclusion(c *Call) (Proof, error) {
	size, err := a.size(c)
	number := c.number("number", 0)
	if err == nil && number >= size {
		err = errOutside
	}
	if err != nil {
		return Proof{}, err
	}
	proof, err := a.Ledger.ProveInclusion(c.ctx(), number, size)
	return Proof{Size: size, Number: &number, Hashes: each(proof, tlog.Hash.String)}, err
}

func (a *API) proveConsistency(c *Call) (Proof, error) {
	size, err := a.size(c)
	older := c.number("older", 0)
	if err == nil && (older < 1 || older > size) {
		err = errOutside
	}
	if err != nil {
		return Proof{}, err
	}
	proof, err := a.Ledger.ProveConsistency(c.ctx(), older, size)
	return Proof{Size: size, Older: &older, Hashes: each(proof, tlog.Hash.String)}, err
}

func (a *API) listEntries(c *Call) (Page[Entry], error) {
	first := c.number("after", -1) + 1
	size, err := a.Ledger.Size(c.ctx())
	if err != nil {
		return Page[Entry]{}, err
	}
	var found []Entry
	for leaf, err := range a.Ledger.Leaves(c.ctx(), first, min(size, first+int64(c.limit())+1)) {
		if err != nil {
			return Page[Entry]{}, err
		}
		found = append(found, leafOf(leaf))
	}
	return page(c, found, place), nil
}

func (a *API) getEntry(c *Call) (Entry, error) {
	leaf, err := a.Ledger.Find(c.ctx(), ledger.LeafID(c.id()))
	if err != nil {
		return Entry{}, err
	}
	return leafOf(leaf), nil
}

func leafOf(l ledger.Leaf) Entry {
	detail := l.Detail
	if detail == nil {
		detail = map[string]string{}
	}
	return Entry{Number: l.Index, ID: l.ID, At: l.At, Kind: l.Kind, Actor: l.Actor, Object: EntryObject(l.Object), Commitment: l.Commitment,
		Detail: detail, Hash: l.Hash().String(), Leaf: string(l.Raw)}
}
