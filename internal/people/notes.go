package people

import (
	"context"

	"preceptor/internal/ledger"
)

// entries is *ledger.Ledger as far as notes need it.
type entries interface {
	Append(ctx context.Context, e ledger.Entry) (ledger.LeafID, error)
}

// NotesIn writes notes as entries of the ledger.
func NotesIn(l entries) Ledger { return ledgerNotes{l} }

type ledgerNotes struct{ entries entries }

// Append joins the transaction of ctx.
func (n ledgerNotes) Append(ctx context.Context, note Note) error {
	entry := ledger.Entry{Kind: ledger.Kind(note.Kind), Actor: ledger.System, Object: ledger.Object{Kind: "person", ID: string(note.Subject)}}
	if note.By != "" {
		entry.Actor = ledger.Actor(note.By)
	}
	if note.Detail != "" {
		entry.Detail = map[string]string{"what": note.Detail}
	}
	_, err := n.entries.Append(ctx, entry)
	return err
}
