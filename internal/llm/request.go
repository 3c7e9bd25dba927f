package llm

import (
	"encoding/json"
	"time"
)

// Role is who speaks in a message.
type Role string

// The roles of a talk with a model.
const (
	User      Role = "user"
	Assistant Role = "assistant"
)

// Message is one turn of the talk that the model is shown.
type Message struct {
	Role Role
	Text string
}

// ChatRequest asks for one answer.
type ChatRequest struct {
	// System is the standing instruction, may be empty.
	System string
	// Messages is the talk so far, at least one.
	Messages []Message
	// Schema, when set, demands a JSON answer of that shape.
	Schema *Schema
	// Tokens bounds the answer; 0 takes the wire's limit.
	Tokens int
	// Temperature is passed on when set; 0 is a value.
	Temperature *float64
}

// Reply is an answer, or what is known of a failed one: Usage, Cost, Tries and the times are
// filled beside an error too, because a cut answer is paid for as well.
type Reply struct {
	// Text is the answer's words; with a schema it is the JSON text.
	Text string
	// JSON is the answer when a schema was given: well-formed, within the depth limit and valid.
	JSON json.RawMessage
	// Model is the configured name of the model, not what the server calls itself.
	Model string
	// Usage and Cost are what the call took.
	Usage Usage
	Cost  Micros
	// Tries counts the attempts.
	Tries int
	// FirstByte and Total are the times until the first byte and the end of the answer.
	FirstByte time.Duration
	Total     time.Duration
}

// EmbedReply holds one vector per text, in order, all of one length.
type EmbedReply struct {
	Vectors [][]float32
	Model   string
	Usage   Usage
	Cost    Micros
	Tries   int
}
