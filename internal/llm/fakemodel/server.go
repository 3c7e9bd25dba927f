package fakemodel

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Modes are the names of models that the server answers to.
var Modes = []string{"good", "echo-prompt", "obey", "leak", "diagnose", "invent", "alter", "markup",
	"garbage", "badjson", "endless", "slow", "cut", "http429", "http500", "empty"}

// Options shape a server; zero values are fit for tests.
type Options struct {
	// Seed changes all answers.
	Seed uint64
	// Late is how long the slow mode waits before its first byte. Default 3 s.
	Late time.Duration
	// Drip is the pause between bytes in the slow mode's other form. Default 100 ms.
	Drip time.Duration
	// Endless bounds the endless mode in bytes. Default 5 MB.
	Endless int
	// RetryAfter is what http429 asks for, in seconds.
	RetryAfter int
}

// Request is one request as it arrived.
type Request struct {
	Path    string
	Mode    string
	Header  http.Header
	Body    string
	Planted []string
}

// Server is a running fake model.
type Server struct {
	options Options
	http    http.Server
	address string
	stop    chan struct{}

	mu       sync.Mutex
	requests []Request
}

// Start serves on a free loopback port until Close.
func Start(o Options) (*Server, error) {
	if o.Late == 0 {
		o.Late = 3 * time.Second
	}
	if o.Drip == 0 {
		o.Drip = 100 * time.Millisecond
	}
	if o.Endless == 0 {
		o.Endless = 5_000_000
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("fakemodel: %w", err)
	}
	s := &Server{options: o, address: listener.Addr().String(), stop: make(chan struct{})}
	s.http = http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
	go func() { _ = s.http.Serve(listener) }() // ends with Close
	return s, nil
}

// URL is the base address for both wires; any talk's name may be put into its path, to tell
// requests apart.
func (s *Server) URL(talk string) string {
	if talk == "" {
		return "http://" + s.address + "/v1"
	}
	return "http://" + s.address + "/" + talk + "/v1"
}

// Close ends the server and whatever it is still saying.
func (s *Server) Close() {
	close(s.stop)
	_ = s.http.Close()
}

// Requests are all requests so far, in order of arrival.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

// Forget drops the requests kept so far.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = nil
}

// note keeps a request before its answer goes out, so that who has the answer finds the request.
func (s *Server) note(r Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, r)
}

// ServeHTTP answers by path and mode.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 64<<20))
	if err != nil {
		return
	}
	if strings.HasSuffix(r.URL.Path, "/models") {
		s.note(Request{Path: r.URL.Path, Header: r.Header, Body: string(body)})
		sendJSON(w, http.StatusOK, modelList())
		return
	}
	a := parseAsk(r.URL.Path, body)
	a.rng = s.random(a.mode, body)
	if a.wire == "" || !known(a.mode) {
		s.note(Request{Path: r.URL.Path, Mode: a.mode, Header: r.Header, Body: string(body)})
		a.fail(w, http.StatusNotFound)
		return
	}
	said := a.speak()
	s.note(Request{r.URL.Path, a.mode, r.Header, string(body), said.planted})
	s.act(w, a, said.text)
}

// random makes the same request meet the same luck.
func (s *Server) random(mode string, body []byte) *rand.Rand {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d|%s|%s", s.options.Seed, mode, body))
	return rand.New(rand.NewPCG(binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:16])))
}

func known(mode string) bool {
	for _, m := range Modes {
		if m == mode {
			return true
		}
	}
	return false
}

func modelList() any {
	var data []any
	for _, m := range Modes {
		data = append(data, map[string]any{"id": m, "object": "model", "type": "model"})
	}
	return map[string]any{"object": "list", "data": data}
}
