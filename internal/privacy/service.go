package privacy

import (
	"context"
	"errors"
	"fmt"

	"preceptor/internal/db"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
)

// Accounts empties a person's account in the transaction of ctx; people.Service
// does. Emptying twice is fine; people.ErrNotFound when there is no such person.
type Accounts interface {
	Erase(ctx context.Context, by, who people.ID) error
}

// Config is what a Service needs.
type Config struct {
	DB       *db.DB
	IDs      *id.Source
	Vault    *Vault
	Ledger   *ledger.Ledger
	Accounts Accounts
}

// Service erases persons and keeps their consents. Who may ask for it is
// policy's part. It is safe for use by several goroutines.
type Service struct{ Config }

// New returns the service.
func New(c Config) *Service { return &Service{c} }

// Erase makes everything that the person wrote unreadable, for good: it empties
// the account and notes the erasure in one transaction, then destroys the key
// and scrubs the files of the database. What others wrote about the person in
// their own name stays. Erasing twice changes nothing; empty by means the
// command line.
func (s *Service) Erase(ctx context.Context, by, who people.ID) error {
	if err := s.note(ctx, by, who); err != nil {
		return fmt.Errorf("erasing a person: %w", err)
	}
	return s.finish(ctx, Erasure{Person: who, At: s.DB.Now()})
}

// note empties the account and writes down the erasure.
func (s *Service) note(ctx context.Context, by, who people.ID) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		if err := s.Accounts.Erase(ctx, by, who); err != nil {
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

// finish destroys the key, after the note has committed.
func (s *Service) finish(ctx context.Context, e Erasure) error {
	if err := s.Vault.keys.Destroy(ctx, e.Person, e.At); err != nil {
		return err
	}
	s.Vault.Evict(e.Person)
	return scrub(ctx, s.DB)
}

// Resume finishes erasures that a crash interrupted. It is called at every
// start, before anything is served, and returns how many there were.
func (s *Service) Resume(ctx context.Context) (int, error) {
	noted, err := listErasures(ctx, s.DB)
	if err != nil {
		return 0, err
	}
	resumed := 0
	for _, e := range noted {
		if _, err := s.Vault.keys.Get(ctx, e.Person); errors.Is(err, ErrErased) {
			continue
		}
		if err := s.finish(ctx, e); err != nil {
			return resumed, fmt.Errorf("finishing an erasure: %w", err)
		}
		resumed++
	}
	return resumed, nil
}

// Replay repeats erasures after a restore: those that the key store remembers
// and the restored database does not, and the other way round. A person of whom
// the database knows nothing has nothing to empty. It returns how many accounts
// it emptied.
func (s *Service) Replay(ctx context.Context) (int, error) {
	remembered, err := s.Vault.keys.Erasures(ctx)
	if err != nil {
		return 0, err
	}
	noted, err := listErasures(ctx, s.DB)
	if err != nil {
		return 0, err
	}
	known := map[people.ID]bool{}
	for _, e := range noted {
		known[e.Person] = true
	}
	replayed := 0
	for _, e := range remembered {
		if known[e.Person] {
			continue
		}
		err := s.note(ctx, "", e.Person)
		if errors.Is(err, people.ErrNotFound) {
			continue
		}
		if err != nil {
			return replayed, fmt.Errorf("replaying an erasure: %w", err)
		}
		replayed++
	}
	resumed, err := s.Resume(ctx)
	if err == nil && replayed > 0 && resumed == 0 {
		err = scrub(ctx, s.DB)
	}
	return replayed, err
}
