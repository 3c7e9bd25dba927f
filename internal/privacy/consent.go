package privacy

import (
	"context"
	"errors"
	"regexp"

	"preceptor/internal/db"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
)

// Faults of a consent.
var (
	ErrPurpose    = errors.New("a purpose of consent is one word in lower case")
	ErrTextMissed = errors.New("consent is given to one version of its text")
)

// ConsentID names one decision.
type ConsentID string

// Purpose is what a person agrees to: "models.hosted", "research" …
type Purpose string

var purposeForm = regexp.MustCompile(`^[a-z][a-z0-9_.]{0,39}$`)

// Consent is one decision of a person. Decisions are only added; the last one counts.
type Consent struct {
	ID      ConsentID
	Person  people.ID
	Purpose Purpose
	Text    string // the version of the text that the person saw, for example "research/3"
	Given   bool   // false: withdrawn
	At      db.Time
}

// Give writes down that the person agrees to the purpose in this version of its text.
func (s *Service) Give(ctx context.Context, who people.ID, purpose Purpose, text string) error {
	return s.decide(ctx, Consent{Person: who, Purpose: purpose, Text: text, Given: true})
}

// Withdraw writes down that the person no longer agrees. It needs no reason
// and works from now on, not backwards.
func (s *Service) Withdraw(ctx context.Context, who people.ID, purpose Purpose, text string) error {
	return s.decide(ctx, Consent{Person: who, Purpose: purpose, Text: text})
}

func (s *Service) decide(ctx context.Context, c Consent) error {
	if !purposeForm.MatchString(string(c.Purpose)) {
		return ErrPurpose
	}
	if c.Text == "" {
		return ErrTextMissed
	}
	actor, err := s.actor(ctx, c.Person)
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		c.ID, c.At = id.New[ConsentID](s.IDs), s.DB.Now()
		if err := s.insertConsent(ctx, c); err != nil {
			return err
		}
		_, err := s.Ledger.Append(ctx, ledger.Entry{
			Kind: consentKind(c.Given), Actor: actor, Object: ledger.Object{Kind: "consent", ID: string(c.ID)},
			Detail: map[string]string{"purpose": string(c.Purpose), "text": c.Text},
		})
		return err
	})
}

func consentKind(given bool) ledger.Kind {
	if given {
		return "consent.given"
	}
	return "consent.withdrawn"
}

// Consents says whether the person agrees to the purpose in this very version
// of its text; a new version asks anew.
func (s *Service) Consents(ctx context.Context, who people.ID, purpose Purpose, text string) (bool, error) {
	last, err := s.lastConsent(ctx, who, purpose)
	if errors.Is(err, db.ErrNoRows) {
		return false, nil
	}
	return err == nil && last.Given && last.Text == text, err
}
