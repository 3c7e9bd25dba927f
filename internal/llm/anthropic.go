package llm

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// anthropicVersion is the protocol's version that this client speaks.
const anthropicVersion = "2023-06-01"

// anthropicDialect is the wire of Anthropic's messages. JSON answers are had by forcing a tool
// whose input is the answer.
type anthropicDialect struct{ cfg Config }

func (d anthropicDialect) sign(h http.Header, key Secret) {
	h.Set("Anthropic-Version", anthropicVersion)
	if key != "" {
		h.Set("X-Api-Key", key.reveal())
	}
}

func (d anthropicDialect) chat(req ChatRequest, tokens int, stream bool) (string, any) {
	messages := make([]map[string]string, 0, len(req.Messages))
	for _, m := range req.Messages {
		messages = append(messages, map[string]string{"role": string(m.Role), "content": m.Text})
	}
	body := map[string]any{"model": d.cfg.Model, "messages": messages, "max_tokens": tokens}
	if req.System != "" {
		body["system"] = req.System
	}
	if req.Temperature != nil {
		body["temperature"] = *req.Temperature
	}
	if stream {
		body["stream"] = true
	}
	if req.Schema != nil {
		body["tools"] = []any{map[string]any{"name": req.Schema.name, "description": "Give the answer.", "input_schema": req.Schema.raw}}
		body["tool_choice"] = map[string]any{"type": "tool", "name": req.Schema.name}
	}
	return "/messages", body
}

// anthropicBlock is a block of content: words, or the input of the forced tool. Blocks of other
// types (a model's own reasoning) are passed over.
type anthropicBlock struct {
	Type  string          `json:"type"`
	Text  string          `json:"text"`
	Input json.RawMessage `json:"input"`
}

type anthropicUsage struct {
	Input  *int64 `json:"input_tokens"`
	Output *int64 `json:"output_tokens"`
}

type anthropicMessage struct {
	Type    string           `json:"type"`
	Content []anthropicBlock `json:"content"`
	Stop    string           `json:"stop_reason"`
	Usage   json.RawMessage  `json:"usage"`
}

func (d anthropicDialect) whole(raw []byte, said *spoken) error {
	var m anthropicMessage
	if err := decodeJSON(raw, d.cfg.Limits.Depth, &m); err != nil {
		return err
	}
	if m.Type != "message" || m.Content == nil {
		return fmt.Errorf("%w: not a message", ErrMalformed)
	}
	said.done = true
	d.count(m.Usage, said)
	for _, b := range m.Content {
		if err := d.open(b, said); err != nil {
			return err
		}
		if b.Type == "tool_use" {
			said.text.Write(b.Input)
		}
	}
	return d.stop(m.Stop, said)
}

// open begins a block. Words beside a demanded JSON answer are passed over; a tool call that
// nobody asked for, or a second one, makes the answer unreadable.
func (d anthropicDialect) open(b anthropicBlock, said *spoken) error {
	switch b.Type {
	case "text":
		if !said.asJSON {
			said.text.WriteString(b.Text)
		}
	case "tool_use":
		if said.tools++; said.tools > 1 || !said.asJSON {
			return fmt.Errorf("%w: not one answer", ErrMalformed)
		}
	case "":
		return fmt.Errorf("%w: a block without type", ErrMalformed)
	}
	return nil
}

// stop notes why the model stopped.
func (d anthropicDialect) stop(reason string, said *spoken) error {
	switch reason {
	case "end_turn", "stop_sequence", "tool_use":
	case "max_tokens", "model_context_window_exceeded":
		said.truncated = true
	case "refusal":
		said.refused = true
	default:
		return fmt.Errorf("%w: unknown reason to stop", ErrMalformed)
	}
	said.finish = reason
	return nil
}

// count takes the reported usage; in a stream the input comes first and the output last.
func (d anthropicDialect) count(raw json.RawMessage, said *spoken) {
	var u anthropicUsage
	if !isSet(raw) || json.Unmarshal(raw, &u) != nil {
		return
	}
	if u.Input != nil {
		said.input = u.Input
	}
	if u.Output != nil {
		said.output = u.Output
	}
}
