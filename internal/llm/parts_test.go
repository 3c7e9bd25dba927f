package llm

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"preceptor/internal/llm/fakemodel"
)

func TestEmbeddings(t *testing.T) {
	server := fake(t, fakemodel.Options{})
	cfg := Config{Capability: Embeddings, Protocol: OpenAI, BaseURL: server.URL(""), Model: "good", Dimensions: 16, Limits: Limits{Batch: 2}}
	got, err := client(t, cfg).Embed(t.Context(), []string{"cough for weeks", "no fever", "cough for weeks"})
	if err != nil || len(got.Vectors) != 3 || len(got.Vectors[0]) != 16 {
		t.Fatalf("%+v, %v", got, err)
	}
	if !slices.Equal(got.Vectors[0], got.Vectors[2]) || slices.Equal(got.Vectors[0], got.Vectors[1]) {
		t.Error("equal texts must have equal vectors, others others")
	}
	if n := len(server.Requests()); n != 2 || got.Tries != 2 {
		t.Errorf("%d requests for three texts in batches of two", n)
	}
}

func TestEmbeddingsOfHostileServers(t *testing.T) {
	for seed := range uint64(12) {
		server := fake(t, fakemodel.Options{Seed: seed})
		for _, mode := range []string{"garbage", "badjson", "cut", "http429", "http500", "endless"} {
			c := client(t, Config{Capability: Embeddings, Protocol: OpenAI, BaseURL: server.URL(""), Model: mode, Limits: Limits{AnswerBytes: 100_000}})
			got, err := c.Embed(t.Context(), []string{"one", "two"})
			if err == nil || Code(err) == "other" || got.Vectors != nil {
				t.Errorf("%s: %v, %d vectors", mode, err, len(got.Vectors))
			}
		}
	}
}

func TestModels(t *testing.T) {
	server := fake(t, fakemodel.Options{})
	for _, protocol := range []Protocol{OpenAI, Anthropic} {
		names, err := client(t, Config{Protocol: protocol, BaseURL: server.URL(""), Model: "good"}).Models(t.Context())
		if err != nil || !slices.Equal(names, fakemodel.Modes) {
			t.Errorf("%s: %v, %v", protocol, names, err)
		}
	}
}

func TestSentencesAreCutWhereAReaderStops(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"It hurts. Here! Why? I do not know", []string{"It hurts.", " Here!", " Why?", " I do not know"}},
		{"I take 2.5 mg, e.g. at night. Dr. Okoro said so.", []string{"I take 2.5 mg, e.g. at night.", " Dr. Okoro said so."}},
		{"Well... maybe. 3 days ago.", []string{"Well... maybe.", " 3 days ago."}},
		{"He said \"no.\" Then he left.\nNew line", []string{"He said \"no.\"", " Then he left.", "\nNew line"}},
		{"痛いです。三日前から。", []string{"痛いです。", "三日前から。"}},
		{" \n ", nil},
	} {
		for size := 1; size < 8; size++ {
			var got []string
			s := NewSentences(func(one string) error { got = append(got, one); return nil })
			for piece := range slices.Chunk([]rune(c.text), size) {
				if err := s.Add(string(piece)); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.Close(); err != nil || !slices.Equal(got, c.want) {
				t.Errorf("pieces of %d: %q, want %q", size, got, c.want)
			}
		}
	}
}

