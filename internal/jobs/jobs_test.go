package jobs_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/id"
	"preceptor/internal/jobs"
)

type sourceID string

type indexing struct {
	Source  sourceID
	Parts   []int64
	Rebuild bool
}

var indexSource = jobs.NewKind[indexing]("library.index")

var quick = jobs.Settings{
	Lease: 2 * time.Second, Poll: 5 * time.Millisecond, Grace: 10 * time.Second,
	Backoff: func(jobs.ID, int) time.Duration { return time.Millisecond },
}

func queue(d *db.DB) *jobs.Queue { return jobs.NewQueue(d, id.NewSource(time.Now, rand.Reader)) }

func enqueue(t *testing.T, q *jobs.Queue, p indexing, o jobs.Options) jobs.ID {
	t.Helper()
	job, err := jobs.Enqueue(t.Context(), q, indexSource, p, o)
	if err != nil {
		t.Fatal(err)
	}
	return job
}

type handle = func(ctx context.Context, run *jobs.Run, p indexing) error

// work starts a worker and returns how to stop it.
func work(t *testing.T, q *jobs.Queue, s jobs.Settings, h handle) (stop func()) {
	t.Helper()
	w := jobs.NewWorker(q, "node-1", s, slog.New(slog.DiscardHandler))
	jobs.Handle(w, indexSource, h)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.Work(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("Work gave %v", err)
		}
	})
	t.Cleanup(stop)
	return stop
}

// eventually waits until the job is in the state.
func eventually(t *testing.T, q *jobs.Queue, job jobs.ID, want jobs.State) jobs.Job {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(2 * time.Millisecond) {
		j, err := q.Get(t.Context(), job)
		if err != nil {
			t.Fatal(err)
		}
		if j.State == want {
			return j
		}
		if time.Now().After(deadline) {
			t.Fatalf("the job stays %s (%s), want %s", j.State, j.Error, want)
		}
	}
}

func TestAJobSharesTheFateOfItsTransaction(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q, refused := queue(d), errors.New("refused")
		got := make(chan indexing, 10)
		s := quick
		s.Poll = time.Hour // the commit has to wake the worker
		work(t, q, s, func(_ context.Context, _ *jobs.Run, p indexing) error {
			got <- p
			return nil
		})
		for _, fate := range []error{refused, nil} {
			err := d.Tx(t.Context(), func(ctx context.Context) error {
				if _, err := jobs.Enqueue(ctx, q, indexSource, indexing{Source: sourceID(fmt.Sprint(fate == nil)), Parts: []int64{1, 2}}, jobs.Options{}); err != nil {
					return err
				}
				return fate
			})
			if !errors.Is(err, fate) {
				t.Fatal(err)
			}
		}
		if p := <-got; p.Source != "true" || !slices.Equal(p.Parts, []int64{1, 2}) {
			t.Errorf("the handler got %+v", p)
		}
		page, err := q.List(t.Context(), jobs.Filter{})
		if err != nil || len(page) != 1 {
			t.Fatalf("%v, %v", page, err)
		}
		if j := eventually(t, q, page[0].ID, jobs.Done); j.StartedAt.IsZero() || j.FinishedAt.IsZero() || j.Failures != 0 {
			t.Errorf("%+v", j)
		}
	})
}

// A page that is sent twice on a bad network makes one job.
func TestTheSameKeyIsEnqueuedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := queue(d)
		made := make([]jobs.ID, 8)
		var wg sync.WaitGroup
		for i := range made {
			wg.Go(func() { made[i] = enqueue(t, q, indexing{Source: "s"}, jobs.Options{Key: "upload-1"}) })
		}
		wg.Wait()
		if slices.Sort(made); made[0] != made[7] || made[0] == "" {
			t.Errorf("made %v", made)
		}
		if other := enqueue(t, q, indexing{Source: "s"}, jobs.Options{Key: "upload-2"}); other == made[0] {
			t.Error("another key gave the same job")
		}
	})
}

