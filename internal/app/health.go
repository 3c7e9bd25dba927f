package app

import (
	"context"
	"fmt"
)

// Check is one look at whether the installation can work.
type Check struct {
	Name   string
	OK     bool
	Detail string
}

// mostWaiting is how many ledger entries may wait for their number before
// something must be wrong with numbering them.
const mostWaiting = 1000

// Health looks at what a running installation needs. The command doctor looks
// at more, since it may take longer.
func (a *App) Health(ctx context.Context) []Check {
	return []Check{a.databaseHealth(ctx), a.ledgerHealth(ctx), a.modelHealth()}
}

func (a *App) databaseHealth(ctx context.Context) Check {
	c := Check{Name: "Database", OK: true, Detail: a.DB.Engine()}
	if err := a.DB.Ping(ctx); err != nil {
		c.OK, c.Detail = false, "it does not answer"
	}
	return c
}

func (a *App) ledgerHealth(ctx context.Context) Check {
	waiting, err := a.Ledger.Waiting(ctx)
	if err != nil {
		return Check{Name: "Ledger", Detail: "it cannot be read"}
	}
	return Check{Name: "Ledger", OK: waiting < mostWaiting, Detail: fmt.Sprintf("%d entries wait for their number", waiting)}
}

func (a *App) modelHealth() Check {
	c := Check{Name: "Models", OK: true, Detail: fmt.Sprintf("%d connected", len(a.Gate.Wires))}
	if len(a.Gate.Wires) == 0 {
		c.Detail = "none connected; everything works without"
	}
	return c
}
