package gate

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/llm"
	"preceptor/internal/people"
)

const parallel = 50

// askAll puts questions at the same time, on two nodes in turn, and counts what came of them.
func (h *house) askAll(nodes []*Gate, n int, request func(i int) Request) (answered, refused int, cost llm.Micros) {
	h.t.Helper()
	var mu sync.Mutex
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() {
			a, err := nodes[i%len(nodes)].Ask(context.Background(), request(i))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				answered++
				cost += a.Cost
			case errors.Is(err, ErrBudget) || errors.Is(err, ErrAtOnce):
				refused++
			default:
				h.t.Errorf("call %d: %v", i, err)
			}
		})
	}
	wait.Wait()
	return answered, refused, cost
}

func TestMoneyHoldsUnderParallelCalls(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d, "good", nil)
		worst, err := h.Wires[0].WorstChat(question().chat(mustFill(t)))
		if err != nil {
			t.Fatal(err)
		}
		limit := 8 * h.Wires[0].Price().Cost(worst)
		h.parts.Budgets = []Budget{{Holder: PerCourse, Period: Monthly, Micros: limit}, {Holder: Everybody, Period: Daily, Micros: 10 * limit}}
		nodes := []*Gate{h.node(), h.node()}
		stop := h.watchBudget(nodes[0], limit)
		answered, refused, cost := h.askAll(nodes, parallel, func(int) Request { return question() })
		stop()
		if answered < 8 || answered+refused != parallel {
			t.Errorf("%d answered, %d refused", answered, refused)
		}
		spent, err := nodes[0].Spent(t.Context(), matter)
		if err != nil || len(spent) != 2 {
			t.Fatal(spent, err)
		}
		for _, s := range spent {
			if s.UsedMicros != cost || s.UsedCalls != int64(answered) {
				t.Errorf("per %s: %d micros and %d calls in the books, %d and %d in truth", s.Holder, s.UsedMicros, s.UsedCalls, cost, answered)
			}
		}
		h.checkPaired(answered)
		t.Logf("%d answered, %d refused, %d of %d micros spent", answered, refused, cost, limit)
	})
}

func mustFill(t *testing.T) string {
	t.Helper()
	text, err := wordPrompt.fill(question().Input, facts)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// watchBudget looks again and again whether reserved and spent money together stay within the limit.
func (h *house) watchBudget(g *Gate, limit llm.Micros) (stop func()) {
	done := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(2 * time.Millisecond):
			}
			spent, err := g.Spent(context.Background(), matter)
			if err != nil || spent[0].UsedMicros > limit {
				h.t.Errorf("overspent: %+v, %v", spent, err)
				return
			}
		}
	})
	return func() { close(done); wait.Wait() }
}

func TestEachPersonHasTheirOwnBudget(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d, "good", func(p *Parts) { p.Budgets = []Budget{{Holder: PerPerson, Period: Daily, Calls: 3}} })
		answered, refused, _ := h.askAll([]*Gate{h.Gate, h.node()}, parallel, func(i int) Request {
			req := question()
			req.Actor = people.ID(fmt.Sprintf("01KAH5D9S0Q3M9B4F6GZK8Y7X%d", i%5))
			return req
		})
		if answered != 15 || refused != parallel-15 {
			t.Errorf("five people with three calls each: %d answered, %d refused", answered, refused)
		}
		h.checkPaired(15)
	})
}

func TestOnePersonHasFewCallsAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d, "good", func(p *Parts) { p.AtOnce = 3 })
		var open, most atomic.Int64
		answered, refused, _ := h.askAll([]*Gate{h.Gate, h.node()}, parallel, func(int) Request {
			req := question()
			req.Checker = func(ctx context.Context, d Draft) []Check {
				if n := open.Add(1); n > most.Load() {
					most.Store(n)
				}
				defer open.Add(-1)
				time.Sleep(20 * time.Millisecond)
				return grounded(ctx, d)
			}
			return req
		})
		if most.Load() > 3 || answered < 3 || answered+refused != parallel {
			t.Errorf("%d at once, %d answered, %d refused", most.Load(), answered, refused)
		}
		h.checkPaired(answered)
	})
}

func TestBudgetsBeginAnewAtLocalMidnight(t *testing.T) {
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 20, 2, 59, 0, 0, time.UTC) // one minute before midnight there
	h := newHouse(t, dbtest.SQLite(t), "good", func(p *Parts) {
		p.Now, p.Zone = func() time.Time { return now }, zone
		p.Budgets = []Budget{{Holder: PerPerson, Period: Daily, Calls: 1}}
	})
	for _, c := range []struct {
		later time.Duration
		want  error
	}{{0, nil}, {0, ErrBudget}, {2 * time.Minute, nil}, {time.Minute, ErrBudget}} {
		now = now.Add(c.later)
		if _, err := h.Ask(t.Context(), question()); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", now, err, c.want)
		}
	}
	if got := Monthly.starts(now, zone); !got.Equal(time.Date(2026, 11, 1, 3, 0, 0, 0, time.UTC)) {
		t.Errorf("the month begins at %s", got)
	}
}

func TestBudgetsThatCouldNotBeKeptAreRefused(t *testing.T) {
	for _, bad := range [][]Budget{
		{{Holder: "dean", Period: Daily}}, {{Holder: Everybody, Period: "hour"}}, {{Holder: Everybody, Period: Daily, Micros: -1}},
		{{Holder: Everybody, Period: Daily, Micros: 1}, {Holder: Everybody, Period: Daily, Calls: 1}},
	} {
		if err := checkBudgets(bad); !errors.Is(err, ErrRequest) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}