func TestFaultsOfAConfigurationAreNamed(t *testing.T) {
	good := Config{Name: "w", Capability: Chat, Protocol: OpenAI, BaseURL: "https://models.example/v1", Model: "m", Price: Price{Input: 1}}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for want, spoil := range map[string]func(*Config){
		"name":       func(c *Config) { c.Name = "" },
		"capability": func(c *Config) { c.Capability = "smell" },
		"protocol":   func(c *Config) { c.Protocol = "telex" },
		"embeddings": func(c *Config) { c.Capability, c.Protocol = Embeddings, Anthropic },
		"address":    func(c *Config) { c.BaseURL = "models.example" },
		"query":      func(c *Config) { c.BaseURL += "?key=1" },
		"https":      func(c *Config) { c.BaseURL = "http://models.example/v1" },
		"price":      func(c *Config) { c.Price = Price{} },
		"between":    func(c *Config) { c.Price.Input = -1 },
		"header":     func(c *Config) { c.Key = "a\nb" },
		"proxy":      func(c *Config) { c.Proxy = "ftp://x" },
	} {
		c := good
		spoil(&c)
		if err := c.Check(); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

func TestCostRoundsUpAndCannotOverflow(t *testing.T) {
	p := Price{Input: 3_000_000, Output: 15_000_000}
	if got := p.Cost(Usage{Input: 1000, Output: 100}); got != 3000+1500 {
		t.Errorf("got %d", got)
	}
	if got := (Price{Input: 1}).Cost(Usage{Input: 1}); got != 1 {
		t.Errorf("a part of a micro costs %d", got)
	}
	if got := (Price{Output: dearest}).Cost(Usage{Output: 1 << 62}); got != Micros(mostTokens)*1000 {
		t.Errorf("got %d", got)
	}
}

func TestUsageThatCannotBeTrueIsEstimated(t *testing.T) {
	worst := Usage{Input: 500, Output: 100}
	if got := settle(&Usage{Input: 90, Output: 20}, worst, 400, 80); got != (Usage{Input: 90, Output: 20}) {
		t.Errorf("believable: %+v", got)
	}
	for _, lie := range []*Usage{nil, {}, {Input: -5, Output: 3}, {Input: 501, Output: 3}, {Input: 90, Output: 1 << 60}} {
		if got := settle(lie, worst, 400, 80); got != (Usage{Input: 100, Output: 20, Estimated: true}) {
			t.Errorf("%+v became %+v", lie, got)
		}
	}
}

func TestWaitsGrowAndHonourTheServer(t *testing.T) {
	r := Retry{Attempts: 3, Base: 100 * time.Millisecond, Cap: 150 * time.Millisecond, Longest: 5 * time.Second}
	busy := &statusError{status: 429, after: 2 * time.Second}
	for _, c := range []struct {
		tried int
		err   error
		want  time.Duration
		again bool
	}{
		{1, &statusError{status: 503}, 50 * time.Millisecond, true},
		{2, &statusError{status: 503}, 75 * time.Millisecond, true},
		{3, &statusError{status: 503}, 0, false},
		{1, busy, 2050 * time.Millisecond, true},
		{1, &statusError{status: 429, after: time.Hour}, 0, false},
		{1, &statusError{status: 401}, 0, false},
		{1, ErrCut, 0, false},
		{1, unsent{ErrUnavailable}, 50 * time.Millisecond, true},
	} {
		got, again := r.wait(c.tried, c.err, 0.5)
		if again != c.again || (again && got != c.want) {
			t.Errorf("%d, %v: %v %v", c.tried, c.err, got, again)
		}
	}
}

func TestSchemasLoadNothing(t *testing.T) {
	for _, bad := range []string{`{"$ref":"file:///etc/passwd"}`, `{"$ref":"http://127.0.0.1/x.json"}`, `{`, `{"type":5}`} {
		if _, err := NewSchema("s", []byte(bad)); !errors.Is(err, ErrConfig) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestReachAsksForTheModelsOnly(t *testing.T) {
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.URL.Path)
		if r.Header.Get("Authorization") != "Bearer right" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		io.WriteString(w, `{"data":[{"id":"m"}]}`)
	}))
	defer server.Close()
	for key, want := range map[Secret]bool{"right": true, "wrong": false} {
		c := client(t, Config{Protocol: OpenAI, BaseURL: server.URL + "/v1", Model: "m", Key: key})
		if err := c.Reach(t.Context()); (err == nil) != want {
			t.Errorf("with the key %q: %v", key.reveal(), err)
		}
	}
	for _, a := range asked {
		if a != "GET /v1/models" {
			t.Errorf("it asked %s", a)
		}
	}
}
