package fakemodel

import (
	"net/http"
	"strings"
)

// garbage sends random bytes: bare, or inside an otherwise proper answer.
func (s *Server) garbage(w http.ResponseWriter, a *ask) {
	raw := make([]byte, []int{9, 300, 9000}[a.rng.IntN(3)])
	for i := range raw {
		raw[i] = byte(a.rng.UintN(256))
	}
	if a.rng.IntN(2) == 0 || a.wire == "embeddings" {
		s.send(w, a, string(raw))
		return
	}
	broken := "Well \xff\xc3( \xed\xa0\x80 \\ud800 \\u0000 done"
	s.send(w, a, strings.Replace(a.answer("@@"), "@@", broken, 1))
}

// badContent are answers that are no proper JSON, or not of any demanded shape.
var badContent = []string{
	`{"reply": "open`, `{'reply': 'single'}`, `{"reply": NaN, "score": -1e999}`, `{"reply": {"0": null}, "text": [], "facts": "none"}`,
	strings.Repeat("[", 50_000), strings.Repeat(`{"a":`, 20_000) + "1" + strings.Repeat("}", 20_000),
	"```json\n{\"reply\": \"fenced\"}\n```", "null", `"only text"`, `{"text":"x","text":"y"}`, `{"reply": "` + strings.Repeat("A", 100_000), "[]", "{}", "true",
}

// badEnvelopes stand where the wire's own JSON is due.
var badEnvelopes = []string{
	"", "NaN", "<html>bad gateway</html>", `{"choices": 7, "content": 7, "usage": "many"}`, `{"choices": [], "content": []}`,
	strings.Repeat("[", 50_000), `{"choices": [{"message": {"content": {"a": 1}}}], "type": "message", "content": [{"type": "text", "text": 5}]}`,
	`{"error": "yes"}`, `{"choices": [null], "content": [null]}`, `{"choices": [{"index": -1}, {"index": -1}], "content": [{}, {}]}`,
}

// badJSON breaks the answer or what is around it.
func (s *Server) badJSON(w http.ResponseWriter, a *ask) {
	if a.wire == "embeddings" {
		s.send(w, a, pick(a, append(badEnvelopes, `{"data":[{"index":0,"embedding":[1e308,1]}]}`, `{"data":[{"index":9,"embedding":[1]}]}`)))
		return
	}
	if a.rng.IntN(2) == 0 {
		s.send(w, a, a.answer(pick(a, badContent)))
		return
	}
	bad := pick(a, append(badEnvelopes, a.answer("twice")+a.answer("twice")))
	if a.stream {
		bad = a.eventStart() + "data: " + bad + "\n\ndata: {\n\n" + a.eventEnd(1)
	}
	s.send(w, a, bad)
}
