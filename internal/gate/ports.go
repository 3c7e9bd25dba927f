package gate

import (
	"context"

	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/privacy"
)

// Policy decides whether a model may be used for a matter.
type Policy interface {
	// AllowModel returns nil to allow; any error refuses. Hosted says that the wire in question
	// leaves the institution.
	AllowModel(ctx context.Context, m Matter, hosted bool) error
}

// Privacy decides what may leave the house, and in what form.
type Privacy interface {
	// Release is shown every text of a call that is not the program's own. It gives back as many
	// texts, masked where needed; any error refuses.
	Release(ctx context.Context, m Matter, texts []string) (Released, error)
}

// Released is what privacy lets go.
type Released struct {
	Texts []string
	// Hosted allows wires that are not local. The zero value keeps everything in the house.
	Hosted bool
	// Masked counts what was replaced.
	Masked int
}

// Ledger remembers; *ledger.Ledger is one. Append joins the transaction of ctx.
type Ledger interface {
	Append(ctx context.Context, e ledger.Entry) (ledger.LeafID, error)
}

// Names finds the pseudonym under which the ledger knows a person; *privacy.Vault is one.
type Names interface {
	Pseudonym(ctx context.Context, who people.ID) (people.Pseudonym, error)
}

// LocalUnlessPublic is the privacy of an installation without a detector of health information: public
// texts may go anywhere, all others to local wires only, and nothing is masked.
type LocalUnlessPublic struct{}

// Release never refuses; it only keeps what is not public in the house.
func (LocalUnlessPublic) Release(_ context.Context, m Matter, texts []string) (Released, error) {
	return Released{Texts: texts, Hosted: m.Class == privacy.Public}, nil
}
