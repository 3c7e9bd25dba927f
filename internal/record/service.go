package record

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/privacy"
)

// Vault seals bodies under the learner's key; *privacy.Vault is one.
type Vault interface {
	Seal(ctx context.Context, who people.ID, column privacy.Column, row string, plain []byte) (privacy.Sealed, error)
	Open(ctx context.Context, who people.ID, column privacy.Column, row string, sealed privacy.Sealed) ([]byte, error)
}

// Names finds the pseudonym under which the ledger knows a person.
type Names interface {
	Pseudonym(ctx context.Context, who people.ID) (people.Pseudonym, error)
}

// Ledger remembers, in the transaction of ctx; *ledger.Ledger is one.
type Ledger interface {
	Append(ctx context.Context, e ledger.Entry) (ledger.LeafID, error)
}

// Config is what a Service needs.
type Config struct {
	DB     *db.DB
	IDs    *id.Source
	Vault  Vault
	Names  Names
	Ledger Ledger
}

// Service keeps records. Who may read what comes with each question as a scope.
// It is safe for use by several goroutines.
type Service struct{ Config }

// New returns the service.
func New(c Config) *Service { return &Service{c} }

const bodyColumn privacy.Column = "records.body"

// Append keeps the record and its ledger entry in the transaction of ctx, or in
// one of its own.
func (s *Service) Append(ctx context.Context, e Envelope) (Record, error) {
	if err := e.Check(); err != nil {
		return Record{}, err
	}
	if e.ID == "" {
		e.ID = id.New[ID](s.IDs)
	}
	e.At = e.At.UTC().Truncate(time.Microsecond)
	e.Competencies = tidy(e.Competencies)
	sealed, err := s.Vault.Seal(ctx, e.Learner, bodyColumn, string(e.ID), e.Body)
	if err != nil {
		return Record{}, fmt.Errorf("sealing a record: %w", err)
	}
	r := Record{Envelope: e}
	err = s.DB.Tx(ctx, func(ctx context.Context) error {
		if err := s.checkSuperseded(ctx, e); err != nil {
			return err
		}
		if r.Leaf, err = s.tellLedger(ctx, e, sealed); err != nil {
			return err
		}
		return s.insert(ctx, r, sealed)
	})
	return r, err
}

// tidy sorts the codes and drops repetitions.
func tidy(codes []string) []string { return slices.Compact(slices.Sorted(slices.Values(codes))) }

func (s *Service) checkSuperseded(ctx context.Context, e Envelope) error {
	if e.Supersedes == "" {
		return nil
	}
	old, replaced, err := s.find(ctx, e.Supersedes)
	if err != nil {
		return err
	}
	if replaced || old.Learner != e.Learner || old.Activity != e.Activity || !MayServeAs(old.Purpose, e.Purpose) {
		return ErrSupersedes
	}
	return nil
}

func (s *Service) tellLedger(ctx context.Context, e Envelope, sealed privacy.Sealed) (ledger.LeafID, error) {
	entry := ledger.Entry{
		Kind: "record.appended", Actor: ledger.System,
		Object:     ledger.Object{Kind: "record", ID: string(e.ID)},
		Commitment: privacy.Commitment(sealed),
		Detail:     map[string]string{"activity": e.Activity.Kind, "purpose": string(e.Purpose), "schema": e.Schema},
	}
	if e.Supersedes != "" {
		entry.Kind, entry.Detail["supersedes"] = "record.corrected", string(e.Supersedes)
	}
	if e.By != "" {
		name, err := s.Names.Pseudonym(ctx, e.By)
		if err != nil {
			return "", err
		}
		entry.Actor = ledger.Actor(name)
	}
	return s.Ledger.Append(ctx, entry)
}

// Body opens what the record says; privacy.ErrErased when its learner was erased.
func (s *Service) Body(ctx context.Context, r Record) (json.RawMessage, error) {
	sealed, err := s.sealedBody(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	return s.Vault.Open(ctx, r.Learner, bodyColumn, string(r.ID), sealed)
}

// Commitment is what the ledger entry of the record must carry: the SHA-256 of
// the sealed body as it is stored.
func (s *Service) Commitment(ctx context.Context, record ID) ([]byte, error) {
	sealed, err := s.sealedBody(ctx, record)
	if err != nil {
		return nil, err
	}
	return privacy.Commitment(sealed), nil
}

// Get reads one record without its body, and whether a correction replaced it.
// It asks for no scope: the caller names the record and asks policy about it.
func (s *Service) Get(ctx context.Context, record ID) (r Record, replaced bool, err error) {
	return s.find(ctx, record)
}
