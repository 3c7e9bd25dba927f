package review

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"preceptor/internal/db"
	"preceptor/internal/events"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
)

// Vault seals comments under the key of who wrote them; *privacy.Vault is one.
type Vault interface {
	Seal(ctx context.Context, who people.ID, column privacy.Column, row string, plain []byte) (privacy.Sealed, error)
	Open(ctx context.Context, who people.ID, column privacy.Column, row string, sealed privacy.Sealed) ([]byte, error)
	Pseudonym(ctx context.Context, who people.ID) (people.Pseudonym, error)
}

// Ledger remembers, in the transaction of ctx; *ledger.Ledger is one.
type Ledger interface {
	Append(ctx context.Context, e ledger.Entry) (ledger.LeafID, error)
}

// Events tells the nodes, in the transaction of ctx; *events.Stream is one.
type Events interface {
	Append(ctx context.Context, e events.Event) error
}

// Config is what a Service needs.
type Config struct {
	DB     *db.DB
	IDs    *id.Source
	Vault  Vault
	Ledger Ledger
	Events Events
}

// Service keeps reviews. It does not ask whether a role may do what is asked:
// that is policy's part. It is safe for use by several goroutines.
type Service struct{ Config }

// New returns the service.
func New(c Config) *Service { return &Service{c} }

const commentColumn privacy.Column = "review_steps.comment"

// Open begins the review of a new thing as a draft, or returns the one that it
// has. approvals is how many people have to approve it, at least one. The
// thing's owner calls it in the transaction that makes the thing.
func (s *Service) Open(ctx context.Context, subject Subject, course people.CourseID, author people.ID, approvals int) (Review, error) {
	if err := subject.check(); err != nil {
		return Review{}, err
	}
	r := Review{
		ID: id.New[ID](s.IDs), Subject: subject, Course: course, Author: author, State: Draft,
		ApprovalsNeeded: max(1, approvals), Since: s.DB.Now().Time(), Version: 1,
	}
	err := s.DB.Tx(ctx, func(ctx context.Context) error {
		if err := s.insert(ctx, r); err != nil {
			return err
		}
		var err error
		r, err = s.selectSubject(ctx, subject)
		return err
	})
	return r, err
}

// Get returns a review, or ErrNotFound.
func (s *Service) Get(ctx context.Context, review ID) (Review, error) {
	return s.selectOne(ctx, review)
}

// Of returns the review of a thing, or ErrNotFound.
func (s *Service) Of(ctx context.Context, subject Subject) (Review, error) {
	return s.selectSubject(ctx, subject)
}

// Decide takes a step: it is checked, kept, told to the ledger and to the nodes
// in the transaction of ctx, or in one of its own. It may return any error of
// this package.
func (s *Service) Decide(ctx context.Context, review ID, d Decision) (Review, error) {
	d.Comment = strings.TrimSpace(d.Comment)
	step := Step{ID: id.New[StepID](s.IDs), Action: d.Action, By: d.By, Comment: d.Comment, At: s.DB.Now().Time()}
	sealed, err := s.sealComment(ctx, step)
	if err != nil {
		return Review{}, err
	}
	var after Review
	err = s.DB.Tx(ctx, func(ctx context.Context) error {
		after, err = s.take(ctx, review, d, step, sealed)
		return err
	})
	return after, err
}

func (s *Service) take(ctx context.Context, review ID, d Decision, step Step, comment privacy.Sealed) (Review, error) {
	before, err := s.selectOne(ctx, review)
	if err != nil {
		return Review{}, err
	}
	approvers, err := s.approvers(ctx, before)
	if err != nil {
		return Review{}, err
	}
	to, err := before.Next(d, approvers)
	if err != nil {
		return Review{}, err
	}
	after := before.after(d, to, step.At)
	step.From, step.To, step.Revision = before.State, to, after.Revision
	return after, s.keep(ctx, after, step, comment)
}

