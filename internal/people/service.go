package people

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"preceptor/internal/db"
	"preceptor/internal/id"
)

// Ledger remembers changes of accounts. It joins the transaction of ctx.
type Ledger interface {
	Append(ctx context.Context, note Note) error
}

// Note is one change of an account, told without saying whose it is.
type Note struct {
	Kind    string    // for example "person.suspended"
	Subject Pseudonym // whose account
	By      Pseudonym // who did it; empty at the command line
	Detail  string    // a role, a course; never a name
}

// Names finds the pseudonym under which the ledger knows a person;
// *privacy.Vault is one.
type Names interface {
	Pseudonym(ctx context.Context, who ID) (Pseudonym, error)
}

// Config is what a Service needs.
type Config struct {
	DB        *db.DB
	IDs       *id.Source
	Now       func() time.Time
	Entropy   io.Reader // crypto/rand.Reader outside tests
	Ledger    Ledger    // nil: changes are not noted
	Names     Names     // needed with a ledger
	Site      Site      // zero: passkeys are off
	Cost      Cost      // zero: DefaultCost
	Lifetimes Lifetimes // zero: DefaultLifetimes
}

// Service keeps accounts, courses and ways in. It does not ask whether the
// caller may do what it does: that is policy's part, and the faces' duty. It is
// safe for use by several goroutines.
type Service struct {
	db        *db.DB
	ids       *id.Source
	now       func() time.Time
	entropy   io.Reader
	ledger    Ledger
	names     Names
	hasher    *hasher
	passkeys  *webauthn.WebAuthn // nil: off
	lifetimes Lifetimes
}

// New checks the configuration and returns the service.
func New(c Config) (*Service, error) {
	if c.DB == nil || c.IDs == nil || c.Now == nil || c.Entropy == nil {
		return nil, errors.New("people needs a database, identifiers, a clock and randomness")
	}
	if c.Ledger != nil && c.Names == nil {
		return nil, errors.New("people needs pseudonyms to tell the ledger of")
	}
	if c.Cost == (Cost{}) {
		c.Cost = DefaultCost
	}
	if c.Lifetimes == (Lifetimes{}) {
		c.Lifetimes = DefaultLifetimes
	}
	hasher, err := newHasher(c.Cost, c.Entropy)
	if err != nil {
		return nil, err
	}
	passkeys, err := c.Site.relyingParty()
	if err != nil {
		return nil, err
	}
	return &Service{db: c.DB, ids: c.IDs, now: c.Now, entropy: c.Entropy, ledger: c.Ledger, names: c.Names,
		hasher: hasher, passkeys: passkeys, lifetimes: c.Lifetimes}, nil
}

func (s *Service) at() db.Time { return db.At(s.now()) }

// note tells the ledger, by pseudonyms, inside the transaction of ctx.
func (s *Service) note(ctx context.Context, kind string, who, by ID, detail string) error {
	if s.ledger == nil {
		return nil
	}
	subject, err := s.names.Pseudonym(ctx, who)
	if err != nil {
		return err
	}
	var author Pseudonym
	if by != "" {
		if author, err = s.names.Pseudonym(ctx, by); err != nil {
			return err
		}
	}
	if err := s.ledger.Append(ctx, Note{Kind: kind, Subject: subject, By: author, Detail: detail}); err != nil {
		return fmt.Errorf("noting %s in the ledger: %w", kind, err)
	}
	return nil
}
