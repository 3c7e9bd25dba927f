package jobs

import (
	"errors"

	"preceptor/internal/db"
)

// ID is the identifier of a job.
type ID string

// State is where a job stands.
type State string

// The states; the picture of their changes is in the package comment.
const (
	Waiting   State = "waiting"
	Running   State = "running"
	Done      State = "done"
	Dead      State = "dead"
	Cancelled State = "cancelled"
)

// Job is one piece of work as administrators see it.
type Job struct {
	ID           ID
	Kind         string
	Key          string // idempotency key; the id when the caller gave none
	Payload      string // JSON, ids and numbers only
	State        State
	Priority     int     // higher goes first
	RunAt        db.Time // not before
	Failures     int
	MostFailures int
	Worker       string // who holds the lease
	LeaseUntil   db.Time
	CancelAsked  bool
	StepsDone    int64
	StepsTotal   int64 // 0 when the length is unknown
	Error        string
	MadeAt       db.Time
	StartedAt    db.Time // of the newest attempt
	FinishedAt   db.Time

	claim int64
}

var (
	// ErrNotFound is returned for a job that does not exist, or is not in a state that allows the change.
	ErrNotFound = errors.New("there is no such job in a state that allows this")
	// ErrPayload is returned for a payload that may hold anything but ids, numbers and truth values.
	ErrPayload = errors.New("a job's payload holds ids, numbers and truth values only")
	// ErrCancelled is the cause of the context's end when a person cancelled the job.
	ErrCancelled = errors.New("the job was cancelled")
	// ErrLost is the cause of the context's end when another worker has taken the job over.
	ErrLost = errors.New("the lease of the job was lost")
	// ErrStopping is the cause of the context's end when the node stops and its grace is over.
	ErrStopping = errors.New("the worker is stopping")
)

// Permanent marks an error that no repetition will heal; the job is dead at once.
func Permanent(err error) error { return permanent{err} }

type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

func isPermanent(err error) bool {
	var p permanent
	return errors.As(err, &p)
}
