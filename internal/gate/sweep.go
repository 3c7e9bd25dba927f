package gate

import (
	"context"
	"time"
)

// sweepBatch is how many lost calls one transaction closes.
const sweepBatch = 100

// SweepAll closes every open call as lost, when the gate of the only node starts: calls of a
// process that died can have no outcome any more. It gives their number.
func (g *Gate) SweepAll(ctx context.Context) (int, error) {
	return g.sweep(ctx, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))
}

// SweepExpired closes the calls whose lease has ended, for installations of several nodes and from
// time to time. It gives their number.
func (g *Gate) SweepExpired(ctx context.Context) (int, error) {
	return g.sweep(ctx, g.Now())
}

// sweep closes lost calls batch by batch. What they reserved stays spent: the model may have been
// asked and have cost as much.
func (g *Gate) sweep(ctx context.Context, leaseBefore time.Time) (int, error) {
	total := 0
	for {
		n := 0
		err := g.oneAtATime(ctx, func(ctx context.Context) error {
			lost, err := g.openCalls(ctx, leaseBefore, sweepBatch)
			n = len(lost)
			if err != nil {
				return err
			}
			return g.closeLost(ctx, lost)
		})
		if err != nil || n == 0 {
			return total, err
		}
		total += n
	}
}

func (g *Gate) closeLost(ctx context.Context, lost []lostCall) error {
	for _, c := range lost {
		if err := g.closeCall(ctx, c.id, stateLost, c.spent, g.Now()); err != nil {
			return err
		}
		if err := g.noteLost(ctx, c.id, c.matter); err != nil {
			return err
		}
	}
	return nil
}
