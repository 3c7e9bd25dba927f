package gate

import (
	"context"
	"errors"
	"fmt"

	"preceptor/internal/gate/checks"
	"preceptor/internal/llm"
)

// converse asks, checks and closes. The call is closed even when something panics on the way.
func (g *Gate) converse(ctx context.Context, c *call, req Request, chat llm.ChatRequest) (a Answer, err error) {
	t := &talk{ctx: ctx, req: req}
	end := outcome{code: "panicked", usage: c.worst, cost: c.reserved}
	defer func() {
		if fault := g.close(ctx, c, end); fault != nil {
			a, err = Answer{Provenance: a.Provenance}, errors.Join(fault, err)
		}
	}()
	reply, err := t.ask(c.wire, chat)
	end = outcome{outcomeOf(ctx, err), reply.Usage, reply.Cost, reply.Tries, t.results}
	a.Provenance = c.provenance(reply, t)
	if err != nil {
		return a, err
	}
	a.Text, a.JSON = reply.Text, reply.JSON
	return a, nil
}

func (c *call) provenance(reply llm.Reply, t *talk) Provenance {
	return Provenance{
		Call: c.id, At: c.opened, Wire: c.wire.Name(), Model: c.wire.Model(), Local: c.wire.Local(),
		Prompt: c.prompt.name, PromptVersion: c.prompt.version, PromptHash: c.prompt.hash,
		Sources: c.sources, Checks: t.results, Masked: c.masked,
		Usage: reply.Usage, Cost: reply.Cost, Shown: len(t.shown),
	}
}

// talk is the exchange with the model while it lasts.
type talk struct {
	ctx     context.Context
	req     Request
	shown   string
	results []Check
	showErr error // the caller's own, from Show
}

// ask puts the question, streaming when the caller wants to see sentences.
func (t *talk) ask(wire *llm.Client, chat llm.ChatRequest) (llm.Reply, error) {
	if t.req.Show != nil {
		return t.stream(wire, chat)
	}
	reply, err := wire.Chat(t.ctx, chat)
	if err != nil {
		return reply, fmt.Errorf("%w: %w", ErrModelFailed, err)
	}
	return reply, t.judge(Draft{Part: Whole, Text: reply.Text, JSON: reply.JSON})
}

// stream shows sentence by sentence what passes, then judges the whole.
func (t *talk) stream(wire *llm.Client, chat llm.ChatRequest) (llm.Reply, error) {
	sentences := llm.NewSentences(t.sentence)
	reply, err := wire.Stream(t.ctx, chat, sentences.Add)
	if err == nil {
		err = sentences.Close()
	}
	switch {
	case errors.Is(err, ErrChecksFailed):
		return reply, err
	case t.showErr != nil:
		return reply, t.showErr
	case err != nil:
		return reply, fmt.Errorf("%w: %w", ErrModelFailed, err)
	}
	return reply, t.judge(Draft{Part: Whole, Text: reply.Text, Before: t.shown})
}

// sentence judges one sentence and shows it if it passes.
func (t *talk) sentence(text string) error {
	if err := t.judge(Draft{Part: Sentence, Text: text, Before: t.shown}); err != nil {
		return err
	}
	t.shown += text
	t.showErr = t.req.Show(text)
	return t.showErr
}

// judge runs the gate's own check and the caller's. Results of an earlier sentence give way.
func (t *talk) judge(d Draft) error {
	d.Sources = t.req.Sources
	t.results = append([]Check{checks.Characters(readable(d))}, t.ownChecks(d)...)
	if !checks.Pass(t.results) {
		return ErrChecksFailed
	}
	return nil
}

// ownChecks asks the caller's checker; no result and a panic both count as failed.
func (t *talk) ownChecks(d Draft) (results []Check) {
	defer func() {
		if recover() != nil {
			results = []Check{{Name: "checker", Detail: "broke down"}}
		}
	}()
	if results = t.req.Checker(t.ctx, d); len(results) == 0 {
		return []Check{{Name: "checker", Detail: "gave no verdict"}}
	}
	return results
}

// readable gives the text of a draft as a reader would see it: JSON with its escapes undone.
func readable(d Draft) string {
	if d.JSON == nil {
		return d.Text
	}
	return unescaped(d.JSON)
}
