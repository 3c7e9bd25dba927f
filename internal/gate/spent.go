package gate

import (
	"context"

	"preceptor/internal/llm"
)

// Spent is how far a budget is used, for pages: what is spent and what open calls hold.
type Spent struct {
	Budget
	UsedMicros llm.Micros
	UsedTokens int64
	UsedCalls  int64
}

// Spent tells how far the budgets that bind a matter are used at the moment.
func (g *Gate) Spent(ctx context.Context, m Matter) ([]Spent, error) {
	var all []Spent
	for _, h := range holdsFor(g.Budgets, m, g.Now(), g.Zone) {
		sum, err := g.spending(ctx, h)
		if err != nil {
			return nil, err
		}
		all = append(all, Spent{h.limit, sum.micros, sum.tokens, sum.calls})
	}
	return all, nil
}

// Tally counts the calls that were put to a model, and those of them whose
// answer was used. What was refused before anything was asked stands in the ledger only.
type Tally struct {
	Asked, Answered int
}

// Refused counts the calls whose answer was not used.
func (t Tally) Refused() int { return t.Asked - t.Answered }

// Tally counts all calls of the installation that have ended.
func (g *Gate) Tally(ctx context.Context) (Tally, error) { return g.countCalls(ctx) }
