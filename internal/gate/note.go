package gate

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"preceptor/internal/ledger"
	"preceptor/internal/policy"
)

// What the gate writes into the ledger. Details are codes and counts; no text that was sent or
// received, and no account.
const (
	kindIntent  ledger.Kind = "gate.intent"
	kindOutcome ledger.Kind = "gate.outcome"
	kindRefusal ledger.Kind = "gate.refusal"
)

// actorOf gives the name under which the ledger knows the matter's person.
func (g *Gate) actorOf(ctx context.Context, m Matter) (ledger.Actor, error) {
	if m.Actor == "" {
		return ledger.System, nil
	}
	name, err := g.Names.Pseudonym(ctx, m.Actor)
	return ledger.Actor(name), err
}

func (g *Gate) noteIntent(ctx context.Context, c *call) error {
	detail := c.matter.detail()
	detail["call"] = string(c.id)
	detail["wire"] = printable(c.wire.Name())
	detail["model"] = printable(c.wire.Model())
	detail["local"] = strconv.FormatBool(c.wire.Local())
	detail["reserved_micros"] = strconv.FormatInt(int64(c.reserved), 10)
	detail["reserved_tokens"] = strconv.FormatInt(c.worst.Input+c.worst.Output, 10)
	detail["masked"] = strconv.Itoa(c.masked)
	if c.prompt != nil {
		detail["prompt"] = c.prompt.name
		detail["prompt_version"] = strconv.Itoa(c.prompt.version)
		detail["prompt_hash"] = c.prompt.hash
		detail["sources"] = strconv.Itoa(len(c.sources))
	}
	return g.append(ctx, kindIntent, c.actor, c.matter, detail)
}

func (g *Gate) noteOutcome(ctx context.Context, c *call, o outcome) error {
	p := Provenance{Checks: o.checks}
	return g.append(ctx, kindOutcome, c.actor, c.matter, map[string]string{
		"call": string(c.id), "outcome": o.code, "tries": strconv.Itoa(o.tries),
		"tokens_in": strconv.FormatInt(o.usage.Input, 10), "tokens_out": strconv.FormatInt(o.usage.Output, 10),
		"estimated": strconv.FormatBool(o.usage.Estimated), "micros": strconv.FormatInt(int64(o.cost), 10),
		"passed": listed(p.Passed()), "failed": listed(p.Failed()),
	})
}

func (g *Gate) noteLost(ctx context.Context, call CallID, m Matter) error {
	return g.append(ctx, kindOutcome, ledger.System, m, map[string]string{"call": string(call), "outcome": "lost"})
}

func (g *Gate) noteRefusal(ctx context.Context, m Matter, code string, cause error) error {
	actor, err := g.actorOf(ctx, m)
	if err != nil {
		return fmt.Errorf("finding the pseudonym: %w", err)
	}
	detail := m.detail()
	detail["refusal"] = code
	if denied := (*policy.Denied)(nil); errors.As(cause, &denied) {
		detail["reason"] = string(denied.Reason)
	}
	return g.append(ctx, kindRefusal, actor, m, detail)
}

func (m Matter) detail() map[string]string {
	return map[string]string{"purpose": m.Purpose, "class": m.Class.String(), "course": printable(string(m.Course))}
}

func (g *Gate) append(ctx context.Context, kind ledger.Kind, actor ledger.Actor, m Matter, detail map[string]string) error {
	_, err := g.Ledger.Append(ctx, ledger.Entry{
		Kind: kind, At: g.Now(), Actor: actor, Object: ledger.Object(m.Activity), Detail: detail,
	})
	if err != nil {
		return fmt.Errorf("writing %s: %w", kind, err)
	}
	return nil
}

// mostDetail is the longest detail that the ledger takes.
const mostDetail = 200

// listed joins the names of checks.
func listed(names []string) string { return printable(strings.Join(names, " ")) }

// printable keeps what the ledger takes: short printable ASCII.
func printable(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, text)
	return text[:min(len(text), mostDetail)]
}
