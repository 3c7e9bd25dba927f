package llm

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// openaiDialect is the wire of OpenAI's chat completions, spoken by most servers.
type openaiDialect struct{ cfg Config }

func (d openaiDialect) sign(h http.Header, key Secret) {
	if key != "" {
		h.Set("Authorization", "Bearer "+key.reveal())
	}
}

type openaiMessage struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

func (d openaiDialect) chat(req ChatRequest, tokens int, stream bool) (string, any) {
	var messages []openaiMessage
	if req.System != "" {
		messages = append(messages, openaiMessage{"system", req.System})
	}
	for _, m := range req.Messages {
		messages = append(messages, openaiMessage{string(m.Role), m.Text})
	}
	body := map[string]any{"model": d.cfg.Model, "messages": messages, d.cfg.TokenField: tokens}
	if req.Temperature != nil {
		body["temperature"] = *req.Temperature
	}
	if stream {
		body["stream"] = true
		body["stream_options"] = map[string]any{"include_usage": true}
	}
	if req.Schema != nil {
		body["response_format"] = map[string]any{"type": "json_schema", "json_schema": map[string]any{
			"name": req.Schema.name, "schema": req.Schema.raw, "strict": true}}
	}
	return "/chat/completions", body
}

// openaiAnswer is a chat completion or a chunk of one; a chunk has Delta where the whole has Message.
type openaiAnswer struct {
	Choices []struct {
		Index   int         `json:"index"`
		Message *openaiSaid `json:"message"`
		Delta   *openaiSaid `json:"delta"`
		Finish  string      `json:"finish_reason"`
	} `json:"choices"`
	Usage json.RawMessage `json:"usage"`
	Error json.RawMessage `json:"error"`
}

type openaiSaid struct {
	Content string `json:"content"`
	Refusal string `json:"refusal"`
}

type openaiUsage struct {
	Prompt     *int64 `json:"prompt_tokens"`
	Completion *int64 `json:"completion_tokens"`
}

func (d openaiDialect) whole(raw []byte, said *spoken) error {
	var a openaiAnswer
	if err := decodeJSON(raw, d.cfg.Limits.Depth, &a); err != nil {
		return err
	}
	if len(a.Choices) != 1 || a.Choices[0].Message == nil {
		return fmt.Errorf("%w: not one answer", ErrMalformed)
	}
	said.done = true
	d.count(a.Usage, said)
	return d.take(a.Choices[0].Message, a.Choices[0].Finish, said)
}

func (d openaiDialect) event(ev event, said *spoken) error {
	if strings.TrimSpace(string(ev.data)) == "[DONE]" {
		said.done = true
		if said.finish == "" {
			return ErrCut
		}
		return nil
	}
	var a openaiAnswer
	if err := decodeJSON(ev.data, d.cfg.Limits.Depth, &a); err != nil {
		return err
	}
	if isSet(a.Error) {
		return fmt.Errorf("%w: the server reports an error", ErrCut)
	}
	d.count(a.Usage, said)
	for _, choice := range a.Choices {
		if choice.Index != 0 || choice.Delta == nil {
			return fmt.Errorf("%w: not one answer", ErrMalformed)
		}
		if err := d.take(choice.Delta, choice.Finish, said); err != nil {
			return err
		}
	}
	return nil
}

// take adds what was said and why it stopped.
func (d openaiDialect) take(m *openaiSaid, finish string, said *spoken) error {
	said.text.WriteString(m.Content)
	said.refused = said.refused || m.Refusal != ""
	switch finish {
	case "":
		return nil
	case "stop", "eos_token", "stop_sequence":
	case "length":
		said.truncated = true
	case "content_filter":
		said.refused = true
	default:
		return fmt.Errorf("%w: unknown reason to finish", ErrMalformed)
	}
	said.finish = finish
	return nil
}

// count takes the reported usage; one that cannot be read counts as not reported.
func (d openaiDialect) count(raw json.RawMessage, said *spoken) {
	var u openaiUsage
	if isSet(raw) && json.Unmarshal(raw, &u) == nil {
		said.input, said.output = u.Prompt, u.Completion
	}
}

// isSet tells whether a JSON field was there and not null.
func isSet(raw json.RawMessage) bool { return len(raw) > 0 && string(raw) != "null" }