func TestUrgentJobsGoFirstAndLaterOnesWait(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := queue(d)
		later := enqueue(t, q, indexing{Source: "later"}, jobs.Options{RunAt: time.Now().Add(time.Hour), Priority: 9})
		for i := range 3 {
			enqueue(t, q, indexing{Source: sourceID(fmt.Sprint("normal-", i))}, jobs.Options{})
		}
		enqueue(t, q, indexing{Source: "urgent"}, jobs.Options{Priority: 5})
		s, order := quick, make(chan string, 10)
		s.AtOnce = 1
		work(t, q, s, func(_ context.Context, _ *jobs.Run, p indexing) error {
			order <- string(p.Source)
			return nil
		})
		for _, want := range []string{"urgent", "normal-0", "normal-1", "normal-2"} {
			if got := <-order; got != want {
				t.Errorf("%s ran before %s", got, want)
			}
		}
		if j, err := q.Get(t.Context(), later); err != nil || j.State != jobs.Waiting {
			t.Errorf("the later job is %s, %v", j.State, err)
		}
	})
}

func TestAFailingJobIsTriedAgainAndThenDead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q, tries := queue(d), atomic.Int32{}
		broken := atomic.Bool{}
		broken.Store(true)
		work(t, q, quick, func(_ context.Context, _ *jobs.Run, p indexing) error {
			tries.Add(1)
			switch {
			case p.Source == "hopeless":
				return jobs.Permanent(errors.New("the file is encrypted"))
			case broken.Load() && p.Source == "panics":
				var nothing []int
				_ = nothing[len(p.Parts)]
			case broken.Load():
				return errors.New("the disk is full " + strings.Repeat("!", 1000))
			}
			return nil
		})
		full := enqueue(t, q, indexing{Source: "s"}, jobs.Options{MostFailures: 3})
		if j := eventually(t, q, full, jobs.Dead); j.Failures != 3 || tries.Load() != 3 || !strings.HasPrefix(j.Error, "the disk is full") || len(j.Error) > 400 {
			t.Errorf("after %d tries: %+v", tries.Load(), j)
		}
		panics := enqueue(t, q, indexing{Source: "panics"}, jobs.Options{MostFailures: 1})
		if j := eventually(t, q, panics, jobs.Dead); !strings.Contains(j.Error, "index out of range") {
			t.Errorf("%+v", j)
		}
		hopeless := enqueue(t, q, indexing{Source: "hopeless"}, jobs.Options{})
		if j := eventually(t, q, hopeless, jobs.Dead); j.Failures != 1 {
			t.Errorf("%+v", j)
		}
		broken.Store(false)
		for _, job := range []jobs.ID{full, panics} {
			if err := q.Retry(t.Context(), job); err != nil {
				t.Fatal(err)
			}
			eventually(t, q, job, jobs.Done)
		}
		if err := q.Retry(t.Context(), full); !errors.Is(err, jobs.ErrNotFound) {
			t.Errorf("retrying a done job gave %v", err)
		}
	})
}

func TestProgressIsSeenAndAJobCanBeCancelled(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q, reached := queue(d), make(chan error, 1)
		cause := make(chan error, 1)
		work(t, q, quick, func(ctx context.Context, run *jobs.Run, _ indexing) error {
			reached <- run.Progress(ctx, 3, 40)
			<-ctx.Done()
			cause <- context.Cause(ctx)
			return ctx.Err()
		})
		job := enqueue(t, q, indexing{Source: "s"}, jobs.Options{})
		if err := <-reached; err != nil {
			t.Fatal(err)
		}
		if j, err := q.Get(t.Context(), job); err != nil || j.StepsDone != 3 || j.StepsTotal != 40 || j.Worker != "node-1" || j.State != jobs.Running {
			t.Errorf("%+v, %v", j, err)
		}
		if err := q.Cancel(t.Context(), job); err != nil {
			t.Fatal(err)
		}
		if err := <-cause; !errors.Is(err, jobs.ErrCancelled) {
			t.Errorf("the handler ended by %v", err)
		}
		if j := eventually(t, q, job, jobs.Cancelled); j.Failures != 0 {
			t.Errorf("%+v", j)
		}
		waiting := enqueue(t, q, indexing{Source: "s"}, jobs.Options{RunAt: time.Now().Add(time.Hour)})
		if err := q.Cancel(t.Context(), waiting); err != nil {
			t.Fatal(err)
		}
		eventually(t, q, waiting, jobs.Cancelled)
		if err := q.Cancel(t.Context(), waiting); !errors.Is(err, jobs.ErrNotFound) {
			t.Errorf("cancelling twice gave %v", err)
		}
	})
}

