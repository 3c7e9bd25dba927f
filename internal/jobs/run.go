package jobs

import (
	"context"
	"hash/fnv"
	"time"
)

// Run is a job in the hands of a handler.
type Run struct {
	queue *Queue
	job   Job
	ended bool
}

// Job is the job as it was claimed.
func (r *Run) Job() Job { return r.job }

// Progress says how many of how many steps are done; total 0 means unknown. It
// returns ErrLost when another worker has the job now.
func (r *Run) Progress(ctx context.Context, done, total int64) error {
	return r.queue.setProgress(ctx, r.job, done, total)
}

// Done marks the job as done inside the transaction of ctx, so that it commits
// together with the work. It returns ErrLost when another worker has the job
// now, and then the transaction must not commit. A handler that does not call
// it is marked as done after it returns.
func (r *Run) Done(ctx context.Context) error {
	if err := r.queue.end(ctx, r.job, Done, r.job.Failures, r.job.RunAt, ""); err != nil {
		return err
	}
	r.queue.db.AfterCommit(ctx, func() { r.ended = true })
	return nil
}

// Backoff is how long a job waits after its n-th failure: 2 s, 4 s, 8 s … up to
// ten minutes, less up to a third that depends on the job, so that jobs which
// failed together do not come back together.
func Backoff(job ID, failures int) time.Duration {
	const first, most = 2 * time.Second, 10 * time.Minute
	wait := most
	if failures < 10 {
		wait = min(most, first<<max(0, failures-1))
	}
	h := fnv.New32a()
	h.Write([]byte(job))
	h.Write([]byte{byte(failures)})
	return wait - wait/3*time.Duration(h.Sum32()%1000)/1000
}
