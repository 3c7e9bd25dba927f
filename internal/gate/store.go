package gate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/llm"
	"preceptor/internal/people"
)

// The states of a call; see the package's drawing.
const (
	answered = "answered" // the outcome of a call whose answer was used

	stateOpen   = "open"
	stateClosed = "closed"
	stateLost   = "lost"
)

// errNotOpen says that a sweep was faster.
var errNotOpen = errors.New("the call is no longer open")

func (g *Gate) insertCall(ctx context.Context, c *call) error {
	prompt, version := "", 0
	if c.prompt != nil {
		prompt, version = c.prompt.name, c.prompt.version
	}
	_, err := g.DB.Exec(ctx, `INSERT INTO gate_calls (id, state, outcome, purpose, person_id, course_id, activity_kind, activity_id, class,
			wire, model, prompt, prompt_version, reserved_tokens, reserved_micros, tokens_in, tokens_out, estimated, micros, opened_at, lease_until, closed_at)
		VALUES (?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, 0, ?, ?, 0)`,
		c.id, stateOpen, c.matter.Purpose, c.matter.Actor, c.matter.Course, c.matter.Activity.Kind, c.matter.Activity.ID, c.matter.Class.String(),
		c.wire.Name(), c.wire.Model(), prompt, version, c.worst.Input+c.worst.Output, c.reserved, true, db.At(c.opened), db.At(c.lease))
	return wrap("opening the call", err)
}

// closeCall writes how an open call ended. It fails when the call is no longer open.
func (g *Gate) closeCall(ctx context.Context, call CallID, state string, o outcome, at time.Time) error {
	result, err := g.DB.Exec(ctx, `UPDATE gate_calls SET state = ?, outcome = ?, tokens_in = ?, tokens_out = ?, estimated = ?, micros = ?, closed_at = ?
		WHERE id = ? AND state = ?`,
		state, o.code, o.usage.Input, o.usage.Output, o.usage.Estimated, o.cost, db.At(at), call, stateOpen)
	if err != nil {
		return wrap("closing the call", err)
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return errNotOpen
	}
	return nil
}

// countOpen counts the calls of a person that are neither closed nor past their lease.
func (g *Gate) countOpen(ctx context.Context, who people.ID, now time.Time) (n int, err error) {
	err = g.DB.QueryRow(ctx, `SELECT COUNT(*) FROM gate_calls WHERE person_id = ? AND state = ? AND lease_until > ?`,
		who, stateOpen, db.At(now)).Scan(&n)
	return n, wrap("counting open calls", err)
}

// addSpending adds to a budget's period and gives the new sum.
func (g *Gate) addSpending(ctx context.Context, h hold, a amount) (sum amount, err error) {
	err = g.DB.QueryRow(ctx, `INSERT INTO gate_spending (holder, period, starts_at, calls, tokens, micros) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (holder, period, starts_at) DO UPDATE SET
			calls = gate_spending.calls + excluded.calls, tokens = gate_spending.tokens + excluded.tokens, micros = gate_spending.micros + excluded.micros
		RETURNING calls, tokens, micros`,
		h.holder, h.period, db.At(h.starts), a.calls, a.tokens, a.micros).Scan(&sum.calls, &sum.tokens, &sum.micros)
	return sum, wrap("reserving budget", err)
}

func (g *Gate) insertHold(ctx context.Context, call CallID, h hold) error {
	_, err := g.DB.Exec(ctx, `INSERT INTO gate_holds (call_id, holder, period, starts_at) VALUES (?, ?, ?, ?)`,
		call, h.holder, h.period, db.At(h.starts))
	return wrap("holding budget", err)
}

// giveBack returns what a call reserved and did not use to every budget that it holds a place in.
func (g *Gate) giveBack(ctx context.Context, call CallID, a amount) error {
	_, err := g.DB.Exec(ctx, `UPDATE gate_spending SET tokens = tokens - ?, micros = micros - ?
		WHERE EXISTS (SELECT 1 FROM gate_holds h WHERE h.call_id = ? AND h.holder = gate_spending.holder
			AND h.period = gate_spending.period AND h.starts_at = gate_spending.starts_at)`, a.tokens, a.micros, call)
	return wrap("settling", err)
}

// lostCall is an open call that a sweep found.
type lostCall struct {
	id     CallID
	matter Matter
	spent  outcome
}

// openCalls lists up to limit open calls whose lease ended before a moment.
func (g *Gate) openCalls(ctx context.Context, leaseBefore time.Time, limit int) ([]lostCall, error) {
	rows, err := g.DB.Query(ctx, `SELECT id, purpose, activity_kind, activity_id, reserved_tokens, reserved_micros
		FROM gate_calls WHERE state = ? AND lease_until < ? ORDER BY id LIMIT ?`, stateOpen, db.At(leaseBefore), limit)
	if err != nil {
		return nil, wrap("looking for lost calls", err)
	}
	defer rows.Close()
	var found []lostCall
	for rows.Next() {
		c := lostCall{spent: outcome{code: "lost", usage: llm.Usage{Estimated: true}}}
		if err := rows.Scan(&c.id, &c.matter.Purpose, &c.matter.Activity.Kind, &c.matter.Activity.ID, &c.spent.usage.Input, &c.spent.cost); err != nil {
			return nil, wrap("reading a lost call", err)
		}
		found = append(found, c)
	}
	return found, wrap("looking for lost calls", rows.Err())
}

// spending reads what a holder has reserved and spent in the period that holds a moment.
func (g *Gate) spending(ctx context.Context, h hold) (sum amount, err error) {
	err = g.DB.QueryRow(ctx, `SELECT calls, tokens, micros FROM gate_spending WHERE holder = ? AND period = ? AND starts_at = ?`,
		h.holder, h.period, db.At(h.starts)).Scan(&sum.calls, &sum.tokens, &sum.micros)
	if errors.Is(err, db.ErrNoRows) {
		return amount{}, nil
	}
	return sum, wrap("reading the budget", err)
}

func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}

func (g *Gate) countCalls(ctx context.Context) (t Tally, err error) {
	err = g.DB.QueryRow(ctx, `SELECT COUNT(*), COALESCE(SUM(CASE WHEN outcome = ? THEN 1 ELSE 0 END), 0) FROM gate_calls WHERE state <> ?`,
		answered, stateOpen).Scan(&t.Asked, &t.Answered)
	if err != nil {
		return Tally{}, fmt.Errorf("counting calls: %w", err)
	}
	return t, nil
}
