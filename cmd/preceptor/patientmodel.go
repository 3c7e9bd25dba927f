package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"preceptor/internal/cases"
	"preceptor/internal/db"
	"preceptor/internal/encounter"
	"preceptor/internal/gate"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
	"preceptor/internal/llm"
	"preceptor/internal/people"
)

// voiceFlags name a model that words the patient's replies. Without them no model
// is asked and no network is touched.
type voiceFlags struct {
	Model    string        `default:"none" help:"Name of the model that words the replies; none asks no model."`
	ModelURL string        `name:"model-url" placeholder:"URL" help:"Address of an OpenAI-compatible server, up to and with /v1."`
	Patience time.Duration `default:"4s" help:"How long one turn waits for the model before the engine's own words stand."`
}

// voice lets a model word replies, through a gate of its own. The ledger and the
// budgets of that gate live in a folder that is gone when the talk ends: nothing of
// the talk belongs to a person, and nothing is kept.
type voice struct {
	gate     *gate.Gate
	patience time.Duration
	close    func()
}

// open connects the model; nil when none is named.
func (f voiceFlags) open() (*voice, error) {
	switch {
	case f.Model == "" || f.Model == "none":
		return nil, nil
	case f.ModelURL == "":
		return nil, usageError("--model %s needs --model-url", f.Model)
	case f.Patience <= 0:
		return nil, usageError("--patience must be more than nothing")
	}
	wire, err := f.wire()
	if err != nil {
		return nil, usageError("the model cannot be used: %w", err)
	}
	folder, err := os.MkdirTemp("", "preceptor-talk-")
	if err != nil {
		return nil, fmt.Errorf("making room for the talk's ledger: %w", err)
	}
	v := &voice{patience: f.Patience, close: func() { wire.Close(); _ = os.RemoveAll(folder) }}
	if err := v.openGate(wire, folder); err != nil {
		v.close()
		return nil, err
	}
	return v, nil
}

// openGate puts a gate with a passing ledger before the wire.
func (v *voice) openGate(wire *llm.Client, folder string) error {
	d, err := db.Open(context.Background(), "sqlite:"+filepath.Join(folder, "talk.db"), time.Now)
	if err != nil {
		return fmt.Errorf("opening the talk's ledger: %w", err)
	}
	before := v.close
	v.close = func() { _ = d.Close(); before() }
	if _, err := d.Migrate(context.Background()); err != nil {
		return fmt.Errorf("preparing the talk's ledger: %w", err)
	}
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	ids := id.NewSource(time.Now, rand.Reader)
	v.gate, err = gate.New(gate.Parts{DB: d, IDs: ids, Now: time.Now, Log: quiet, Policy: callersChoice{}, Privacy: callersChoice{},
		Ledger: ledger.New(d, ids, nil, quiet), Names: callersChoice{}, Wires: []*llm.Client{wire}})
	return err
}

// wire is one try per turn, no longer than the turn's patience.
func (f voiceFlags) wire() (*llm.Client, error) {
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	return llm.New(llm.Config{Name: "command-line", Capability: llm.Chat, Protocol: llm.OpenAI, BaseURL: f.ModelURL, Model: f.Model,
		Local: nearby(f.ModelURL), Price: llm.Price{Free: true}, Retry: llm.Retry{Attempts: 1},
		Timeouts: llm.Timeouts{Connect: f.Patience, FirstByte: f.Patience, Idle: f.Patience, Total: f.Patience},
		Limits:   llm.Limits{AnswerBytes: 64 << 10, TextBytes: 8 << 10},
	}, llm.Tools{Now: time.Now, Random: rand.Reader, Log: quiet})
}

// nearby says whether an address names this machine or a private network by number.
func nearby(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && (ip.IsLoopback() || ip.IsPrivate())
}

// word gives the model's wording of a reply when it passes every check in time,
// else the engine's own words.
func (v *voice) word(c *cases.Case, after cases.State, reply cases.Reply) string {
	if v == nil || !reply.Meaningful() {
		return reply.Text
	}
	ctx, cancel := context.WithTimeout(context.Background(), v.patience)
	defer cancel()
	answer, err := v.gate.Ask(ctx, encounter.WordingOf(c, after, reply))
	if err != nil {
		return reply.Text
	}
	return answer.Text
}

// Close ends the talk and forgets it; a nil voice has nothing to forget.
func (v *voice) Close() {
	if v != nil {
		v.close()
	}
}

// callersChoice is the policy of a command line: who names a model on it has
// decided that these texts may go there. No person stands behind the talk.
type callersChoice struct{}

func (callersChoice) AllowModel(context.Context, gate.Matter, bool) error { return nil }

func (callersChoice) Release(_ context.Context, _ gate.Matter, texts []string) (gate.Released, error) {
	return gate.Released{Texts: texts, Hosted: true}, nil
}

func (callersChoice) Pseudonym(context.Context, people.ID) (people.Pseudonym, error) {
	return "00000000000000000000000000000000", nil
}
