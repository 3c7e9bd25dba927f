package fakemodel

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
)

// ask is what a request wants.
type ask struct {
	wire   string // "openai", "anthropic", "embeddings" or "" for none of these
	mode   string
	model  string
	stream bool
	prompt string // all that was sent
	last   string // the last user message
	facts  []fact
	schema map[string]any
	tool   string
	inputs []string
	size   int
	rng    *rand.Rand
}

// parseAsk reads a request of either wire, forgiving whatever is missing.
func parseAsk(path string, raw []byte) *ask {
	a := &ask{size: 32}
	for suffix, wire := range map[string]string{"/chat/completions": "openai", "/messages": "anthropic", "/embeddings": "embeddings"} {
		if strings.HasSuffix(path, suffix) {
			a.wire = wire
		}
	}
	var body map[string]any
	if json.Unmarshal(raw, &body) != nil {
		return a
	}
	a.model, _ = body["model"].(string)
	a.mode = a.model[strings.LastIndex(a.model, "/")+1:]
	a.mode, _, _ = strings.Cut(a.mode, ":")
	a.stream, _ = body["stream"].(bool)
	a.readMessages(body)
	a.readShape(body)
	a.readInputs(body)
	if a.facts = given(a.last); len(a.facts) == 0 {
		a.facts = given(a.prompt)
	}
	return a
}

func (a *ask) readMessages(body map[string]any) {
	var said []string
	if system, ok := body["system"].(string); ok {
		said = append(said, system)
	}
	messages, _ := body["messages"].([]any)
	for _, m := range messages {
		message, _ := m.(map[string]any)
		text, _ := message["content"].(string)
		said = append(said, text)
		if message["role"] == "user" {
			a.last = text
		}
	}
	a.prompt = strings.Join(said, "\n")
}

// readShape finds the demanded schema: OpenAI's response_format, or a forced tool's input.
func (a *ask) readShape(body map[string]any) {
	format, _ := body["response_format"].(map[string]any)
	named, _ := format["json_schema"].(map[string]any)
	a.schema, _ = named["schema"].(map[string]any)
	tools, _ := body["tools"].([]any)
	if len(tools) == 0 || body["tool_choice"] == nil {
		return
	}
	tool, _ := tools[0].(map[string]any)
	a.tool, _ = tool["name"].(string)
	a.schema, _ = tool["input_schema"].(map[string]any)
}

func (a *ask) readInputs(body map[string]any) {
	if size, ok := body["dimensions"].(float64); ok && size >= 1 && size <= 4096 {
		a.size = int(size)
	}
	inputs, _ := body["input"].([]any)
	for _, in := range inputs {
		text, _ := in.(string)
		a.inputs = append(a.inputs, text)
	}
}
