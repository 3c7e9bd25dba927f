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
