package llm

import "errors"

// Micros is an amount in millionths of the institution's unit of currency.
type Micros int64

// Price says what a wire's tokens cost.
type Price struct {
	// Input and Output are micros per million tokens: 3 units per million are 3,000,000.
	Input  Micros `toml:"input"`
	Output Micros `toml:"output"`
	// Free declares that a hosted wire costs nothing; without it a hosted wire must name a price,
	// or else no budget could hold.
	Free bool `toml:"free"`
}

// Bounds that keep tokens × price inside 64 bits: 10^9 tokens at 10^9 micros.
const (
	dearest    Micros = 1_000_000_000
	mostTokens int64  = 1_000_000_000
	million           = 1_000_000
)

// Cost is the price of some tokens, rounded up to whole micros for input and output each.
func (p Price) Cost(u Usage) Micros {
	return part(u.Input, p.Input) + part(u.Output, p.Output)
}

func part(tokens int64, price Micros) Micros {
	tokens = min(max(tokens, 0), mostTokens)
	return (Micros(tokens)*price + million - 1) / million
}

func (p Price) check(local bool) error {
	switch {
	case p.Input < 0 || p.Output < 0 || p.Input > dearest || p.Output > dearest:
		return errors.New("a price must lie between 0 and 1000 units per million tokens")
	case !local && !p.Free && p.Input == 0 && p.Output == 0:
		return errors.New("a hosted wire needs a price, or price.free = true")
	}
	return nil
}
