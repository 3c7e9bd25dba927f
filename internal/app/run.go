package app

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"preceptor/internal/db"
	"preceptor/internal/events"
	"preceptor/internal/people"
	"preceptor/internal/privacy"
)

const (
	checkpointEvery = 15 * time.Second
	tidyEvery       = 10 * time.Minute
)

// Run is a node at work: it closes what a node that died left open, and then
// does everything that happens in the background until ctx ends. It numbers and
// signs the ledger, follows events, works off jobs and tidies up. It returns
// after the last of them has stopped.
func (a *App) Run(ctx context.Context) error {
	last, err := a.begin(ctx)
	if err != nil {
		return stopped(ctx, err)
	}
	return a.work(ctx, last)
}

// begin closes what is left of earlier processes, and tells the last event
// before this node's own work.
func (a *App) begin(ctx context.Context) (events.Position, error) {
	if err := a.closeLostCalls(ctx); err != nil {
		return 0, err
	}
	return a.Events.Last(ctx)
}

// closeLostCalls ends the calls of a process that died, before new ones are
// made. On PostgreSQL another node may be in the middle of one, so there their
// lease decides.
func (a *App) closeLostCalls(ctx context.Context) (err error) {
	if a.DB.Engine() == "sqlite" {
		_, err = a.Gate.SweepAll(ctx)
	} else {
		_, err = a.Gate.SweepExpired(ctx)
	}
	return err
}

func (a *App) work(ctx context.Context, last events.Position) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { a.Ledger.Run(ctx, checkpointEvery); return nil })
	group.Go(func() error { return stopped(ctx, a.Events.Serve(ctx, last)) })
	group.Go(func() error { return stopped(ctx, a.Events.Tail(ctx, last, a.forgetErased)) })
	group.Go(func() error { return stopped(ctx, a.Worker.Work(ctx)) })
	group.Go(func() error { a.tidyUp(ctx); return nil })
	return group.Wait()
}

// forgetErased drops the key of a person whom another node has erased.
func (a *App) forgetErased(_ context.Context, e events.Event) error {
	if e.Kind == privacy.Erased {
		a.Vault.Evict(people.ID(e.Subject))
	}
	return nil
}

// stopped takes the end of ctx for an orderly end.
func stopped(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return nil
	}
	return err
}

// tidyUp removes what has served its time.
func (a *App) tidyUp(ctx context.Context) {
	tick := time.NewTicker(tidyEvery)
	defer tick.Stop()
	for {
		if err := a.tidy(ctx); err != nil && ctx.Err() == nil {
			a.Log.ErrorContext(ctx, "tidying up failed; it is tried again", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (a *App) tidy(ctx context.Context) error {
	now, day := a.DB.Now(), 24*time.Hour
	before := func(days int) db.Time { return now.Add(-time.Duration(days) * day) }
	_, calls := a.Gate.SweepExpired(ctx)
	_, uploads := a.Blobs.Sweep(now.Add(-time.Hour).Time())
	_, events := a.Events.Prune(ctx, before(a.Config.Retention.EventsDays))
	_, jobs := a.Jobs.Prune(ctx, before(a.Config.Retention.JobsDays))
	_, erasures := a.Privacy.Resume(ctx) // those that long readers held up
	return errors.Join(a.People.Sweep(ctx), erasures, calls, uploads, events, jobs)
}