// A long job keeps its lease; with many workers on two nodes every job runs once.
func TestNoJobRunsTwiceWhileItsWorkerLives(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q, runs := queue(d), sync.Map{}
		const n = 40
		var all []jobs.ID
		for i := range n {
			all = append(all, enqueue(t, q, indexing{Source: sourceID(fmt.Sprint("s-", i))}, jobs.Options{}))
		}
		s := quick
		s.AtOnce = 6
		for range 2 {
			work(t, q, s, func(_ context.Context, _ *jobs.Run, p indexing) error {
				count, _ := runs.LoadOrStore(p.Source, new(atomic.Int32))
				count.(*atomic.Int32).Add(1)
				if p.Source == "s-7" {
					time.Sleep(s.Lease * 5 / 4)
				}
				return nil
			})
		}
		for i, job := range all {
			eventually(t, q, job, jobs.Done)
			if count, _ := runs.Load(sourceID(fmt.Sprint("s-", i))); count.(*atomic.Int32).Load() != 1 {
				t.Errorf("job %d ran %d times", i, count.(*atomic.Int32).Load())
			}
		}
	})
}

// A worker that lost its lease (a laptop that slept) must not commit anything.
func TestALostLeaseCannotCommit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q, slept, woken := queue(d), make(chan struct{}), make(chan error, 1)
		job := enqueue(t, q, indexing{Source: "s"}, jobs.Options{})
		first := true
		s := quick
		s.AtOnce = 1
		stop := work(t, q, s, func(ctx context.Context, run *jobs.Run, _ indexing) error {
			if !first {
				return nil
			}
			first = false
			if _, err := d.Exec(ctx, `UPDATE jobs SET lease_until = 1, claims = claims + 1 WHERE id = ?`, job); err != nil {
				t.Error(err)
			}
			<-slept
			err := d.Tx(context.WithoutCancel(ctx), run.Done)
			woken <- err
			return err
		})
		close(slept)
		if err := <-woken; !errors.Is(err, jobs.ErrLost) {
			t.Errorf("the sleeper's commit gave %v", err)
		}
		if j := eventually(t, q, job, jobs.Done); j.Failures != 1 {
			t.Errorf("%+v", j)
		}
		stop()
	})
}

func TestDoneCommitsTogetherWithTheWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := queue(d)
		work(t, q, quick, func(ctx context.Context, run *jobs.Run, p indexing) error {
			return d.Tx(ctx, func(ctx context.Context) error {
				if _, err := jobs.Enqueue(ctx, q, indexSource, indexing{Source: "next"}, jobs.Options{Key: "next", RunAt: time.Now().Add(time.Hour)}); err != nil {
					return err
				}
				return run.Done(ctx)
			})
		})
		eventually(t, q, enqueue(t, q, indexing{Source: "s"}, jobs.Options{}), jobs.Done)
		counts, err := q.Count(t.Context())
		if err != nil || counts[jobs.Done] != 1 || counts[jobs.Waiting] != 1 {
			t.Errorf("%v, %v", counts, err)
		}
	})
}

