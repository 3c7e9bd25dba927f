package gate

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/ledger"
	"preceptor/internal/llm"
)

// onlyReply checks the reply of a JSON answer and that only given facts are cited.
func onlyReply(ctx context.Context, d Draft) []Check {
	var a struct {
		Reply string
		Facts []string
	}
	if err := json.Unmarshal(d.JSON, &a); err != nil {
		return nil
	}
	known := Check{Name: "cited", OK: true}
	for _, id := range a.Facts {
		known.OK = known.OK && strings.HasPrefix(id, "f")
	}
	d.Text = a.Reply
	return append(grounded(ctx, d), known)
}

func TestWhateverHappensACallHasItsOutcome(t *testing.T) {
	enough := errors.New("the page was closed")
	for name, c := range map[string]struct {
		mode    string
		spoil   func(*Request)
		want    error
		outcome string
	}{
		"checker panics":     {"good", func(r *Request) { r.Checker = func(context.Context, Draft) []Check { panic("no") } }, ErrChecksFailed, "checks_failed"},
		"checker is silent":  {"good", func(r *Request) { r.Checker = func(context.Context, Draft) []Check { return nil } }, ErrChecksFailed, "checks_failed"},
		"caller stops":       {"good", func(r *Request) { r.Show = func(string) error { return enough } }, enough, "not_shown"},
		"model is away":      {"http500", func(*Request) {}, ErrModelFailed, "model_unavailable"},
		"model is busy":      {"http429", func(*Request) {}, llm.ErrBusy, "model_busy"},
		"model is cut":       {"cut", func(*Request) {}, llm.ErrCut, "model_cut"},
		"model is not known": {"nobody", func(*Request) {}, llm.ErrDenied, "model_denied"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, dbtest.SQLite(t), c.mode, nil)
			req := question()
			c.spoil(&req)
			if _, err := h.Ask(t.Context(), req); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			h.checkPaired(1)
			if got := h.lastOutcome(); got != c.outcome {
				t.Errorf("outcome %q, want %q", got, c.outcome)
			}
		})
	}
}

func TestCallerWhoLeavesIsRecordedToo(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), "slow", nil)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := h.Ask(ctx, question()); !errors.Is(err, ErrModelFailed) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	h.checkPaired(1)
	if got := h.lastOutcome(); got != "left" {
		t.Errorf("outcome %q", got)
	}
}

func TestPanicOfTheCallersScreenIsRecordedAndGoesOn(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), "good", nil)
	req := question()
	req.Show = func(string) error { panic("screen") }
	func() {
		defer func() {
			if recover() != "screen" {
				t.Error("the panic was swallowed")
			}
		}()
		_, _ = h.Ask(t.Context(), req)
	}()
	h.checkPaired(1)
	if got := h.lastOutcome(); got != "panicked" {
		t.Errorf("outcome %q", got)
	}
}

func TestAfterACrashTheSweepWritesLost(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d, "good", func(p *Parts) { p.Budgets = []Budget{{Holder: PerPerson, Period: Daily, Micros: 1_000_000}} })
		c := h.newCall(matter, admission{wire: h.Wires[0]}, llm.Usage{Input: 100, Output: 10})
		c.prompt = wordPrompt
		if err := h.open(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		// The process dies here; the next one starts.
		next := h.node()
		if n, err := next.SweepExpired(t.Context()); n != 0 || err != nil {
			t.Errorf("another node's call was taken for lost: %d, %v", n, err)
		}
		if n, err := next.SweepAll(t.Context()); n != 1 || err != nil {
			t.Fatalf("swept %d, %v", n, err)
		}
		h.checkPaired(1)
		if got := h.lastOutcome(); got != "lost" {
			t.Errorf("outcome %q", got)
		}
		spent, err := next.Spent(t.Context(), matter)
		if err != nil || spent[0].UsedMicros != 120 {
			t.Errorf("what was reserved stays spent: %+v, %v", spent, err)
		}
		if err := h.close(t.Context(), c, outcome{code: "answered"}); !errors.Is(err, ErrUnrecorded) {
			t.Errorf("a lost call was closed again: %v", err)
		}
		h.checkPaired(1)
	})
}

