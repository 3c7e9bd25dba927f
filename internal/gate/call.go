package gate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"preceptor/internal/id"
	"preceptor/internal/ledger"
	"preceptor/internal/llm"
)

// call is one question on its way.
type call struct {
	id       CallID
	matter   Matter
	wire     *llm.Client
	prompt   *Prompt // nil for embeddings
	sources  []string
	masked   int
	worst    llm.Usage
	reserved llm.Micros
	opened   time.Time
	lease    time.Time // after this moment a sweep takes the call for lost
	holds    []hold
	actor    ledger.Actor
}

// outcome is how a call ended.
type outcome struct {
	code   string
	usage  llm.Usage
	cost   llm.Micros
	tries  int
	checks []Check
}

// slack is added to a wire's own limit of time before a call is taken for lost: checking and
// showing take time too.
const slack = 5 * time.Minute

func (g *Gate) newCall(m Matter, pass admission, worst llm.Usage) *call {
	now := g.Now()
	return &call{
		id: id.New[CallID](g.IDs), matter: m, wire: pass.wire, masked: pass.masked,
		worst: worst, reserved: pass.wire.Price().Cost(worst),
		opened: now, lease: now.Add(pass.wire.Patience(len(pass.texts)) + slack),
		holds: holdsFor(g.Budgets, m, now, g.Zone),
	}
}

// open reserves the worst case in every budget and writes the intent, in one transaction.
func (g *Gate) open(ctx context.Context, c *call) error {
	var err error
	if c.actor, err = g.actorOf(ctx, c.matter); err != nil {
		return fmt.Errorf("finding the pseudonym: %w", err)
	}
	return g.oneAtATime(ctx, func(ctx context.Context) error {
		if err := g.checkAtOnce(ctx, c); err != nil {
			return err
		}
		if err := g.insertCall(ctx, c); err != nil {
			return err
		}
		if err := g.reserve(ctx, c); err != nil {
			return err
		}
		return g.noteIntent(ctx, c)
	})
}

// checkAtOnce refuses one call too many of the same person.
func (g *Gate) checkAtOnce(ctx context.Context, c *call) error {
	if g.AtOnce == 0 || c.matter.Actor == "" {
		return nil
	}
	n, err := g.countOpen(ctx, c.matter.Actor, c.opened)
	if err == nil && n >= g.AtOnce {
		return ErrAtOnce
	}
	return err
}

// reserve takes the worst case out of each budget, or fails with ErrBudget.
func (g *Gate) reserve(ctx context.Context, c *call) error {
	takes := amount{1, c.worst.Input + c.worst.Output, c.reserved}
	for _, h := range c.holds {
		sum, err := g.addSpending(ctx, h, takes)
		if err != nil {
			return err
		}
		if !h.limit.fits(sum) {
			return fmt.Errorf("%w: %s, per %s", ErrBudget, h.limit.Holder, h.period)
		}
		if err := g.insertHold(ctx, c.id, h); err != nil {
			return err
		}
	}
	return nil
}

// close settles the true cost and writes the outcome, in one transaction, whatever became of the
// caller. A call that a sweep has already closed is an error: its outcome stands.
func (g *Gate) close(ctx context.Context, c *call, o outcome) error {
	ctx, cancel := afterwards(ctx)
	defer cancel()
	err := g.oneAtATime(ctx, func(ctx context.Context) error {
		if err := g.closeCall(ctx, c.id, stateClosed, o, g.Now()); err != nil {
			return err
		}
		back := amount{0, c.worst.Input + c.worst.Output - o.usage.Input - o.usage.Output, c.reserved - o.cost}
		if err := g.giveBack(ctx, c.id, back); err != nil {
			return err
		}
		return g.noteOutcome(ctx, c, o)
	})
	if err != nil {
		g.Log.ErrorContext(ctx, "the outcome of a call could not be recorded", "call", c.id, "outcome", o.code, "error", err)
		return fmt.Errorf("%w: %w", ErrUnrecorded, err)
	}
	return nil
}

// oneAtATime runs a transaction near the budgets. Other nodes are kept apart by the database; within
// this one, waiting in line is cheaper than colliding.
func (g *Gate) oneAtATime(ctx context.Context, do func(context.Context) error) error {
	select {
	case g.turn <- struct{}{}:
	case <-ctx.Done():
		return fmt.Errorf("waiting for the budgets: %w", ctx.Err())
	}
	defer func() { <-g.turn }()
	return g.DB.Tx(ctx, do)
}

// outcomeOf names how a conversation ended.
func outcomeOf(ctx context.Context, err error) string {
	switch {
	case err == nil:
		return answered
	case errors.Is(err, ErrChecksFailed):
		return "checks_failed"
	case ctx.Err() != nil:
		return "left"
	case errors.Is(err, ErrModelFailed):
		return "model_" + llm.Code(err)
	default:
		return "not_shown"
	}
}