// The patient handler finishes within the grace; the stubborn one is ended and
// its job given back without a failure.
func TestStoppingLetsHandlersFinishOrGivesJobsBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q, begun := queue(d), make(chan struct{}, 2)
		s := quick
		s.Grace = 1500 * time.Millisecond
		stop := work(t, q, s, func(ctx context.Context, _ *jobs.Run, p indexing) error {
			begun <- struct{}{}
			if p.Source == "short" {
				time.Sleep(50 * time.Millisecond)
				return ctx.Err()
			}
			<-ctx.Done()
			return context.Cause(ctx)
		})
		short := enqueue(t, q, indexing{Source: "short"}, jobs.Options{})
		long := enqueue(t, q, indexing{Source: "long"}, jobs.Options{})
		<-begun
		<-begun
		third := enqueue(t, q, indexing{Source: "third"}, jobs.Options{})
		stop()
		for job, want := range map[jobs.ID]jobs.State{short: jobs.Done, long: jobs.Waiting, third: jobs.Waiting} {
			if j, err := q.Get(t.Context(), job); err != nil || j.State != want || j.Failures != 0 {
				t.Errorf("%s is %s after %d failures, want %s (%v)", j.Payload, j.State, j.Failures, want, err)
			}
		}
	})
}

func TestListsAndPruning(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q, ctx := queue(d), t.Context()
		for range 5 {
			enqueue(t, q, indexing{Source: "s"}, jobs.Options{RunAt: time.Now().Add(time.Hour)})
		}
		first, err := q.List(ctx, jobs.Filter{Kind: "library.index", State: jobs.Waiting, Limit: 3})
		if err != nil || len(first) != 3 {
			t.Fatalf("%v, %v", first, err)
		}
		rest, err := q.List(ctx, jobs.Filter{Before: first[2].ID})
		if err != nil || len(rest) != 2 || rest[0].ID >= first[2].ID {
			t.Errorf("%v, %v", rest, err)
		}
		if none, err := q.List(ctx, jobs.Filter{State: jobs.Dead}); err != nil || len(none) != 0 {
			t.Errorf("%v, %v", none, err)
		}
		if err := q.Cancel(ctx, first[0].ID); err != nil {
			t.Fatal(err)
		}
		if n, err := q.Prune(ctx, d.Now().Add(time.Hour)); err != nil || n != 1 {
			t.Errorf("pruned %d, %v", n, err)
		}
		if _, err := q.Get(ctx, first[0].ID); !errors.Is(err, jobs.ErrNotFound) {
			t.Errorf("the pruned job gave %v", err)
		}
	})
}

func TestPayloadsHoldIDsOnly(t *testing.T) {
	q := queue(dbtest.SQLite(t))
	if _, err := jobs.Enqueue(t.Context(), q, indexSource, indexing{Source: "I have chest pain"}, jobs.Options{}); !errors.Is(err, jobs.ErrPayload) {
		t.Errorf("a sentence gave %v", err)
	}
	for name, declare := range map[string]func(){
		"no struct":  func() { jobs.NewKind[string]("a.b") },
		"a map":      func() { jobs.NewKind[struct{ M map[string]string }]("a.b") },
		"an any":     func() { jobs.NewKind[struct{ A any }]("a.b") },
		"unexported": func() { jobs.NewKind[struct{ a int }]("a.b") },
		"a bad name": func() { jobs.NewKind[struct{}]("Index") },
		"two handler": func() {
			w := jobs.NewWorker(q, "n", quick, nil)
			h := handle(nil)
			jobs.Handle(w, indexSource, h)
			jobs.Handle(w, indexSource, h)
		},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s was accepted", name)
				}
			}()
			declare()
		}()
	}
}

func TestBackoffGrowsToTenMinutes(t *testing.T) {
	last := time.Duration(0)
	for n := 1; n <= 60; n++ {
		wait := jobs.Backoff("job", n)
		if wait <= last/3 || wait > 10*time.Minute {
			t.Errorf("failure %d waits %v after %v", n, wait, last)
		}
		last = wait
	}
	if first := jobs.Backoff("job", 1); first < time.Second || first > 2*time.Second {
		t.Errorf("the first failure waits %v", first)
	}
}
