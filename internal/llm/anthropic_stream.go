package llm

import (
	"encoding/json"
	"fmt"
)

// anthropicEvent is the union of the stream's events.
type anthropicEvent struct {
	Type    string            `json:"type"`
	Message *anthropicMessage `json:"message"`
	Block   *anthropicBlock   `json:"content_block"`
	Delta   struct {
		Type    string `json:"type"`
		Text    string `json:"text"`
		Partial string `json:"partial_json"`
		Stop    string `json:"stop_reason"`
	} `json:"delta"`
	Usage json.RawMessage `json:"usage"`
}

func (d anthropicDialect) event(ev event, said *spoken) error {
	var e anthropicEvent
	if err := decodeJSON(ev.data, d.cfg.Limits.Depth, &e); err != nil {
		return err
	}
	switch e.Type {
	case "message_start":
		return d.start(e, said)
	case "content_block_start":
		if e.Block == nil {
			return fmt.Errorf("%w: a block without content", ErrMalformed)
		}
		return d.open(*e.Block, said)
	case "content_block_delta":
		return d.add(e, said)
	case "message_delta":
		return d.delta(e, said)
	case "message_stop":
		if said.done = true; said.finish == "" {
			return ErrCut
		}
	case "error":
		return fmt.Errorf("%w: the server reports an error", ErrCut)
	case "":
		return fmt.Errorf("%w: an event without type", ErrMalformed)
	}
	return nil // content_block_stop, ping and events of later versions
}

func (d anthropicDialect) start(e anthropicEvent, said *spoken) error {
	if e.Message == nil {
		return fmt.Errorf("%w: a start without message", ErrMalformed)
	}
	d.count(e.Message.Usage, said)
	return nil
}

func (d anthropicDialect) add(e anthropicEvent, said *spoken) error {
	switch {
	case e.Delta.Type == "":
		return fmt.Errorf("%w: a delta without type", ErrMalformed)
	case e.Delta.Type == "text_delta" && !said.asJSON:
		said.text.WriteString(e.Delta.Text)
	case e.Delta.Type == "input_json_delta" && said.asJSON:
		said.text.WriteString(e.Delta.Partial)
	}
	return nil
}

func (d anthropicDialect) delta(e anthropicEvent, said *spoken) error {
	d.count(e.Usage, said)
	if e.Delta.Stop == "" {
		return nil
	}
	return d.stop(e.Delta.Stop, said)
}
