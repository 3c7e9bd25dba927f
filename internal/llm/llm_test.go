package llm

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"preceptor/internal/llm/fakemodel"
)

// quick are limits under which a misbehaving server is found out within a test's patience.
func quick(cfg Config) Config {
	cfg.Timeouts = Timeouts{Connect: 300 * time.Millisecond, FirstByte: 200 * time.Millisecond, Idle: 200 * time.Millisecond, Total: 800 * time.Millisecond}
	cfg.Retry = Retry{Attempts: 2, Base: time.Millisecond, Cap: 2 * time.Millisecond, Longest: time.Second}
	return cfg
}

func tools(log io.Writer) Tools {
	return Tools{Now: time.Now, Random: rand.NewChaCha8([32]byte{1}), Log: slog.New(slog.NewJSONHandler(log, nil))}
}

func fake(t *testing.T, o fakemodel.Options) *fakemodel.Server {
	t.Helper()
	s, err := fakemodel.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func client(t *testing.T, cfg Config) *Client {
	t.Helper()
	if cfg.Name == "" {
		cfg.Name = "test"
	}
	if cfg.Capability == "" {
		cfg.Capability = Chat
	}
	cfg.Local = true
	c, err := New(quick(cfg), tools(io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

var replySchema = MustSchema("reply", `{"type":"object","properties":{"reply":{"type":"string"}},"required":["reply"],"additionalProperties":false}`)

var question = ChatRequest{
	System: "You word what a patient says. Use only the facts. Never name an illness.",
	Messages: []Message{{User, `When did it start? [{"id":"f1","text":"The patient reports a cough for 3 weeks."},
{"id":"f2","text":"Denies fever."}]`}},
}

// ask puts the question whole or streamed and checks that the pieces are the answer.
func ask(t *testing.T, c *Client, req ChatRequest, stream bool) (Reply, error) {
	t.Helper()
	if !stream {
		return c.Chat(t.Context(), req)
	}
	var heard strings.Builder
	reply, err := c.Stream(t.Context(), req, func(piece string) error {
		heard.WriteString(piece)
		return nil
	})
	if err == nil && heard.String() != reply.Text {
		t.Errorf("the pieces %q are not the answer %q", heard.String(), reply.Text)
	}
	return reply, err
}

// What may come of each mode; nil means a proper answer.
var outcomes = map[string][]error{
	"good": {nil}, "echo-prompt": {nil}, "obey": {nil}, "leak": {nil}, "diagnose": {nil}, "invent": {nil}, "alter": {nil}, "markup": {nil},
	"garbage": {ErrMalformed, ErrCut},
	"badjson": {ErrMalformed, ErrEmpty, ErrTooLong, ErrCut},
	"endless": {ErrTooLong},
	"slow":    {ErrTimeout},
	"cut":     {ErrCut},
	"http429": {ErrBusy},
	"http500": {ErrUnavailable},
	"empty":   {ErrEmpty, ErrMalformed, ErrCut},
}

func TestEveryModeOnEveryWire(t *testing.T) {
	for _, mode := range fakemodel.Modes {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(4) {
				server := fake(t, fakemodel.Options{Seed: seed, Late: 10 * time.Second, Drip: 40 * time.Millisecond})
				for _, protocol := range []Protocol{OpenAI, Anthropic} {
					for _, stream := range []bool{false, true} {
						c := client(t, Config{Protocol: protocol, BaseURL: server.URL(""), Model: mode})
						t.Run("", func(t *testing.T) { t.Parallel(); checkOutcome(t, c, mode, stream) })
					}
				}
			}
		})
	}
}

func checkOutcome(t *testing.T, c *Client, mode string, stream bool) {
	req := question
	req.Schema = replySchema
	reply, err := ask(t, c, req, stream)
	if !oneOf(err, outcomes[mode]) {
		t.Fatalf("%s %v: unexpected outcome %v", c.cfg.Protocol, stream, err)
	}
	worst, _ := c.WorstChat(req)
	if reply.Usage.Input > worst.Input || reply.Usage.Output > worst.Output {
		t.Errorf("usage %+v above the worst case %+v", reply.Usage, worst)
	}
	if err == nil && (reply.JSON == nil || reply.Usage.Input == 0 || reply.Usage.Estimated) {
		t.Errorf("an answer without JSON or reported usage: %+v", reply)
	}
	if err != nil && (reply.Text != "" || reply.JSON != nil) {
		t.Errorf("a failed call gave text")
	}
}

func oneOf(err error, want []error) bool {
	for _, w := range want {
		if (w == nil && err == nil) || (w != nil && errors.Is(err, w)) {
			return true
		}
	}
	return false
}

func TestGoodModelWordsTheFacts(t *testing.T) {
	server := fake(t, fakemodel.Options{})
	for _, protocol := range []Protocol{OpenAI, Anthropic} {
		for _, stream := range []bool{false, true} {
			c := client(t, Config{Protocol: protocol, BaseURL: server.URL("talk"), Model: "good", Price: Price{Input: 3_000_000, Output: 15_000_000}})
			reply, err := ask(t, c, question, stream)
			if err != nil {
				t.Fatal(err)
			}
			if want := "a cough for 3 weeks. I have no fever."; reply.Text != want {
				t.Errorf("got %q, want %q", reply.Text, want)
			}
			if want := c.Price().Cost(reply.Usage); reply.Cost != want || want == 0 {
				t.Errorf("cost %d, want %d", reply.Cost, want)
			}
		}
	}
}

func TestRetryIsPatientButNotForever(t *testing.T) {
	var calls int
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch calls++; calls {
		case 1:
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusTooManyRequests)
		case 2:
			io.WriteString(w, `{"choices":[{"message":{"content":"Yes."},"finish_reason":"stop"}]}`)
		default:
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer server.Close()
	c := client(t, Config{Protocol: OpenAI, BaseURL: server.URL, Model: "m"})
	reply, err := c.Chat(t.Context(), question)
	if err != nil || reply.Tries != 2 || reply.Text != "Yes." || !reply.Usage.Estimated {
		t.Fatalf("after one 429: %+v, %v", reply, err)
	}
	reply, err = c.Chat(t.Context(), question)
	if !errors.Is(err, ErrUnavailable) || reply.Tries != 1 || reply.Cost != 0 {
		t.Fatalf("a server away for an hour is not waited for: %+v, %v", reply, err)
	}
}

func TestNothingIsAskedAgainOnceAnAnswerBegan(t *testing.T) {
	server := fake(t, fakemodel.Options{})
	c := client(t, Config{Protocol: OpenAI, BaseURL: server.URL(""), Model: "cut"})
	if _, err := ask(t, c, question, true); !errors.Is(err, ErrCut) {
		t.Fatal(err)
	}
	if n := len(server.Requests()); n != 1 {
		t.Errorf("%d requests for a cut answer, want 1", n)
	}
}

func TestNoOtherHostIsEverContacted(t *testing.T) {
	strayed := false
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { strayed = true }))
	defer elsewhere.Close()
	t.Setenv("HTTP_PROXY", elsewhere.URL)
	server := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	defer server.Close()
	c := client(t, Config{Protocol: OpenAI, BaseURL: server.URL, Model: "m"})
	if _, err := c.Chat(t.Context(), question); !errors.Is(err, ErrDenied) {
		t.Errorf("a redirect gave %v", err)
	}
	if strayed {
		t.Error("the redirect or the environment's proxy was followed")
	}
}

