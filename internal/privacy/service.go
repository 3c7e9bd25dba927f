package privacy

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"preceptor/internal/db"
	"preceptor/internal/events"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
)

// Accounts empties a person's account in the transaction of ctx; people.Service
// does. Emptying twice is fine; people.ErrNotFound when there is no such person.
type Accounts interface {
	Erase(ctx context.Context, who people.ID) error
}

// Events tells the nodes; *events.Stream does.
type Events interface {
	Append(ctx context.Context, e events.Event) error
}

// Erased is the kind of the event that tells every node to forget a person's
// key; the subject is the person.
const Erased events.Kind = "person.erased"

// Config is what a Service needs.
type Config struct {
	DB       *db.DB
	IDs      *id.Source
	Vault    *Vault
	Ledger   *ledger.Ledger
	Accounts Accounts
	Events   Events // nil: there are no nodes to tell, as during a restore
}

// Service erases persons and keeps their consents. Who may ask for it is
// policy's part. It is safe for use by several goroutines.
type Service struct{ Config }

// New returns the service.
func New(c Config) *Service { return &Service{c} }

// ErrInside is returned by Erase inside a transaction: a key cannot come back
// when the transaction is rolled back.
var ErrInside = errors.New("nobody is erased inside a transaction")

// Erase makes everything that the person wrote unreadable, for good: it empties
// the account and notes the erasure in one transaction, then destroys the key
// and scrubs the files of the database. What others wrote about the person in
// their own name stays. Erasing twice changes nothing; empty by means the
// command line. After an error the rest is done at the next start.
func (s *Service) Erase(ctx context.Context, by, who people.ID) error {
	if s.DB.InTx(ctx) {
		return ErrInside
	}
	if err := s.note(ctx, by, who); err != nil {
		return fmt.Errorf("erasing a person: %w", err)
	}
	_, err := s.Resume(ctx)
	return err
}

// note empties the account and writes down the erasure.
func (s *Service) note(ctx context.Context, by, who people.ID) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		if err := s.Accounts.Erase(ctx, who); err != nil {
			return err
		}
		fresh, err := s.insertErasure(ctx, Erasure{Person: who, At: s.DB.Now()})
		if err != nil || !fresh {
			return err
		}
		return s.tellLedger(ctx, by, who)
	})
}

// tellLedger names the person by the pseudonym, which from now on leads nowhere.
func (s *Service) tellLedger(ctx context.Context, by, who people.ID) error {
	subject, err := s.Vault.Pseudonym(ctx, who)
	if errors.Is(err, ErrErased) { // the key went first, in an erasure that is being replayed
		_, err = s.Ledger.Append(ctx, ledger.Entry{Kind: "privacy.erasure_replayed", Actor: ledger.System})
		return err
	}
	if err != nil {
		return err
	}
	actor, err := s.actor(ctx, by)
	if err != nil {
		return err
	}
	_, err = s.Ledger.Append(ctx, ledger.Entry{
		Kind: "privacy.erased", Actor: actor,
		Object: ledger.Object{Kind: "person", ID: string(subject)},
	})
	return err
}

// actor is the pseudonym of who acts; the system when nobody is named.
func (s *Service) actor(ctx context.Context, by people.ID) (ledger.Actor, error) {
	if by == "" {
		return ledger.System, nil
	}
	name, err := s.Vault.Pseudonym(ctx, by)
	return ledger.Actor(name), err
}

// Resume finishes erasures that were noted: it destroys the keys, scrubs the
// files of the database, and then notes that this is done. It is called at every
// start, before anything is served, and returns how many there were.
func (s *Service) Resume(ctx context.Context) (int, error) {
	open, err := s.unfinished(ctx)
	if err != nil || len(open) == 0 {
		return 0, err
	}
	for _, e := range open {
		if err := s.destroyKey(ctx, e); err != nil {
			return 0, fmt.Errorf("finishing an erasure: %w", err)
		}
	}
	if err := scrub(ctx, s.DB); err != nil {
		return 0, fmt.Errorf("finishing an erasure: %w", err)
	}
	for _, e := range open {
		if err := s.setFinished(ctx, e.Person, s.DB.Now()); err != nil {
			return 0, err
		}
	}
	return len(open), nil
}

// destroyKey tells the nodes after the key is gone, so that none reads it again
// from the store. A crash in between tells them twice, which is fine.
func (s *Service) destroyKey(ctx context.Context, e Erasure) error {
	if err := s.Vault.keys.Destroy(ctx, e.Person, e.At); err != nil {
		return err
	}
	s.Vault.Evict(e.Person)
	if s.Events == nil {
		return nil
	}
	return s.Events.Append(ctx, events.Event{Kind: Erased, Subject: string(e.Person), Person: string(e.Person)})
}

// Replay repeats erasures after a restore: those that the key store remembers
// and the restored database does not, and the other way round. A person of whom
// the database knows nothing has nothing to empty. It returns how many accounts
// it emptied.
func (s *Service) Replay(ctx context.Context) (int, error) {
	if err := s.reopenErasures(ctx); err != nil {
		return 0, err
	}
	missing, err := s.notNoted(ctx)
	if err != nil {
		return 0, err
	}
	replayed := 0
	for _, e := range missing {
		err := s.note(ctx, "", e.Person)
		if errors.Is(err, people.ErrNotFound) {
			continue
		}
		if err != nil {
			return replayed, fmt.Errorf("replaying an erasure: %w", err)
		}
		replayed++
	}
	_, err = s.Resume(ctx)
	return replayed, err
}

// notNoted are the erasures of the key store that the database does not know.
func (s *Service) notNoted(ctx context.Context) ([]Erasure, error) {
	remembered, err := s.Vault.keys.Erasures(ctx)
	if err != nil {
		return nil, err
	}
	noted, err := listErasures(ctx, s.DB)
	return slices.DeleteFunc(remembered, func(e Erasure) bool {
		return slices.ContainsFunc(noted, func(n Erasure) bool { return n.Person == e.Person })
	}), err
}
