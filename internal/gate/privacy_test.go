package gate

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"preceptor/internal/db/dbtest"
	"preceptor/internal/llm"
	"preceptor/internal/privacy"
)

// masker masks a name, or refuses.
type masker struct {
	err error
}

func (p masker) Release(_ context.Context, _ Matter, texts []string) (Released, error) {
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = strings.ReplaceAll(text, "Lima", "[NAME]")
	}
	return Released{Texts: out, Masked: 1}, p.err
}

func hosted(t *testing.T) *llm.Client {
	t.Helper()
	w, err := llm.New(llm.Config{Name: "far", Capability: llm.Chat, Protocol: llm.Anthropic, BaseURL: "https://models.invalid/v1", Model: "m",
		Price: llm.Price{Input: 1, Output: 1}}, llm.Tools{Now: time.Now, Random: rand.Reader, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestOnlyPublicTextsMayLeaveTheHouse(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), "good", func(p *Parts) { p.Wires = append([]*llm.Client{hosted(t)}, p.Wires...) })
	for class, want := range map[privacy.Class]string{privacy.Public: "far", privacy.Internal: "test-good", privacy.Personal: "test-good", privacy.Health: "test-good"} {
		m := matter
		m.Class = class
		pass, err := h.admit(t.Context(), m, llm.Chat, []string{"x"})
		if err != nil || pass.wire.Name() != want {
			t.Errorf("%s texts go to %v, %v", class, pass.wire, err)
		}
	}
}

// localOnly is a policy that lets nothing leave the institution.
type localOnly struct{}

func (localOnly) AllowModel(_ context.Context, _ Matter, hosted bool) error {
	if hosted {
		return errors.New("hosted")
	}
	return nil
}

func TestPolicyDecidesAboutEachWire(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), "good", func(p *Parts) {
		p.Policy = localOnly{}
		p.Wires = append([]*llm.Client{hosted(t)}, p.Wires...)
	})
	m := matter
	m.Class = privacy.Public
	if pass, err := h.admit(t.Context(), m, llm.Chat, []string{"x"}); err != nil || pass.wire.Name() != "test-good" {
		t.Errorf("%v, %v", pass.wire, err)
	}
	h.Wires = h.Wires[:1]
	if _, err := h.admit(t.Context(), m, llm.Chat, []string{"x"}); !errors.Is(err, ErrNotAllowed) {
		t.Errorf("only the hosted wire: %v", err)
	}
}

func TestTheModelSeesMaskedTextOnly(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), "good", func(p *Parts) { p.Privacy = masker{} })
	req := question()
	req.Input["question"] = "Mrs Lima, how long?"
	a, err := h.Ask(t.Context(), req)
	if err != nil || a.Masked != 1 {
		t.Fatalf("%+v, %v", a, err)
	}
	body := h.model.Requests()[0].Body
	if strings.Contains(body, "Lima") || !strings.Contains(body, "[NAME]") {
		t.Errorf("sent %s", body)
	}
	if got := h.leaves(kindIntent)[0]["masked"]; got != "1" {
		t.Errorf("the intent says masked %q", got)
	}
}

func TestTheLedgerHoldsNoText(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), "good", nil)
	if _, err := h.Ask(t.Context(), question()); err != nil {
		t.Fatal(err)
	}
	for _, detail := range append(h.leaves(kindIntent), h.leaves(kindOutcome)...) {
		for _, value := range detail {
			if strings.Contains(value, "cough") || strings.Contains(value, "How long") || strings.Contains(value, string(matter.Actor)) {
				t.Errorf("the ledger says %q", value)
			}
		}
	}
}

func TestEmbeddingsPassTheGateToo(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), "good", func(p *Parts) { p.Budgets = []Budget{{Holder: Everybody, Period: Daily, Calls: 1}} })
	search := Matter{Purpose: "library.index", Class: privacy.Internal}
	if _, err := h.Embedder(search).Embed(t.Context(), []string{"x"}); !errors.Is(err, ErrNoModel) {
		t.Errorf("without a wire: %v", err)
	}
	h.parts.Wires = append(h.parts.Wires, wire(t, h.model, llm.OpenAI, llm.Embeddings, "good"))
	e := h.node().Embedder(search)
	vectors, err := e.Embed(t.Context(), []string{"dry cough", "no fever"})
	if err != nil || len(vectors) != 2 || e.Model() != "good" {
		t.Fatalf("%d vectors, %v", len(vectors), err)
	}
	if _, err := e.Embed(t.Context(), []string{"once more"}); !errors.Is(err, ErrBudget) {
		t.Errorf("over budget: %v", err)
	}
	h.checkPaired(1)
	for _, mode := range []string{"garbage", "badjson", "cut", "http500", "empty"} {
		bad := newHouse(t, dbtest.SQLite(t), "good", func(p *Parts) { p.Wires = nil })
		bad.parts.Wires = []*llm.Client{wire(t, bad.model, llm.OpenAI, llm.Embeddings, mode)}
		if v, err := bad.node().Embedder(search).Embed(t.Context(), []string{"a"}); !errors.Is(err, ErrModelFailed) || v != nil {
			t.Errorf("%s: %v", mode, err)
		}
		bad.checkPaired(1)
	}
}