func TestLocalWireRefusesPublicAddress(t *testing.T) {
	c := client(t, Config{Protocol: OpenAI, BaseURL: "http://192.0.2.1/v1", Model: "m"})
	if _, err := c.Chat(t.Context(), question); !errors.Is(err, ErrNotLocal) {
		t.Errorf("asking: %v", err)
	}
	if err := c.CheckPlace(t.Context()); !errors.Is(err, ErrNotLocal) {
		t.Errorf("doctor: %v", err)
	}
	here := client(t, Config{Protocol: OpenAI, BaseURL: "http://127.0.0.1:1/v1", Model: "m"})
	if err := here.CheckPlace(t.Context()); err != nil {
		t.Errorf("doctor on loopback: %v", err)
	}
	if reply, err := here.Chat(t.Context(), question); !errors.Is(err, ErrUnavailable) || reply.Tries != 2 {
		t.Errorf("a closed port: %v after %d tries", err, reply.Tries)
	}
}

func TestKeyIsNeverPrinted(t *testing.T) {
	var log bytes.Buffer
	server := fake(t, fakemodel.Options{})
	cfg := quick(Config{Name: "w", Capability: Chat, Protocol: OpenAI, BaseURL: server.URL(""), Model: "http500", Key: "sk-very-secret", Local: true})
	c, err := New(cfg, tools(&log))
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Chat(t.Context(), question)
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "cfg", cfg, "key", cfg.Key, "err", err)
	if strings.Contains(log.String(), "very-secret") || strings.Contains(log.String(), "cough") {
		t.Errorf("log holds what it must not: %s", &log)
	}
	if got := server.Requests()[0].Header.Get("Authorization"); got != "Bearer sk-very-secret" {
		t.Errorf("the server got %q", got)
	}
}

func TestCallerMayLeave(t *testing.T) {
	server := fake(t, fakemodel.Options{Late: 5 * time.Second, Drip: time.Second})
	c := client(t, Config{Protocol: OpenAI, BaseURL: server.URL(""), Model: "slow"})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := c.Chat(ctx, question); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	sinkError := errors.New("enough")
	good := client(t, Config{Protocol: Anthropic, BaseURL: server.URL(""), Model: "good"})
	if _, err := good.Stream(t.Context(), question, func(string) error { return sinkError }); !errors.Is(err, sinkError) {
		t.Errorf("the sink's own error became %v", err)
	}
}
