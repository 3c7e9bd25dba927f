package gate

import (
	"context"
	"encoding/json"
	"fmt"

	"preceptor/internal/gate/checks"
	"preceptor/internal/llm"
)

// Schema is a compiled JSON Schema for answers; MustSchema makes one.
type Schema = llm.Schema

// MustSchema compiles a schema written in the program and panics on a fault.
func MustSchema(name, raw string) *Schema { return llm.MustSchema(name, raw) }

// Check is the result of one check of an answer.
type Check = checks.Result

// Source is a passage or fact that the answer may use.
type Source struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Part tells what a checker is shown.
type Part int

// The parts of an answer.
const (
	// Whole is the complete answer.
	Whole Part = iota
	// Sentence is one sentence of a stream, before it is shown.
	Sentence
)

// Draft is what a checker judges.
type Draft struct {
	Part Part
	// Text is the part itself; with a schema it is the JSON text.
	Text string
	// Before is what was shown before this sentence of a stream.
	Before string
	// JSON is the answer when a schema was given.
	JSON json.RawMessage
	// Sources are the request's, as given.
	Sources []Source
}

// Checker judges a draft. The answer leaves the gate only if every result is good and there is at
// least one. A panic counts as failed. It must not keep the draft.
type Checker func(ctx context.Context, d Draft) []Check

// Request asks for one answer in words.
type Request struct {
	Matter
	// Prompt is the named and versioned text.
	Prompt *Prompt
	// Input fills the prompt's placeholders; values are written as JSON.
	Input map[string]any
	// Sources fill the placeholder {{sources}} and are handed to the checker.
	Sources []Source
	// Schema, when set, demands a JSON answer of that shape.
	Schema *Schema
	// Checker judges the answer; required.
	Checker Checker
	// Show, when set, streams: it is handed each sentence that passed, with the space before it. Its
	// error ends the call. It goes with texts only, not with a schema.
	Show func(sentence string) error
	// Tokens bounds the answer; 0 takes the wire's limit.
	Tokens int
	// Temperature is passed on when set.
	Temperature *float64
}

// mostSent bounds a prompt with everything that fills it.
const mostSent = 512 << 10

func (r Request) check() error {
	if err := r.Matter.check(); err != nil {
		return err
	}
	switch {
	case r.Prompt == nil:
		return fmt.Errorf("%w: no prompt", ErrRequest)
	case r.Checker == nil:
		return fmt.Errorf("%w: no checker", ErrRequest)
	case r.Schema != nil && r.Show != nil:
		return fmt.Errorf("%w: a JSON answer cannot be shown sentence by sentence", ErrRequest)
	case r.Tokens < 0:
		return fmt.Errorf("%w: a negative number of tokens", ErrRequest)
	}
	return nil
}

// chat makes the question for the wire.
func (r Request) chat(user string) llm.ChatRequest {
	return llm.ChatRequest{
		System:   r.Prompt.system,
		Messages: []llm.Message{{Role: llm.User, Text: user}},
		Schema:   r.Schema, Tokens: r.Tokens, Temperature: r.Temperature,
	}
}

func (r Request) sourceIDs() []string {
	ids := make([]string, len(r.Sources))
	for i, s := range r.Sources {
		ids[i] = s.ID
	}
	return ids
}
