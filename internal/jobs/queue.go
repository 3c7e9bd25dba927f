package jobs

import (
	"context"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/id"
)

// Queue is the table of jobs of one installation.
type Queue struct {
	db   *db.DB
	ids  *id.Source
	wake chan struct{}
}

// NewQueue returns the queue of d.
func NewQueue(d *db.DB, ids *id.Source) *Queue {
	return &Queue{db: d, ids: ids, wake: make(chan struct{}, 1)}
}

// Options say when and how a job runs; the zero value means at once, at normal
// priority, five failures.
type Options struct {
	// Key makes the enqueueing idempotent: a second job of the same kind and key is not made.
	Key string
	// RunAt is the earliest time; zero means now.
	RunAt time.Time
	// Priority is higher for what people wait for; 0 is normal.
	Priority int
	// MostFailures is how often it may fail before it is dead; 0 means five.
	MostFailures int
}

const defaultFailures = 5

// Enqueue writes a job inside the transaction of ctx, or in one of its own, and
// wakes this node's worker after the commit. It returns the id of the job, which
// is the earlier one when the kind and key were enqueued before. It may return
// ErrPayload.
func Enqueue[P any](ctx context.Context, q *Queue, kind Kind[P], payload P, o Options) (ID, error) {
	text, err := encode(payload)
	if err != nil {
		return "", err
	}
	now := q.db.Now()
	job := Job{
		ID: id.New[ID](q.ids), Kind: kind.name, Key: o.Key, Payload: text, State: Waiting, Priority: o.Priority,
		RunAt: db.At(o.RunAt), MostFailures: o.MostFailures, MadeAt: now,
	}
	either(&job.Key, string(job.ID))
	either(&job.RunAt, now)
	either(&job.MostFailures, defaultFailures)
	var made ID
	err = q.db.Tx(ctx, func(ctx context.Context) error {
		if made, err = q.insert(ctx, job); err == nil {
			q.db.AfterCommit(ctx, q.ring)
		}
		return err
	})
	return made, err
}

// Get returns a job, or ErrNotFound.
func (q *Queue) Get(ctx context.Context, job ID) (Job, error) { return q.selectOne(ctx, job) }

// Filter chooses jobs for a page of the administrator. Empty fields choose everything.
type Filter struct {
	Kind  string
	State State
	// Before continues a list after its last job.
	Before ID
	// Limit is the length of the page; 0 means 50.
	Limit int
}

// List returns jobs, newest first.
func (q *Queue) List(ctx context.Context, f Filter) ([]Job, error) {
	either(&f.Limit, 50)
	either(&f.Before, "~") // sorts after every id
	return q.selectPage(ctx, f)
}

// Count says how many jobs stand in each state.
func (q *Queue) Count(ctx context.Context) (map[State]int, error) { return q.countStates(ctx) }

// Cancel takes a waiting job back, asks a running one to end and puts a dead one
// away. It returns ErrNotFound for a job that has ended.
func (q *Queue) Cancel(ctx context.Context, job ID) error { return q.askCancel(ctx, job) }

// Retry lets a dead or cancelled job wait again, with all its failures
// forgiven. It returns ErrNotFound for a job in another state.
func (q *Queue) Retry(ctx context.Context, job ID) error {
	if err := q.revive(ctx, job); err != nil {
		return err
	}
	q.db.AfterCommit(ctx, q.ring)
	return nil
}

// Prune deletes jobs that ended before the time and returns how many. Dead jobs
// stay until a person retries or cancels them.
func (q *Queue) Prune(ctx context.Context, before db.Time) (int64, error) {
	return q.deleteEnded(ctx, before)
}

func (q *Queue) ring() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

func either[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
