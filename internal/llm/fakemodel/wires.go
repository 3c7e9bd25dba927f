package fakemodel

import "encoding/json"

// obj keeps the literals below readable.
type obj = map[string]any

// envelope is a whole answer.
func (a *ask) envelope(text string) obj {
	in, out := len(a.prompt)/4+1, len(text)/4+1
	if a.wire == "anthropic" {
		return obj{"id": "msg_1", "type": "message", "role": "assistant", "model": a.model,
			"content": []any{a.block(text)}, "stop_reason": a.stopReason(),
			"usage": obj{"input_tokens": in, "output_tokens": out}}
	}
	return obj{"id": "chatcmpl-1", "object": "chat.completion", "model": a.model,
		"choices": []any{obj{"index": 0, "message": obj{"role": "assistant", "content": text}, "finish_reason": "stop"}},
		"usage":   obj{"prompt_tokens": in, "completion_tokens": out, "total_tokens": in + out}}
}

// block is Anthropic's content: words, or the forced tool's input.
func (a *ask) block(text string) obj {
	if a.tool == "" {
		return obj{"type": "text", "text": text}
	}
	var input any
	if json.Unmarshal([]byte(text), &input) != nil {
		input = text
	}
	return obj{"type": "tool_use", "id": "toolu_1", "name": a.tool, "input": input}
}

func (a *ask) stopReason() string {
	if a.tool != "" {
		return "tool_use"
	}
	return "end_turn"
}

// events is a whole streamed answer.
func (a *ask) events(text string) string {
	out := a.eventStart()
	letters := []rune(text)
	step := max(20, len(letters)/300)
	for i := 0; i < len(letters); i += step {
		out += a.eventPiece(string(letters[i:min(i+step, len(letters))]))
	}
	return out + a.eventEnd(len(text)/4+1)
}

func (a *ask) eventStart() string {
	if a.wire != "anthropic" {
		return a.chunk(obj{"role": "assistant", "content": ""}, nil)
	}
	block := obj{"type": "text", "text": ""}
	if a.tool != "" {
		block = obj{"type": "tool_use", "id": "toolu_1", "name": a.tool, "input": obj{}}
	}
	message := obj{"id": "msg_1", "type": "message", "role": "assistant", "model": a.model, "content": []any{},
		"stop_reason": nil, "usage": obj{"input_tokens": len(a.prompt)/4 + 1, "output_tokens": 1}}
	return named("message_start", obj{"message": message}) +
		named("content_block_start", obj{"index": 0, "content_block": block}) + named("ping", obj{})
}

func (a *ask) eventPiece(text string) string {
	if a.wire != "anthropic" {
		return a.chunk(obj{"content": text}, nil)
	}
	delta := obj{"type": "text_delta", "text": text}
	if a.tool != "" {
		delta = obj{"type": "input_json_delta", "partial_json": text}
	}
	return named("content_block_delta", obj{"index": 0, "delta": delta})
}

func (a *ask) eventEnd(tokens int) string {
	if a.wire != "anthropic" {
		usage := obj{"prompt_tokens": len(a.prompt)/4 + 1, "completion_tokens": tokens}
		return a.chunk(obj{}, "stop") + "data: " + marshal(obj{"choices": []any{}, "usage": usage}) + "\n\ndata: [DONE]\n\n"
	}
	return named("content_block_stop", obj{"index": 0}) +
		named("message_delta", obj{"delta": obj{"stop_reason": a.stopReason()}, "usage": obj{"output_tokens": tokens}}) +
		named("message_stop", obj{})
}

// chunk is one event of the OpenAI wire.
func (a *ask) chunk(delta obj, finish any) string {
	return "data: " + marshal(obj{"id": "chatcmpl-1", "object": "chat.completion.chunk", "model": a.model,
		"choices": []any{obj{"index": 0, "delta": delta, "finish_reason": finish}}}) + "\n\n"
}

// named is one event of the Anthropic wire.
func named(name string, fields obj) string {
	fields["type"] = name
	return "event: " + name + "\ndata: " + marshal(fields) + "\n\n"
}
