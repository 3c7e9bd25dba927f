package api

import (
	"context"
	"encoding/json"
	"io"
	"iter"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"preceptor/internal/cases"
	"preceptor/internal/encounter"
	"preceptor/internal/events"
	"preceptor/internal/jobs"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/record"
	"preceptor/internal/rubric"
)

// Services are what the API translates for. The comment beside each names the
// type of the floors below that is one.
type Services struct {
	Policy     Policy     // *policy.Policy
	People     People     // *people.Service
	Cases      Cases      // *cases.Catalogue
	Encounters Encounters // *encounter.Service
	Records    Records    // *record.Service
	Ledger     Ledger     // *ledger.Ledger
	Jobs       Jobs       // *jobs.Queue
	Events     Events     // *events.Stream
}

// Policy decides who may do what.
type Policy interface {
	Allow(ctx context.Context, actor policy.Actor, action policy.Action, object policy.Object) error
	Scope(ctx context.Context, actor policy.Actor, action policy.Action, kind policy.Kind) (policy.Predicate, error)
}

// People keeps accounts, courses and API tokens, and knows who is at the door.
type People interface {
	policy.Doors
	Person(ctx context.Context, who people.ID) (people.Person, error)
	People(ctx context.Context, where string, args []any, page people.Page) ([]people.Person, error)
	PresenceOf(ctx context.Context, who people.ID) (people.Presence, error)
	Suspend(ctx context.Context, by, who people.ID) error
	Restore(ctx context.Context, by, who people.ID) error
	Course(ctx context.Context, course people.CourseID) (people.Course, error)
	Courses(ctx context.Context, where string, args []any) ([]people.Course, error)
	Cohorts(ctx context.Context, course people.CourseID) ([]people.Cohort, error)
	Members(ctx context.Context, course people.CourseID) ([]people.Member, error)
	Tokens(ctx context.Context, who people.ID) ([]people.Token, error)
	TokenOwner(ctx context.Context, token people.TokenID) (people.ID, error)
	AddToken(ctx context.Context, who people.ID, name string, scopes []people.Scope, life time.Duration) (people.Token, string, error)
	RevokeToken(ctx context.Context, by, who people.ID, token people.TokenID) error
}

// Cases keeps the patients' files.
type Cases interface {
	Find(ctx context.Context, id string) (cases.Listed, error)
	List(ctx context.Context, scope policy.Predicate) ([]cases.Listed, error)
	Get(ctx context.Context, id string, version int) (*cases.Case, error)
}

// Encounters runs talks with patients.
type Encounters interface {
	Open(ctx context.Context, o encounter.Opening) (encounter.Encounter, error)
	Get(ctx context.Context, id encounter.ID) (encounter.Encounter, error)
	List(ctx context.Context, scope policy.Predicate, limit, offset int) ([]encounter.Encounter, error)
	Case(ctx context.Context, e encounter.Encounter) (*cases.Case, error)
	Take(ctx context.Context, id encounter.ID, in encounter.TurnInput) (encounter.Turn, error)
	Turns(ctx context.Context, e encounter.Encounter, from int) ([]encounter.Turn, error)
	Finish(ctx context.Context, id encounter.ID) (encounter.Encounter, error)
	Leave(ctx context.Context, id encounter.ID) error
	Marks(ctx context.Context, e encounter.Encounter) (rubric.Marks, error)
	Overrule(ctx context.Context, id encounter.ID, by people.ID, o encounter.Overruling) error
	Sign(ctx context.Context, id encounter.ID, by people.ID, version int64) error
}

// Records keeps learning evidence.
type Records interface {
	List(ctx context.Context, q record.Query) ([]record.Record, error)
	Get(ctx context.Context, id record.ID) (r record.Record, replaced bool, err error)
	Body(ctx context.Context, r record.Record) (json.RawMessage, error)
}

// Ledger proves what happened.
type Ledger interface {
	Size(ctx context.Context) (int64, error)
	Latest(ctx context.Context) (ledger.Checkpoint, error)
	Find(ctx context.Context, leaf ledger.LeafID) (ledger.Leaf, error)
	Leaves(ctx context.Context, first, limit int64) iter.Seq2[ledger.Leaf, error]
	ProveInclusion(ctx context.Context, number, size int64) (tlog.RecordProof, error)
	ProveConsistency(ctx context.Context, older, newer int64) (tlog.TreeProof, error)
	Export(ctx context.Context, w io.Writer) (ledger.Checkpoint, error)
}

// Jobs is the work that goes on in the background.
type Jobs interface {
	List(ctx context.Context, f jobs.Filter) ([]jobs.Job, error)
	Get(ctx context.Context, job jobs.ID) (jobs.Job, error)
	Cancel(ctx context.Context, job jobs.ID) error
	Retry(ctx context.Context, job jobs.ID) error
}

// Events is what happens, in order.
type Events interface {
	Subscribe(buffer int, match func(events.Event) bool) *events.Subscription
	Read(ctx context.Context, after events.Position, limit int) ([]events.Event, error)
	Last(ctx context.Context) (events.Position, error)
}
