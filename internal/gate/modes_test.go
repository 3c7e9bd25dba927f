package gate

import (
	"errors"
	"strings"
	"testing"

	"preceptor/internal/db/dbtest"
	"preceptor/internal/gate/checks"
	"preceptor/internal/llm"
	"preceptor/internal/llm/fakemodel"
)

// seen is what a person sees of one call: what was shown, and in the end the answer or the caller's own wording.
func seen(t *testing.T, g *Gate, req Request, stream bool) (text string, err error) {
	t.Helper()
	shown := ""
	if stream {
		req.Show = func(sentence string) error { shown += sentence; return nil }
	}
	a, err := g.Ask(t.Context(), req)
	if err != nil {
		if a.Text != "" || a.JSON != nil {
			t.Errorf("text beside the error %v", err)
		}
		return shown + own, err
	}
	if stream && strings.TrimSpace(shown) != strings.TrimSpace(a.Text) {
		t.Errorf("shown %q, answered %q", shown, a.Text)
	}
	return a.Text, nil
}

func TestNoModeGetsUncheckedTextThroughTheGate(t *testing.T) {
	for _, mode := range fakemodel.Modes {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, dbtest.SQLite(t), mode, nil)
			calls := 0
			for _, protocol := range []llm.Protocol{llm.OpenAI, llm.Anthropic} {
				h.parts.Wires = []*llm.Client{wire(t, h.model, protocol, llm.Chat, mode)}
				g := h.node()
				for _, stream := range []bool{false, true} {
					h.model.Forget()
					text, err := seen(t, g, question(), stream)
					calls++
					checkSeen(t, h, mode, text, err)
				}
			}
			h.checkPaired(calls)
		})
	}
}

// checkSeen wants an answer of the good mode, the caller's own wording or a checked part otherwise,
// and nothing planted in any.
func checkSeen(t *testing.T, h *house, mode, text string, err error) {
	t.Helper()
	switch {
	case mode == "good" && err != nil:
		t.Errorf("the good model was refused: %v", err)
	case mode != "good" && !errors.Is(err, ErrModelFailed) && !errors.Is(err, ErrChecksFailed):
		t.Errorf("%s: unexpected outcome %v, seen %q", mode, err, text)
	}
	if strings.Contains(strings.ToLower(text), "marigold") || !checks.Characters(text).OK || !checks.Markup(text).OK {
		t.Errorf("%s: seen %q", mode, text)
	}
	for _, r := range h.model.Requests() {
		for _, planted := range r.Planted {
			if mode != "leak" && strings.Contains(text, planted) { // a leak of given facts in other order is no leak
				t.Errorf("%s: %q came through in %q", mode, planted, text)
			}
		}
	}
}

var wordsSchema = MustSchema("words", `{"type":"object","required":["reply","facts"],"additionalProperties":false,
	"properties":{"reply":{"type":"string"},"facts":{"type":"array","items":{"type":"string"}}}}`)

func TestNoModeGetsUncheckedJSONThroughTheGate(t *testing.T) {
	for _, mode := range fakemodel.Modes {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, dbtest.SQLite(t), mode, nil)
			req := question()
			req.Schema = wordsSchema
			req.Checker = onlyReply
			a, err := h.Ask(t.Context(), req)
			if (err == nil) != (mode == "good") || (err == nil) == (a.JSON == nil) {
				t.Errorf("%v, %s", err, a.JSON)
			}
			h.checkPaired(1)
		})
	}
}

func TestProvenanceTellsWhereAnAnswerCameFrom(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), "good", nil)
	a, err := h.Ask(t.Context(), question())
	if err != nil {
		t.Fatal(err)
	}
	if a.Model != "good" || !a.Local || a.Prompt != "encounter.word" || a.PromptVersion != 3 || len(a.PromptHash) != 12 || len(a.Sources) != 3 {
		t.Errorf("%+v", a.Provenance)
	}
	if a.Cost == 0 || a.Usage.Estimated || len(a.Failed()) != 0 || len(a.Passed()) != 7 {
		t.Errorf("%+v", a.Provenance)
	}
	want := "Worded by the AI model good on a server of the institution, from 3 sources, with the prompt encounter.word version 3; 7 automatic checks passed."
	if got := a.Disclosure(); got != want {
		t.Errorf("got %q", got)
	}
	outcome := h.leaves(kindOutcome)[0]
	if outcome["outcome"] != "answered" || outcome["passed"] != "characters words polarity quantities turns markup length" || outcome["micros"] == "0" {
		t.Errorf("%v", outcome)
	}
}
