package gate

import (
	"context"
	"errors"
	"fmt"

	"preceptor/internal/llm"
	"preceptor/internal/privacy"
)

// Embedder turns texts into vectors for one kind of matter; it is what search is handed. The same
// way through the gate as for words, but numbers need no checker beyond those of the wire.
type Embedder struct {
	gate   *Gate
	matter Matter
}

// Embedder makes an embedder. The matter's class is that of the texts to come.
func (g *Gate) Embedder(m Matter) *Embedder { return &Embedder{g, m} }

// Model names the model that would embed, for telling vectors of different models apart; "" when
// there is none.
func (e *Embedder) Model() string {
	for _, w := range e.gate.Wires {
		if w.Capability() == llm.Embeddings && (w.Local() || e.matter.Class == privacy.Public) {
			return w.Model()
		}
	}
	return ""
}

// Embed gives one vector per text, all of one length, or an error of this package.
func (e *Embedder) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	g := e.gate
	if err := g.ready(ctx, e.matter.check()); err != nil {
		return nil, err
	}
	if !g.Has(llm.Embeddings) {
		return nil, ErrNoModel
	}
	if len(texts) == 0 {
		return nil, nil
	}
	pass, err := g.admit(ctx, e.matter, llm.Embeddings, texts)
	if err != nil {
		return nil, g.refuse(ctx, e.matter, err)
	}
	c := g.newCall(e.matter, pass, pass.wire.WorstEmbed(pass.texts))
	if err := g.open(ctx, c); err != nil {
		return nil, g.refuse(ctx, e.matter, err)
	}
	return g.vectors(ctx, c, pass.texts)
}

// vectors asks and closes; a panic on the way closes too.
func (g *Gate) vectors(ctx context.Context, c *call, texts []string) (v [][]float32, err error) {
	end := outcome{code: "panicked", usage: c.worst, cost: c.reserved}
	defer func() {
		if fault := g.close(ctx, c, end); fault != nil {
			v, err = nil, errors.Join(fault, err)
		}
	}()
	reply, err := c.wire.Embed(ctx, texts)
	if err != nil {
		err = fmt.Errorf("%w: %w", ErrModelFailed, err)
	}
	end = outcome{outcomeOf(ctx, err), reply.Usage, reply.Cost, reply.Tries, nil}
	return reply.Vectors, err
}
