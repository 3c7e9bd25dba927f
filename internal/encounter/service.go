package encounter

import (
	"context"
	"errors"
	"fmt"
	"time"

	"preceptor/internal/cases"
	"preceptor/internal/db"
	"preceptor/internal/events"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
	"preceptor/internal/record"
)

// Cases gives the case that an encounter is with.
type Cases interface {
	Find(ctx context.Context, id string) (cases.Listed, error)
	Get(ctx context.Context, id string, version int) (*cases.Case, error)
}

// Vault seals what people say under their own keys.
type Vault interface {
	Seal(ctx context.Context, who people.ID, column privacy.Column, row string, plain []byte) (privacy.Sealed, error)
	Open(ctx context.Context, who people.ID, column privacy.Column, row string, sealed privacy.Sealed) ([]byte, error)
}

// Pseudonyms names people for the ledger.
type Pseudonyms interface {
	Pseudonym(ctx context.Context, who people.ID) (people.Pseudonym, error)
}

// Ledger remembers, in the transaction of ctx.
type Ledger interface {
	Append(ctx context.Context, e ledger.Entry) (ledger.LeafID, error)
}

// Records keeps learning evidence, in the transaction of ctx.
type Records interface {
	Append(ctx context.Context, e record.Envelope) (record.Record, error)
	List(ctx context.Context, q record.Query) ([]record.Record, error)
}

// Events tells the rest of the house, in the transaction of ctx.
type Events interface {
	Append(ctx context.Context, e events.Event) error
}

// Config is what a Service needs.
type Config struct {
	DB         *db.DB
	IDs        *id.Source
	Cases      Cases
	Vault      Vault
	Pseudonyms Pseudonyms
	Ledger     Ledger
	Records    Records
	Events     Events
	Gate       Gate          // nil: the engine words every reply
	Patience   time.Duration // how long a turn waits for a model's wording; 0: usualPatience
}

// usualPatience is as long as a learner may well wait for an answer.
const usualPatience = 8 * time.Second

// Service runs encounters. Whether the caller may is asked by the faces, before.
// It is safe for use by several goroutines.
type Service struct {
	Config
	queue queue
}

// New returns the service.
func New(c Config) *Service {
	if c.Patience == 0 {
		c.Patience = usualPatience
	}
	return &Service{Config: c}
}

// Opening is what it takes to begin an encounter.
type Opening struct {
	ID      ID // made by the learner's device
	Learner people.ID
	Course  people.CourseID
	Case    string
	Purpose policy.Purpose
}

// Open begins an encounter with the newest version of the case. Beginning it
// again under the same id gives the one that is there.
func (s *Service) Open(ctx context.Context, o Opening) (Encounter, error) {
	if err := o.check(); err != nil {
		return Encounter{}, err
	}
	listed, err := s.Cases.Find(ctx, o.Case)
	if err != nil {
		return Encounter{}, err
	}
	begun := Encounter{ID: o.ID, Learner: o.Learner, Course: o.Course, Case: o.Case, CaseVersion: listed.Latest,
		Purpose: o.Purpose, Status: Talking, OpenedAt: s.DB.Now(), Version: 1}
	state, err := s.sealState(ctx, begun, cases.State{})
	if err != nil {
		return Encounter{}, err
	}
	var e Encounter
	err = s.DB.Tx(ctx, func(ctx context.Context) (err error) {
		if e, err = s.load(ctx, o.ID); errors.Is(err, ErrNotFound) {
			e, err = s.begin(ctx, begun, state)
		}
		return err
	})
	if err != nil {
		return Encounter{}, err
	}
	return o.sameAs(e)
}

// sameAs keeps one person from opening under another's id, and an id from
// standing for two things. Whose it is otherwise is not told.
func (o Opening) sameAs(e Encounter) (Encounter, error) {
	switch {
	case e.Learner != o.Learner:
		return Encounter{}, ErrNotFound
	case e.Case != o.Case || e.Purpose != o.Purpose:
		return Encounter{}, ErrOpenTaken
	}
	return e, nil
}

func (s *Service) begin(ctx context.Context, e Encounter, state privacy.Sealed) (Encounter, error) {
	last, err := s.lastAttempt(ctx, e.Learner, e.Case)
	if err != nil {
		return Encounter{}, err
	}
	e.Attempt = last + 1
	if err := s.insert(ctx, e, state); err != nil {
		return Encounter{}, err
	}
	return e, s.remember(ctx, e, "encounter.opened", nil, map[string]string{
		"case": e.Case, "case_version": fmt.Sprint(e.CaseVersion), "purpose": string(e.Purpose), "attempt": fmt.Sprint(e.Attempt)})
}

// Get returns an encounter without what was said, or ErrNotFound.
func (s *Service) Get(ctx context.Context, encounter ID) (Encounter, error) {
	return s.load(ctx, encounter)
}

// Case returns the very version of the case that the encounter is with.
func (s *Service) Case(ctx context.Context, e Encounter) (*cases.Case, error) {
	return s.Cases.Get(ctx, e.Case, e.CaseVersion)
}

// Leave ends an encounter without marks. Leaving twice changes nothing. A turn
// that is stored at the same moment stays.
func (s *Service) Leave(ctx context.Context, encounter ID) error {
	for range mostMoves {
		if err := s.leaveOnce(ctx, encounter); !errors.Is(err, errMoved) {
			return err
		}
	}
	return ErrBusy
}

func (s *Service) leaveOnce(ctx context.Context, encounter ID) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		e, err := s.load(ctx, encounter)
		if err != nil || e.Status == Left {
			return err
		}
		if err := e.mayGoOn(); err != nil {
			return err
		}
		e.Status, e.FinishedAt = Left, s.DB.Now()
		if err := s.close(ctx, e, nil); err != nil {
			return err
		}
		return s.remember(ctx, e, "encounter.left", nil, nil)
	})
}

// remember writes the ledger's leaf and the event of what has just been stored.
func (s *Service) remember(ctx context.Context, e Encounter, kind string, sealed privacy.Sealed, detail map[string]string) error {
	return s.rememberBy(ctx, e, e.Learner, kind, sealed, detail)
}

func (s *Service) rememberBy(ctx context.Context, e Encounter, by people.ID, kind string, sealed privacy.Sealed, detail map[string]string) error {
	actor, err := s.Pseudonyms.Pseudonym(ctx, by)
	if err != nil {
		return err
	}
	entry := ledger.Entry{Kind: ledger.Kind(kind), Actor: ledger.Actor(actor),
		Object: ledger.Object{Kind: "encounter", ID: string(e.ID)}, Detail: detail}
	if sealed != nil {
		entry.Commitment = privacy.Commitment(sealed)
	}
	if _, err := s.Ledger.Append(ctx, entry); err != nil {
		return err
	}
	return s.Events.Append(ctx, events.Event{Kind: events.Kind(kind), Subject: string(e.ID), Course: string(e.Course), Person: string(e.Learner)})
}
