package gate

import (
	"encoding/json"
	"fmt"
	"time"

	"preceptor/internal/llm"
)

// CallID names a call: a ULID.
type CallID string

// Answer is what passed the gate. Beside an error its Text and JSON are empty, and the provenance
// tells what is known.
type Answer struct {
	Text string
	JSON json.RawMessage
	Provenance
}

// Provenance is where an answer came from.
type Provenance struct {
	Call CallID
	At   time.Time
	// Wire and Model name the endpoint; Local tells whether the text stayed in the house.
	Wire  string
	Model string
	Local bool
	// Prompt, PromptVersion and PromptHash name the prompt's exact text.
	Prompt        string
	PromptVersion int
	PromptHash    string
	// Sources are the ids of what the answer could use.
	Sources []string
	// Checks are all results, passed and failed; in a stream those of the last sentence that was
	// judged and of the whole.
	Checks []Check
	// Masked counts what privacy replaced before sending.
	Masked int
	// Usage and Cost are what the call took.
	Usage llm.Usage
	Cost  llm.Micros
	// Shown counts the bytes that a stream had shown.
	Shown int
}

// Passed and Failed give the names of checks.
func (p Provenance) Passed() []string { return p.named(true) }

// Failed gives the names of the checks that failed.
func (p Provenance) Failed() []string { return p.named(false) }

func (p Provenance) named(ok bool) []string {
	var names []string
	for _, c := range p.Checks {
		if c.OK == ok {
			names = append(names, c.Name)
		}
	}
	return names
}

// Disclosure is the statement of AI use, in plain English; faces that speak other languages write
// their own from the same fields.
func (p Provenance) Disclosure() string {
	where := "a hosted server"
	if p.Local {
		where = "a server of the institution"
	}
	sources := "no sources"
	if n := len(p.Sources); n == 1 {
		sources = "1 source"
	} else if n > 1 {
		sources = fmt.Sprintf("%d sources", n)
	}
	return fmt.Sprintf("Worded by the AI model %s on %s, from %s, with the prompt %s version %d; %d automatic checks passed.",
		p.Model, where, sources, p.Prompt, p.PromptVersion, len(p.Passed()))
}
