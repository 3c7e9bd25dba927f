package fakemodel

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// act sends the answer the way the mode does.
func (s *Server) act(w http.ResponseWriter, a *ask, text string) {
	switch a.mode {
	case "http429":
		w.Header().Set("Retry-After", strconv.Itoa(s.options.RetryAfter))
		a.fail(w, http.StatusTooManyRequests)
	case "http500":
		a.fail(w, []int{500, 502, 503, 529}[a.rng.IntN(4)])
	case "empty":
		s.empty(w, a)
	case "garbage":
		s.garbage(w, a)
	case "badjson":
		s.badJSON(w, a)
	case "endless":
		s.endless(w, a)
	case "slow":
		s.slow(w, a, text)
	case "cut":
		raw := a.answer(text)
		s.sendAndHangUp(w, a, raw[:max(40, len(raw)*(30+a.rng.IntN(60))/100)])
	default:
		s.send(w, a, a.answer(text))
	}
}

// answer is the whole response body: an envelope, a stream of events, or vectors.
func (a *ask) answer(text string) string {
	switch {
	case a.wire == "embeddings":
		return marshal(a.vectors())
	case a.stream:
		return a.events(text)
	default:
		return marshal(a.envelope(text))
	}
}

func (s *Server) send(w http.ResponseWriter, a *ask, raw string) {
	w.Header().Set("Content-Type", a.contentType())
	_, _ = w.Write([]byte(raw)) // the other side may have gone
}

func (a *ask) contentType() string {
	if a.stream {
		return "text/event-stream"
	}
	return "application/json"
}

// sendAndHangUp sends a part and breaks the connection.
func (s *Server) sendAndHangUp(w http.ResponseWriter, a *ask, part string) {
	s.send(w, a, part)
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func (s *Server) empty(w http.ResponseWriter, a *ask) {
	switch a.rng.IntN(3) {
	case 0:
		s.send(w, a, "")
	case 1:
		s.send(w, a, a.answer(""))
	default:
		s.send(w, a, a.answer(" \n\t"))
	}
}

// slow is late with everything, or drips.
func (s *Server) slow(w http.ResponseWriter, a *ask, text string) {
	raw := a.answer(text)
	if a.rng.IntN(2) == 0 {
		if s.pause(s.options.Late) {
			s.send(w, a, raw)
		}
		return
	}
	w.Header().Set("Content-Type", a.contentType())
	flush := http.NewResponseController(w)
	for i := range len(raw) {
		if _, err := w.Write([]byte{raw[i]}); err != nil || flush.Flush() != nil || !s.pause(s.options.Drip) {
			return
		}
	}
}

// pause waits; false when the server closes meanwhile.
func (s *Server) pause(d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-s.stop:
		return false
	}
}

// endless speaks on and on.
func (s *Server) endless(w http.ResponseWriter, a *ask) {
	w.Header().Set("Content-Type", a.contentType())
	words := strings.Repeat("and then it came back again, ", 20)
	opening, piece := a.endlessParts(words)
	_, err := w.Write([]byte(opening))
	for sent := 0; err == nil && sent < s.options.Endless; sent += len(piece) {
		_, err = w.Write([]byte(piece))
	}
}

// endlessParts are the opening of an answer and the piece that repeats.
func (a *ask) endlessParts(words string) (string, string) {
	if a.stream {
		return a.eventStart(), a.eventPiece(words)
	}
	opening, _, _ := strings.Cut(marshal(a.envelope("@@")), "@@")
	return opening, words
}

// fail sends an error as the wire writes them.
func (a *ask) fail(w http.ResponseWriter, status int) {
	inner := map[string]any{"type": "error", "message": "no"}
	body := map[string]any{"error": inner}
	if a.wire == "anthropic" {
		body["type"] = "error"
	}
	sendJSON(w, status, body)
}

func sendJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(marshal(value)))
}

// marshal writes JSON without escaping HTML, as models' servers do.
func marshal(value any) string {
	var out strings.Builder
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		panic(err) // values are made here, of strings and numbers
	}
	return strings.TrimSuffix(out.String(), "\n")
}
