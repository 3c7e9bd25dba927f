package gate

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/id"
	"preceptor/internal/llm"
)

// Parts are what a gate is made of. All are required but Wires, Budgets, AtOnce and Zone.
type Parts struct {
	DB      *db.DB
	IDs     *id.Source
	Now     func() time.Time
	Log     *slog.Logger
	Policy  Policy
	Privacy Privacy
	Ledger  Ledger
	Names   Names
	// Wires are tried in order: the first of the right capability that may take a matter takes it.
	Wires []*llm.Client
	// Budgets bind all calls; at most one for each holder and period.
	Budgets []Budget
	// AtOnce is how many calls one person may have open; 0 is no limit.
	AtOnce int
	// Zone is the institution's time zone; UTC when nil.
	Zone *time.Location
}

// Gate is the only way to a model. It is safe for concurrent use.
type Gate struct {
	Parts
	turn chan struct{} // lets one transaction at a time near the budgets, which are the hottest rows
}

// New makes a gate; ErrRequest when a part is missing or a budget could not be kept.
func New(p Parts) (*Gate, error) {
	if p.DB == nil || p.IDs == nil || p.Now == nil || p.Log == nil || p.Policy == nil || p.Privacy == nil || p.Ledger == nil || p.Names == nil {
		return nil, fmt.Errorf("%w: the gate lacks a part", ErrRequest)
	}
	if err := checkBudgets(p.Budgets); err != nil {
		return nil, err
	}
	if p.Zone == nil {
		p.Zone = time.UTC
	}
	return &Gate{Parts: p, turn: make(chan struct{}, 1)}, nil
}

// Has tells whether any wire has the capability. Without one, calls end in ErrNoModel before
// anything is written; this is how an installation without a model works.
func (g *Gate) Has(c llm.Capability) bool {
	for _, w := range g.Wires {
		if w.Capability() == c {
			return true
		}
	}
	return false
}

// HasChat tells whether any model can be asked for words.
func (g *Gate) HasChat() bool { return g.Has(llm.Chat) }

// May tells beforehand whether policy lets any chat wire take a matter: nil, ErrNoModel or
// ErrNotAllowed. Unlike a refused call it leaves no trace, so a course without AI costs nothing.
func (g *Gate) May(ctx context.Context, m Matter) error {
	if err := m.check(); err != nil {
		return err
	}
	if !g.HasChat() {
		return ErrNoModel
	}
	if _, err := g.allowedWires(ctx, m, llm.Chat); err != nil {
		return fmt.Errorf("%w: %w", ErrNotAllowed, err)
	}
	return nil
}

// Ask puts a question to a model and gives back only what passed all checks. Every error is one of
// this package's sentinels, except those of Show, which come back as they are.
func (g *Gate) Ask(ctx context.Context, req Request) (Answer, error) {
	if err := g.ready(ctx, req.check()); err != nil {
		return Answer{}, err
	}
	if !g.HasChat() {
		return Answer{}, ErrNoModel
	}
	text, err := req.Prompt.fill(req.Input, req.Sources)
	if err != nil {
		return Answer{}, err
	}
	pass, err := g.admit(ctx, req.Matter, llm.Chat, []string{text})
	if err != nil {
		return Answer{}, g.refuse(ctx, req.Matter, err)
	}
	chat := req.chat(pass.texts[0])
	worst, err := pass.wire.WorstChat(chat)
	if err != nil {
		return Answer{}, fmt.Errorf("%w: %w", ErrRequest, err)
	}
	c := g.newCall(req.Matter, pass, worst)
	c.prompt, c.sources = req.Prompt, req.sourceIDs()
	if err := g.open(ctx, c); err != nil {
		return Answer{}, g.refuse(ctx, req.Matter, err)
	}
	return g.converse(ctx, c, req, chat)
}

// ready refuses what could not be carried out properly. Within a transaction no model is asked: it
// would hold the database while the model thinks.
func (g *Gate) ready(ctx context.Context, fault error) error {
	if fault == nil && g.DB.InTx(ctx) {
		return fmt.Errorf("%w: inside a transaction", ErrRequest)
	}
	return fault
}

// admission is what policy and privacy let through.
type admission struct {
	wire   *llm.Client
	texts  []string
	masked int
}

// admit asks policy, then privacy, then chooses the first wire that both let the matter take.
func (g *Gate) admit(ctx context.Context, m Matter, c llm.Capability, texts []string) (admission, error) {
	allowed, err := g.allowedWires(ctx, m, c)
	if err != nil {
		return admission{}, fmt.Errorf("%w: %w", ErrNotAllowed, err)
	}
	released, err := g.Privacy.Release(ctx, m, texts)
	if err != nil {
		return admission{}, fmt.Errorf("%w: %w", ErrPrivacy, err)
	}
	if len(released.Texts) != len(texts) {
		return admission{}, fmt.Errorf("%w: privacy gave back other texts", ErrPrivacy)
	}
	for _, w := range allowed {
		if w.Local() || released.Hosted {
			return admission{w, released.Texts, released.Masked}, nil
		}
	}
	return admission{}, fmt.Errorf("%w: %s texts need a local wire", ErrNoModel, m.Class)
}

// allowedWires asks policy about each wire of the capability; an error when it allows none.
func (g *Gate) allowedWires(ctx context.Context, m Matter, c llm.Capability) (allowed []*llm.Client, err error) {
	for _, w := range g.Wires {
		if w.Capability() != c {
			continue
		}
		if denied := g.Policy.AllowModel(ctx, m, !w.Local()); denied != nil {
			err = denied
			continue
		}
		allowed = append(allowed, w)
	}
	if len(allowed) > 0 {
		return allowed, nil
	}
	return nil, err
}

// refuse records that nothing was asked, and why. The refusal stands even if it cannot be recorded.
func (g *Gate) refuse(ctx context.Context, m Matter, cause error) error {
	code := refusalCode(cause)
	if code == "" {
		return fmt.Errorf("%w: %w", ErrUnrecorded, cause)
	}
	ctx, cancel := afterwards(ctx)
	defer cancel()
	if err := g.noteRefusal(ctx, m, code, cause); err != nil {
		g.Log.ErrorContext(ctx, "a refusal could not be recorded", "purpose", m.Purpose, "code", code, "error", err)
		return errors.Join(cause, ErrUnrecorded)
	}
	return cause
}

// recording is how long the end of a call may take to write, whatever became of its caller.
const recording = 15 * time.Second

// afterwards is a context for what must be written even when the caller has left.
func afterwards(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), recording)
}
