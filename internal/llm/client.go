package llm

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Tools are what a client needs from outside; all are required.
type Tools struct {
	Now    func() time.Time
	Random io.Reader
	Log    *slog.Logger
}

// Client speaks on one wire. It is safe for concurrent use.
type Client struct {
	cfg     Config
	base    *url.URL
	http    *http.Client
	dialect dialect
	now     func() time.Time
	log     *slog.Logger

	randomMu sync.Mutex
	random   io.Reader
}

// New makes a client for a wire; errors wrap ErrConfig.
func New(cfg Config, tools Tools) (*Client, error) {
	if err := cfg.Check(); err != nil {
		return nil, err
	}
	if tools.Now == nil || tools.Random == nil || tools.Log == nil {
		return nil, fmt.Errorf("%w: wire %q: clock, randomness and log are required", ErrConfig, cfg.Name)
	}
	cfg = cfg.withDefaults()
	base, err := url.Parse(cfg.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("%w: wire %q: base_url", ErrConfig, cfg.Name)
	}
	c := &Client{cfg: cfg, base: base, http: newHTTP(cfg), now: tools.Now, log: tools.Log, random: tools.Random}
	c.dialect = dialectOf(cfg)
	return c, nil
}

// Name is the configured name of the wire.
func (c *Client) Name() string { return c.cfg.Name }

// Model is the configured name of the model.
func (c *Client) Model() string { return c.cfg.Model }

// Local tells whether the wire is declared, and thereby held, local.
func (c *Client) Local() bool { return c.cfg.Local }

// Capability is what the wire is for.
func (c *Client) Capability() Capability { return c.cfg.Capability }

// Price is what the wire's tokens cost.
func (c *Client) Price() Price { return c.cfg.Price }

// Patience is the longest that a call may take; embedding many texts takes several in a row.
func (c *Client) Patience(texts int) time.Duration {
	batches := max(1, (texts+c.cfg.Limits.Batch-1)/c.cfg.Limits.Batch)
	return time.Duration(batches) * c.cfg.Timeouts.Total
}

// Close lets idle connections go.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// WorstChat bounds the usage of a request, for reserving budget before asking: the true usage
// that Chat and Stream report is never above it.
func (c *Client) WorstChat(req ChatRequest) (Usage, error) {
	out, err := c.chatBody(req, false)
	if err != nil {
		return Usage{}, err
	}
	return c.worstChat(req, out), nil
}

func (c *Client) worstChat(req ChatRequest, out outgoing) Usage {
	return Usage{Input: worstInput(len(out.body), len(req.Messages)), Output: int64(c.tokens(req)), Estimated: true}
}

func (c *Client) tokens(req ChatRequest) int {
	if req.Tokens > 0 {
		return min(req.Tokens, c.cfg.Limits.Tokens)
	}
	return c.cfg.Limits.Tokens
}

// Chat asks and waits for the whole answer.
func (c *Client) Chat(ctx context.Context, req ChatRequest) (Reply, error) {
	return c.ask(ctx, req, false, func(said *spoken, in io.Reader) error {
		raw, err := io.ReadAll(in)
		if err != nil {
			return err
		}
		if len(strings.TrimSpace(string(raw))) == 0 {
			return ErrEmpty
		}
		return c.dialect.whole(raw, said)
	})
}

// Stream asks and hands each piece to sink as it arrives. An error of the sink ends the call and
// is returned as it is. What was handed over before an error is not a whole answer.
func (c *Client) Stream(ctx context.Context, req ChatRequest, sink func(piece string) error) (Reply, error) {
	return c.ask(ctx, req, true, func(said *spoken, in io.Reader) error {
		return c.readStream(newEventReader(in, c.cfg.Limits.EventBytes), said, sink)
	})
}

// readStream follows a stream to its proper end.
func (c *Client) readStream(events *eventReader, said *spoken, sink func(string) error) error {
	for !said.done {
		ev, err := events.next()
		if err != nil {
			return endOfStream(err, said)
		}
		before := said.text.Len()
		if err := c.dialect.event(ev, said); err != nil {
			return err
		}
		if said.text.Len() > c.cfg.Limits.TextBytes {
			return fmt.Errorf("%w: more text than this wire allows", ErrTooLong)
		}
		if piece := said.text.String()[before:]; piece != "" {
			if err := sink(piece); err != nil {
				return err
			}
		}
	}
	return nil
}

// endOfStream forgives a server that names its reason to finish but then just hangs up.
func endOfStream(err error, said *spoken) error {
	if !ended(err) {
		return err
	}
	if said.finish == "" {
		return ErrCut
	}
	return nil
}

// ask is the common course of Chat and Stream.
func (c *Client) ask(ctx context.Context, req ChatRequest, stream bool, read func(*spoken, io.Reader) error) (Reply, error) {
	out, err := c.chatBody(req, stream)
	if err != nil {
		return Reply{Model: c.cfg.Model}, err
	}
	said := &spoken{asJSON: req.Schema != nil}
	k := &call{client: c}
	err = k.run(ctx, out, func(in io.Reader) error {
		if err := read(said, in); err != nil {
			return err
		}
		return c.judge(said, req.Schema)
	})
	return c.reply(k, req, out, said, err), err
}

// judge refuses what is whole but no proper answer.
func (c *Client) judge(said *spoken, schema *Schema) error {
	text := said.text.String()
	switch {
	case said.refused:
		return ErrRefused
	case said.truncated:
		return fmt.Errorf("%w: stopped at the limit of tokens", ErrTooLong)
	case len(text) > c.cfg.Limits.TextBytes:
		return fmt.Errorf("%w: more text than this wire allows", ErrTooLong)
	case strings.TrimSpace(text) == "":
		return ErrEmpty
	case strings.ContainsAny(text, "\x00\uFFFD"):
		return fmt.Errorf("%w: broken characters", ErrMalformed)
	case schema == nil:
		return nil
	}
	if err := checkJSON([]byte(text), c.cfg.Limits.Depth); err != nil {
		return err
	}
	return schema.Accept([]byte(text))
}

// reply tells what is known, of a success or a failure.
func (c *Client) reply(k *call, req ChatRequest, out outgoing, said *spoken, err error) Reply {
	r := Reply{Model: c.cfg.Model, Tries: k.tries, FirstByte: k.first, Total: c.now().Sub(k.begun)}
	if k.mayCost() {
		r.Usage = settle(said.usage(), c.worstChat(req, out), len(out.body), said.text.Len())
		r.Cost = c.cfg.Price.Cost(r.Usage)
	}
	if err != nil {
		return r
	}
	r.Text = said.text.String()
	if req.Schema != nil {
		r.JSON = json.RawMessage(r.Text)
	}
	return r
}

func (c *Client) chatBody(req ChatRequest, stream bool) (outgoing, error) {
	if c.cfg.Capability != Chat {
		return outgoing{}, ErrUnsupported
	}
	path, body := c.dialect.chat(req, c.tokens(req), stream)
	raw, err := json.Marshal(body)
	if err != nil {
		return outgoing{}, fmt.Errorf("%w: request cannot be written as JSON", ErrConfig)
	}
	return outgoing{http.MethodPost, path, raw}, nil
}

// fraction draws from the shared source of randomness.
func (c *Client) fraction() float64 {
	c.randomMu.Lock()
	defer c.randomMu.Unlock()
	return fraction(c.random)
}
