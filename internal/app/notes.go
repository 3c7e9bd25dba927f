package app

import (
	"context"

	"preceptor/internal/ledger"
	"preceptor/internal/people"
)

// accountNotes writes changes of accounts into the ledger.
type accountNotes struct{ ledger *ledger.Ledger }

// Append names both people by pseudonym; nobody stands for the installation itself.
func (n accountNotes) Append(ctx context.Context, note people.Note) error {
	entry := ledger.Entry{Kind: ledger.Kind(note.Kind), Actor: ledger.System,
		Object: ledger.Object{Kind: "person", ID: string(note.Subject)}}
	if note.By != "" {
		entry.Actor = ledger.Actor(note.By)
	}
	if note.Detail != "" {
		entry.Detail = map[string]string{"detail": note.Detail}
	}
	_, err := n.ledger.Append(ctx, entry)
	return err
}
