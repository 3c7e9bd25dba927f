package llm

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"
)

// WorstEmbed bounds the usage of embedding some texts.
func (c *Client) WorstEmbed(texts []string) Usage {
	total := Usage{Estimated: true}
	for batch := range slices.Chunk(texts, c.cfg.Limits.Batch) {
		total.Input += worstInput(c.embedBody(batch).size(), len(batch))
	}
	return total
}

// Embed turns texts into vectors, in batches one after the other. It gives all vectors or none.
func (c *Client) Embed(ctx context.Context, texts []string) (EmbedReply, error) {
	all := EmbedReply{Model: c.cfg.Model}
	if c.cfg.Capability != Embeddings {
		return all, ErrUnsupported
	}
	for batch := range slices.Chunk(texts, c.cfg.Limits.Batch) {
		if err := c.embedBatch(ctx, batch, &all); err != nil {
			all.Vectors = nil
			return all, err
		}
	}
	return all, nil
}

// embedBatch adds one batch to the reply.
func (c *Client) embedBatch(ctx context.Context, batch []string, all *EmbedReply) error {
	out := c.embedBody(batch)
	var got embeddings
	k := &call{client: c}
	err := k.run(ctx, out, func(in io.Reader) error {
		raw, err := io.ReadAll(in)
		if err != nil {
			return err
		}
		return got.read(raw, c.cfg.Limits.Depth)
	})
	all.Tries += k.tries
	if k.mayCost() {
		used := settle(got.usage(), Usage{Input: worstInput(out.size(), len(batch))}, out.size(), 0)
		all.Usage = all.Usage.Add(used)
		all.Cost = c.cfg.Price.Cost(all.Usage)
	}
	if err != nil {
		return err
	}
	vectors, err := got.vectors(len(batch), c.lengthSoFar(all))
	all.Vectors = append(all.Vectors, vectors...)
	return err
}

// lengthSoFar is the length that a further vector must have; 0 leaves it open.
func (c *Client) lengthSoFar(all *EmbedReply) int {
	if len(all.Vectors) > 0 {
		return len(all.Vectors[0])
	}
	return c.cfg.Dimensions
}

func (c *Client) embedBody(texts []string) outgoing {
	body := map[string]any{"model": c.cfg.Model, "input": texts, "encoding_format": "float"}
	if c.cfg.Dimensions > 0 {
		body["dimensions"] = c.cfg.Dimensions
	}
	raw, _ := json.Marshal(body) // strings and numbers always marshal
	return outgoing{http.MethodPost, "/embeddings", raw}
}

func (o outgoing) size() int { return len(o.body) }

// embeddings is the answer of an embeddings endpoint.
type embeddings struct {
	Data []struct {
		Index  int       `json:"index"`
		Vector []float64 `json:"embedding"`
	} `json:"data"`
	Usage json.RawMessage `json:"usage"`
}

func (e *embeddings) read(raw []byte, depth int) error {
	if len(raw) == 0 {
		return ErrEmpty
	}
	return decodeJSON(raw, depth, e)
}

func (e *embeddings) usage() *Usage {
	var u openaiUsage
	if !isSet(e.Usage) || json.Unmarshal(e.Usage, &u) != nil || u.Prompt == nil {
		return nil
	}
	return &Usage{Input: *u.Prompt}
}

// vectors puts the vectors in the order of the texts. Each index must come once, all must have one
// length (the given one, unless 0), and every number must be finite as a float32.
func (e *embeddings) vectors(texts, length int) ([][]float32, error) {
	if len(e.Data) != texts {
		return nil, fmt.Errorf("%w: %d vectors for %d texts", ErrMalformed, len(e.Data), texts)
	}
	out := make([][]float32, texts)
	for _, d := range e.Data {
		if d.Index < 0 || d.Index >= texts || out[d.Index] != nil || len(d.Vector) == 0 {
			return nil, fmt.Errorf("%w: vectors out of order", ErrMalformed)
		}
		if length == 0 {
			length = len(d.Vector)
		}
		v, ok := narrow(d.Vector)
		if !ok || len(v) != length {
			return nil, fmt.Errorf("%w: unusable vector", ErrMalformed)
		}
		out[d.Index] = v
	}
	return out, nil
}

// narrow turns a vector into float32s; false when a number does not fit or all are zero.
func narrow(v []float64) ([]float32, bool) {
	out := make([]float32, len(v))
	some := false
	for i, x := range v {
		if math.IsNaN(x) || math.Abs(x) > math.MaxFloat32 {
			return nil, false
		}
		out[i] = float32(x)
		some = some || x != 0
	}
	return out, some
}