func TestGateThatMayNotSaysNoAndRemembers(t *testing.T) {
	no := errors.New("no")
	for code, c := range map[string]struct {
		change func(*Parts)
		want   error
	}{
		"not_allowed": {func(p *Parts) { p.Policy = allow{no} }, ErrNotAllowed},
		"privacy":     {func(p *Parts) { p.Privacy = masker{err: no} }, ErrPrivacy},
		"no_model":    {func(p *Parts) { p.Wires = []*llm.Client{hosted(t)} }, ErrNoModel},
		"budget":      {func(p *Parts) { p.Budgets = []Budget{{Holder: Everybody, Period: Monthly, Micros: 10}} }, ErrBudget},
	} {
		t.Run(code, func(t *testing.T) {
			h := newHouse(t, dbtest.SQLite(t), "good", c.change)
			if _, err := h.Ask(t.Context(), question()); !errors.Is(err, c.want) {
				t.Errorf("got %v", err)
			}
			if n := len(h.model.Requests()); n != 0 {
				t.Errorf("the model was asked %d times", n)
			}
			h.checkPaired(0)
			if r := h.leaves(kindRefusal); len(r) != 1 || r[0]["refusal"] != code {
				t.Errorf("refusals %v", r)
			}
		})
	}
}

// brokenLedger fails from the given entry on.
type brokenLedger struct {
	Ledger
	good int
}

func (b *brokenLedger) Append(ctx context.Context, e ledger.Entry) (ledger.LeafID, error) {
	if b.good--; b.good < 0 {
		return "", errors.New("disk full")
	}
	return b.Ledger.Append(ctx, e)
}

func TestWithoutARecordThereIsNoAnswer(t *testing.T) {
	for good, asked := range map[int]int{0: 0, 1: 1} {
		h := newHouse(t, dbtest.SQLite(t), "good", func(p *Parts) {
			p.Budgets = []Budget{{Holder: PerCourse, Period: Daily, Micros: 1_000_000}}
			p.Ledger = &brokenLedger{p.Ledger, good}
		})
		a, err := h.Ask(t.Context(), question())
		if !errors.Is(err, ErrUnrecorded) || a.Text != "" {
			t.Errorf("%v, %q", err, a.Text)
		}
		if n := len(h.model.Requests()); n != asked {
			t.Errorf("the model was asked %d times, want %d", n, asked)
		}
		if spent, err := h.Spent(t.Context(), matter); err != nil || (spent[0].UsedMicros > 0) != (asked > 0) {
			t.Errorf("an unrecorded call keeps exactly what it may have cost: %+v, %v", spent, err)
		}
	}
}

func TestNothingIsAskedInsideATransaction(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), "good", nil)
	err := h.DB.Tx(t.Context(), func(ctx context.Context) error {
		_, err := h.Ask(ctx, question())
		return err
	})
	if !errors.Is(err, ErrRequest) || len(h.model.Requests()) != 0 {
		t.Errorf("got %v", err)
	}
}

func TestIncompleteRequestsAreFaultsOfTheProgram(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), "good", nil)
	for name, spoil := range map[string]func(*Request){
		"no checker":     func(r *Request) { r.Checker = nil },
		"no prompt":      func(r *Request) { r.Prompt = nil },
		"no purpose":     func(r *Request) { r.Purpose = "" },
		"no class":       func(r *Request) { r.Class = 0 },
		"odd activity":   func(r *Request) { r.Activity.ID = "Ana Lima" },
		"unknown input":  func(r *Request) { r.Input = map[string]any{"question": "x", "more": 1} },
		"missing input":  func(r *Request) { r.Input = nil },
		"shown JSON":     func(r *Request) { r.Schema, r.Show = wordsSchema, func(string) error { return nil } },
		"endless prompt": func(r *Request) { r.Input["question"] = strings.Repeat("x", mostSent) },
	} {
		req := question()
		spoil(&req)
		if _, err := h.Ask(t.Context(), req); !errors.Is(err, ErrRequest) {
			t.Errorf("%s: %v", name, err)
		}
	}
	h.checkPaired(0)
}
