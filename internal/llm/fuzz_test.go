package llm

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode"
	"unicode/utf8"
)

func readAll(in io.Reader) (out []event, err error) {
	r := newEventReader(in, 1000)
	for {
		ev, err := r.next()
		if err != nil {
			return out, err
		}
		out = append(out, ev)
	}
}

func TestEventStreamsAsTheStandardSays(t *testing.T) {
	got, err := readAll(strings.NewReader("\xEF\xBB\xBFevent: a\r\ndata: one\r\ndata:two\r\n\r\n: note\n\ndata\n\nid: 7\rdata:  three\r\rdata: lost"))
	if err != io.EOF || len(got) != 2 {
		t.Fatalf("%q, %v", got, err)
	}
	if got[0].name != "a" || string(got[0].data) != "one\ntwo" || string(got[1].data) != " three" {
		t.Errorf("%q", got)
	}
	if _, err := readAll(strings.NewReader("data: " + strings.Repeat("x", 2000))); !errors.Is(err, ErrTooLong) {
		t.Errorf("a huge event gave %v", err)
	}
}

func FuzzEvents(f *testing.F) {
	f.Add([]byte("event: x\ndata: {\"a\":1}\n\ndata: [DONE]\n\n"))
	f.Add([]byte("\r\r\n\n:\n\ndata\ndata:\n\n\xEF\xBB\xBF"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		whole, err := readAll(bytes.NewReader(raw))
		if err == nil {
			t.Fatal("no end")
		}
		dripped, err2 := readAll(iotest.OneByteReader(bytes.NewReader(raw)))
		if len(whole) != len(dripped) || ended(err) != ended(err2) {
			t.Fatalf("how bytes arrive changes the events: %d, %d", len(whole), len(dripped))
		}
		for _, ev := range whole {
			if len(ev.data) == 0 || len(ev.data) > 1000 {
				t.Fatalf("an event of %d bytes", len(ev.data))
			}
		}
	})
}

var envelopeSeeds = []string{
	`{"choices":[{"index":0,"message":{"content":"Yes."},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}`,
	`{"type":"message","content":[{"type":"text","text":"Yes."},{"type":"tool_use","input":{"reply":"Yes."}}],"stop_reason":"end_turn"}`,
	`{"choices":[{"delta":{"content":"Y"},"finish_reason":"length"}]}`, `{"type":"content_block_delta","delta":{"type":"text_delta","text":"Y"}}`,
	`{"type":"message_delta","delta":{"stop_reason":"refusal"},"usage":{"output_tokens":3}}`, `[[[[`, `{"a":1,"a":2}`, "\xff", `"\ud800"`, `{"data":[{"index":0,"embedding":[1,2]}]}`,
}

// checkSaid holds for whatever a parser made of any bytes.
func checkSaid(t *testing.T, said *spoken, err error) {
	if err != nil && Code(err) == "other" {
		t.Fatalf("an error without a cause: %v", err)
	}
	if err == nil && !utf8.ValidString(said.text.String()) {
		t.Fatal("broken characters came through")
	}
}

func FuzzEnvelopes(f *testing.F) {
	for _, s := range envelopeSeeds {
		f.Add([]byte(s), false)
		f.Add([]byte(s), true)
	}
	cfg := Config{}.withDefaults()
	f.Fuzz(func(t *testing.T, raw []byte, asJSON bool) {
		for _, d := range []dialect{openaiDialect{cfg}, anthropicDialect{cfg}} {
			whole := &spoken{asJSON: asJSON}
			checkSaid(t, whole, d.whole(raw, whole))
			piece := &spoken{asJSON: asJSON}
			checkSaid(t, piece, d.event(event{data: raw}, piece))
		}
		var e embeddings
		if e.read(raw, 8) == nil {
			_, _ = e.vectors(1, 0)
		}
	})
}

func FuzzStreams(f *testing.F) {
	for _, s := range envelopeSeeds {
		f.Add("data: " + s + "\n\ndata: [DONE]\n\n")
	}
	cfg := Config{}.withDefaults()
	f.Fuzz(func(t *testing.T, raw string) {
		for _, d := range []dialect{openaiDialect{cfg}, anthropicDialect{cfg}} {
			c := &Client{cfg: cfg, dialect: d}
			var heard strings.Builder
			said := &spoken{}
			err := c.readStream(newEventReader(strings.NewReader(raw), 4096), said, func(p string) error { heard.WriteString(p); return nil })
			checkSaid(t, said, err)
			if !strings.HasPrefix(said.text.String(), heard.String()) {
				t.Fatal("the pieces are not the beginning of the answer")
			}
			if err == nil && said.finish == "" {
				t.Fatal("an answer without an end")
			}
		}
	})
}

func FuzzStrictJSON(f *testing.F) {
	for _, s := range envelopeSeeds {
		f.Add([]byte(s))
	}
	f.Add([]byte(`{"a":{"b":[{"b":1,"c":[]}]}} `))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var value any
		if decodeJSON(raw, 5, &value) == nil && depthOf(value) > 5 {
			t.Fatalf("depth %d", depthOf(value))
		}
	})
}

func depthOf(value any) int {
	deepest := 0
	switch v := value.(type) {
	case []any:
		for _, one := range v {
			deepest = max(deepest, depthOf(one))
		}
	case map[string]any:
		for _, one := range v {
			deepest = max(deepest, depthOf(one))
		}
	default:
		return 0
	}
	return deepest + 1
}

func FuzzSentences(f *testing.F) {
	f.Add("It is 2.5 mg. Dr. X said: \"no.\" Yes。はい。\n\nEnd", 3)
	f.Fuzz(func(t *testing.T, text string, size int) {
		if size < 1 || !utf8.ValidString(text) {
			return
		}
		var out strings.Builder
		s := NewSentences(func(one string) error { out.WriteString(one); return nil })
		for letters := []rune(text); len(letters) > 0; {
			n := min(size, len(letters))
			if err := s.Add(string(letters[:n])); err != nil {
				t.Fatal(err)
			}
			letters = letters[n:]
		}
		err := s.Close()
		if err != nil || strings.TrimRightFunc(out.String(), unicode.IsSpace) != strings.TrimRightFunc(text, unicode.IsSpace) {
			t.Fatalf("%q became %q", text, out.String())
		}
	})
}