func (s *Service) keep(ctx context.Context, r Review, step Step, comment privacy.Sealed) error {
	if err := s.update(ctx, r); err != nil {
		return err
	}
	if err := s.insertStep(ctx, r, step, comment); err != nil {
		return err
	}
	if err := s.tellLedger(ctx, r, step, comment); err != nil {
		return err
	}
	return s.tellNodes(ctx, r, step)
}

func (s *Service) sealComment(ctx context.Context, step Step) (privacy.Sealed, error) {
	if step.Comment == "" || step.By == "" {
		return nil, nil
	}
	sealed, err := s.Vault.Seal(ctx, step.By, commentColumn, string(step.ID), []byte(step.Comment))
	if err != nil {
		return nil, fmt.Errorf("sealing a comment: %w", err)
	}
	return sealed, nil
}

// eventKinds are told to the nodes, and to the ledger under the same name.
var eventKinds = map[Action]string{
	Submit: "review.submitted", Withdraw: "review.withdrawn", Return: "review.returned", Approve: "review.approved",
	Revise: "review.revised", Retire: "review.retired", Restore: "review.restored",
}

func (s *Service) tellNodes(ctx context.Context, r Review, step Step) error {
	return s.Events.Append(ctx, events.Event{
		Kind: events.Kind(eventKinds[step.Action]), Subject: string(r.ID), Course: string(r.Course), Person: string(step.By),
	})
}

func (s *Service) tellLedger(ctx context.Context, r Review, step Step, comment privacy.Sealed) error {
	name, err := s.Vault.Pseudonym(ctx, step.By)
	if err != nil {
		return err
	}
	entry := ledger.Entry{
		Kind: ledger.Kind(eventKinds[step.Action]), At: step.At, Actor: ledger.Actor(name),
		Object: ledger.Object{Kind: r.Subject.Kind, ID: r.Subject.ID},
		Detail: map[string]string{"review": string(r.ID), "state": string(step.To), "revision": strconv.FormatInt(step.Revision, 10)},
	}
	if len(comment) > 0 {
		entry.Commitment = privacy.Commitment(comment)
	}
	_, err = s.Ledger.Append(ctx, entry)
	return err
}

// History returns the steps of a review, oldest first.
func (s *Service) History(ctx context.Context, review ID) ([]Step, error) {
	steps, comments, err := s.selectSteps(ctx, review)
	if err != nil {
		return nil, err
	}
	for i := range steps {
		if err := s.openComment(ctx, &steps[i], comments[i]); err != nil {
			return nil, err
		}
	}
	return steps, nil
}

func (s *Service) openComment(ctx context.Context, step *Step, sealed privacy.Sealed) error {
	if len(sealed) == 0 {
		return nil
	}
	plain, err := s.Vault.Open(ctx, step.By, commentColumn, string(step.ID), sealed)
	if errors.Is(err, privacy.ErrErased) {
		step.Erased = true
		return nil
	}
	if err != nil {
		return fmt.Errorf("opening a comment: %w", err)
	}
	step.Comment = string(plain)
	return nil
}

// Inbox is what waits for a person.
type Inbox struct {
	ToDecide  []Review // that this person may judge, longest waiting first
	ToCorrect []Review // the person's own that were sent back, longest waiting first
}

// Inbox returns at most most reviews of each sort. decidable is the scope of
// policy.ReviewDecide for this person.
func (s *Service) Inbox(ctx context.Context, who people.ID, decidable policy.Predicate, most int) (Inbox, error) {
	toDecide, err := s.selectToDecide(ctx, who, decidable, most)
	if err != nil {
		return Inbox{}, err
	}
	toCorrect, err := s.selectToCorrect(ctx, who, most)
	return Inbox{toDecide, toCorrect}, err
}

// List returns at most most reviews of a kind of thing in one state that the
// scope holds, longest in that state first. An empty kind or state means all.
func (s *Service) List(ctx context.Context, scope policy.Predicate, kind string, state State, most int) ([]Review, error) {
	return s.selectList(ctx, scope, kind, state, most)
}
