package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"preceptor/internal/db"
)

// Worker runs the jobs of one node.
type Worker struct {
	queue    *Queue
	name     string
	settings Settings
	log      *slog.Logger
	handlers map[string]handler
	kinds    []string
}

type handler func(ctx context.Context, run *Run) error

// Settings of a worker; zero values take the defaults.
type Settings struct {
	AtOnce  int                                      // jobs at the same time; default 2
	Lease   time.Duration                            // how long a killed worker's job stays untouched; default 1 minute
	Poll    time.Duration                            // how often to look for other nodes' jobs; default 1 second
	Grace   time.Duration                            // how long a stopping worker lets handlers finish; default 20 seconds
	Backoff func(job ID, failures int) time.Duration // default Backoff
}

// NewWorker returns a worker; its name tells it apart from those of other nodes.
func NewWorker(q *Queue, name string, s Settings, log *slog.Logger) *Worker {
	either(&s.AtOnce, 2)
	either(&s.Lease, time.Minute)
	either(&s.Poll, time.Second)
	either(&s.Grace, 20*time.Second)
	if s.Backoff == nil {
		s.Backoff = Backoff
	}
	return &Worker{queue: q, name: name, settings: s, log: log, handlers: map[string]handler{}}
}

// Handle registers the handler of a kind, before Work. It panics when the kind has one.
func Handle[P any](w *Worker, kind Kind[P], handle func(ctx context.Context, run *Run, payload P) error) {
	if w.handlers[kind.name] != nil {
		panic("jobs: two handlers for " + kind.name)
	}
	w.kinds = append(w.kinds, kind.name)
	w.handlers[kind.name] = func(ctx context.Context, run *Run) error {
		var payload P
		if err := json.Unmarshal([]byte(run.job.Payload), &payload); err != nil {
			return Permanent(fmt.Errorf("reading the payload: %w", err))
		}
		return handle(ctx, run, payload)
	}
}

// Work claims and runs jobs until ctx ends. Then it claims no more, gives the
// running handlers their grace, ends their contexts with ErrStopping and gives
// unfinished jobs back.
func (w *Worker) Work(ctx context.Context) error {
	if len(w.kinds) == 0 {
		<-ctx.Done()
		return ctx.Err()
	}
	inner, stop := context.WithCancelCause(context.WithoutCancel(ctx))
	defer stop(nil)
	var running sync.WaitGroup
	slots := make(chan struct{}, w.settings.AtOnce)
	for w.takeSlot(ctx, slots) {
		job, ok := w.next(ctx)
		if !ok {
			<-slots
			continue
		}
		running.Go(func() {
			defer func() { <-slots }()
			w.run(inner, job)
		})
	}
	w.drain(&running, stop)
	return ctx.Err()
}

func (w *Worker) takeSlot(ctx context.Context, slots chan struct{}) bool {
	if ctx.Err() != nil {
		return false
	}
	select {
	case <-ctx.Done():
		return false
	case slots <- struct{}{}:
		return true
	}
}

// next claims a job, or waits for a reason to look again.
func (w *Worker) next(ctx context.Context) (Job, bool) {
	job, err := w.claim(ctx)
	if err == nil {
		return job, true
	}
	if !errors.Is(err, db.ErrNoRows) && ctx.Err() == nil {
		w.log.Error("claiming a job", "error", err)
	}
	timer := time.NewTimer(w.settings.Poll)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-w.queue.wake:
	case <-timer.C:
	}
	return Job{}, false
}

func (w *Worker) claim(ctx context.Context) (Job, error) {
	if err := w.queue.reap(ctx); err != nil {
		return Job{}, err
	}
	return w.queue.claim(ctx, w.kinds, w.name, w.leaseEnd())
}

func (w *Worker) leaseEnd() db.Time { return w.queue.db.Now().Add(w.settings.Lease) }

func (w *Worker) drain(running *sync.WaitGroup, stop context.CancelCauseFunc) {
	finished := make(chan struct{})
	go func() {
		running.Wait()
		close(finished)
	}()
	timer := time.NewTimer(w.settings.Grace)
	defer timer.Stop()
	select {
	case <-finished:
	case <-timer.C:
		stop(ErrStopping)
		<-finished
	}
}

// run runs one handler under a renewed lease and writes down how it ended.
func (w *Worker) run(ctx context.Context, job Job) {
	ctx, cancel := context.WithCancelCause(ctx)
	run := &Run{queue: w.queue, job: job}
	var renewing sync.WaitGroup
	done := make(chan struct{})
	renewing.Go(func() { w.renew(ctx, cancel, job, done) })
	err := w.guard(ctx, run)
	close(done)
	renewing.Wait()
	cause := context.Cause(ctx)
	cancel(nil)
	if run.ended {
		return
	}
	if err := w.settle(context.WithoutCancel(ctx), job, err, cause); err != nil && !errors.Is(err, ErrLost) {
		w.log.Error("writing down how a job ended", "job", job.ID, "kind", job.Kind, "error", err)
	}
}

// renew keeps the lease until done, and ends the context when the job is
// cancelled or lost.
func (w *Worker) renew(ctx context.Context, cancel context.CancelCauseFunc, job Job, done <-chan struct{}) {
	ticker := time.NewTicker(w.settings.Lease / 4)
	defer ticker.Stop()
	for {
		select {
		case <-done:
			return
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		asked, err := w.queue.renew(ctx, job, w.leaseEnd())
		switch {
		case errors.Is(err, ErrLost):
			cancel(ErrLost)
		case err != nil:
			w.log.Warn("renewing the lease of a job", "job", job.ID, "error", err)
		case asked:
			cancel(ErrCancelled)
		}
	}
}

// guard turns a panic into an error. The panic's value may hold anything, so
// only its type and place are kept.
func (w *Worker) guard(ctx context.Context, run *Run) (err error) {
	defer func() {
		value := recover()
		if value == nil {
			return
		}
		err = fmt.Errorf("the handler panicked (%T)", value)
		if fault, ok := value.(runtime.Error); ok {
			err = fmt.Errorf("the handler panicked: %w", fault)
		}
		w.log.Error("a job panicked", "job", run.job.ID, "kind", run.job.Kind, "stack", string(debug.Stack()))
	}()
	return w.handlers[run.job.Kind](ctx, run)
}

// settle decides on the next state.
func (w *Worker) settle(ctx context.Context, job Job, err, cause error) error {
	failures := job.Failures + 1
	switch {
	case err == nil:
		return w.queue.end(ctx, job, Done, job.Failures, job.RunAt, "")
	case errors.Is(cause, ErrCancelled):
		return w.queue.end(ctx, job, Cancelled, job.Failures, job.RunAt, "")
	case errors.Is(cause, ErrStopping):
		return w.queue.end(ctx, job, Waiting, job.Failures, w.queue.db.Now(), "")
	case isPermanent(err) || failures >= job.MostFailures:
		w.log.Error("a job is dead", "job", job.ID, "kind", job.Kind)
		return w.queue.end(ctx, job, Dead, failures, job.RunAt, clip(err))
	}
	later := w.queue.db.Now().Add(w.settings.Backoff(job.ID, failures))
	return w.queue.end(ctx, job, Waiting, failures, later, clip(err))
}

func clip(err error) string {
	const most = 300
	text := []rune(err.Error())
	return string(text[:min(len(text), most)])
}
