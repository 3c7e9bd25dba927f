package app

import (
	"context"
	"fmt"
	"time"

	"preceptor/internal/config"
	"preceptor/internal/gate"
	"preceptor/internal/llm"
)

// openGate connects the configured wires. Without any the gate answers
// ErrNoModel, and everything works in extractive mode.
func (a *App) openGate(context.Context) error {
	wires, err := a.wires()
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(a.Config.Institution.Zone)
	if err != nil {
		return fmt.Errorf("the institution's time zone: %w", err)
	}
	b := a.Config.Budgets
	a.Gate, err = gate.New(gate.Parts{DB: a.DB, IDs: a.IDs, Now: a.Now, Log: a.Log, Policy: gate.Rules{Book: a.Policy, People: a.People},
		Privacy: gate.LocalUnlessPublic{}, Ledger: a.Ledger, Names: a.Vault, Wires: wires, Budgets: budgets(b),
		AtOnce: b.PersonAtOnce, Zone: zone})
	return err
}

func (a *App) wires() ([]*llm.Client, error) {
	var wires []*llm.Client
	for _, m := range a.Config.Models {
		wire, err := llm.New(WireOf(m), llm.Tools{Now: a.Now, Random: a.Entropy, Log: a.Log})
		if err != nil {
			return nil, err
		}
		wires = append(wires, wire)
	}
	return wires, nil
}

// WireOf is a configured model in the words of its client.
func WireOf(m config.Model) llm.Config {
	return llm.Config{
		Name: m.Name, Capability: llm.Capability(m.Capability), Protocol: llm.Protocol(m.Protocol), BaseURL: m.BaseURL, Model: m.Model,
		Key: llm.Secret(m.Key.Reveal()), Local: m.Local, Proxy: m.Proxy, TokenField: m.TokenField, Dimensions: m.Dimensions,
		Price:    llm.Price{Input: llm.Micros(m.Price.Input), Output: llm.Micros(m.Price.Output), Free: m.Price.Free},
		Timeouts: llm.Timeouts{Connect: m.Timeouts.Connect, FirstByte: m.Timeouts.FirstByte, Idle: m.Timeouts.Idle, Total: m.Timeouts.Total},
		Retry:    llm.Retry{Attempts: m.Retry.Attempts},
		Limits:   llm.Limits{Tokens: m.Limits.Tokens, Batch: m.Limits.Batch},
	}
}

// budgets leaves out limits of zero, which mean none.
func budgets(b config.Budgets) []gate.Budget {
	var out []gate.Budget
	add := func(limited bool, budget gate.Budget) {
		if limited {
			out = append(out, budget)
		}
	}
	add(b.PersonDay > 0 || b.TokensDay > 0, gate.Budget{Holder: gate.PerPerson, Period: gate.Daily, Micros: llm.Micros(b.PersonDay), Tokens: int64(b.TokensDay)})
	add(b.CourseMonth > 0, gate.Budget{Holder: gate.PerCourse, Period: gate.Monthly, Micros: llm.Micros(b.CourseMonth)})
	add(b.EverybodyDay > 0, gate.Budget{Holder: gate.Everybody, Period: gate.Daily, Micros: llm.Micros(b.EverybodyDay)})
	return out
}
