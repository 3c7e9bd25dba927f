package llm

import (
	"net/http"
	"strings"
)

// dialect is what differs between protocols.
type dialect interface {
	// sign puts the key and the protocol's version into the headers.
	sign(h http.Header, key Secret)
	// chat gives the path and the body of a question.
	chat(req ChatRequest, tokens int, stream bool) (path string, body any)
	// whole reads an answer that came in one piece.
	whole(raw []byte, said *spoken) error
	// event reads one event of a stream.
	event(ev event, said *spoken) error
}

func dialectOf(cfg Config) dialect {
	if cfg.Protocol == Anthropic {
		return anthropicDialect{cfg}
	}
	return openaiDialect{cfg}
}

// spoken gathers what a model has said so far.
type spoken struct {
	asJSON    bool // a JSON answer was demanded
	text      strings.Builder
	input     *int64
	output    *int64
	finish    string
	refused   bool
	truncated bool
	done      bool
	tools     int
}

// usage gives the reported counts when both were reported.
func (s *spoken) usage() *Usage {
	if s.input == nil || s.output == nil {
		return nil
	}
	return &Usage{Input: *s.input, Output: *s.output}
}
