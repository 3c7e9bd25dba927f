package llm

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// outgoing is a request ready for the wire.
type outgoing struct {
	method string
	path   string
	body   []byte
}

// call is one question to the server, attempts included.
type call struct {
	client *Client
	begun  time.Time
	tries  int
	sent   atomic.Bool
	status int
	first  time.Duration
}

// mayCost tells whether the server may charge for the call: the last attempt reached it and was
// not turned away.
func (k *call) mayCost() bool {
	return k.sent.Load() && (k.status == 0 || k.status == http.StatusOK)
}

// run sends the request until an answer begins, hands its bytes to read, and logs the outcome.
// Everything happens within the wire's total time.
func (k *call) run(ctx context.Context, out outgoing, read func(io.Reader) error) error {
	ctx, cancel := context.WithTimeoutCause(ctx, k.client.cfg.Timeouts.Total, fmt.Errorf("%w: total", ErrTimeout))
	defer cancel()
	k.begun = k.client.now()
	err := k.attempts(ctx, out, read)
	k.log(ctx, err)
	return err
}

// attempts repeats while the server is busy or away; an answer that began is never asked for again.
func (k *call) attempts(ctx context.Context, out outgoing, read func(io.Reader) error) error {
	for {
		k.tries++
		err := k.attempt(ctx, out, read)
		pause, again := k.client.cfg.Retry.wait(k.tries, err, k.client.fraction())
		if !again || !sleep(ctx, pause) {
			return err
		}
	}
}

func (k *call) attempt(ctx context.Context, out outgoing, read func(io.Reader) error) error {
	cfg := k.client.cfg
	k.status = 0
	k.sent.Store(false)
	ctx, w := startWatch(ctx, cfg.Timeouts.Connect+cfg.Timeouts.FirstByte)
	defer w.end()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteHeaders: func() { k.sent.Store(true) },
	})
	req, err := k.client.request(ctx, out)
	if err != nil {
		return err
	}
	resp, err := k.client.http.Do(req)
	if err != nil {
		return failedToSend(ctx, err)
	}
	defer resp.Body.Close()
	if k.status = resp.StatusCode; resp.StatusCode != http.StatusOK {
		return newStatusError(resp, k.client.now())
	}
	return read(&boundedBody{
		ctx: ctx, in: resp.Body, watch: w, idle: cfg.Timeouts.Idle, left: cfg.Limits.AnswerBytes,
		onFirst: func() { k.first = k.client.now().Sub(k.begun) },
	})
}

// request builds the HTTP request; the key goes into a header and nowhere else.
func (c *Client) request(ctx context.Context, out outgoing) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, out.method, c.cfg.BaseURL+out.path, bytes.NewReader(out.body))
	if err != nil {
		return nil, fmt.Errorf("%w: base_url", ErrConfig)
	}
	if len(out.body) > 0 {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("User-Agent", "preceptor")
	c.dialect.sign(req.Header, c.cfg.Key)
	return req, nil
}

// failedToSend tells apart why no answer began.
func failedToSend(ctx context.Context, err error) error {
	if ended := whyEnded(ctx, nil); ended != nil {
		return ended
	}
	if errors.Is(err, ErrNotLocal) {
		return ErrNotLocal
	}
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "dial" {
		if op.Timeout() {
			return fmt.Errorf("%w: connecting", ErrTimeout)
		}
		return unsent{fmt.Errorf("%w: no connection", ErrUnavailable)}
	}
	return fmt.Errorf("%w: connection failed", ErrUnavailable)
}

// log writes one line per call: names and numbers only.
func (k *call) log(ctx context.Context, err error) {
	k.client.log.LogAttrs(ctx, slog.LevelInfo, "model called",
		slog.String("wire", k.client.cfg.Name), slog.String("outcome", Code(err)),
		slog.Int("status", k.status), slog.Int("tries", k.tries),
		slog.Duration("first_byte", k.first), slog.Duration("total", k.client.now().Sub(k.begun)))
}
