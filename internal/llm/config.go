package llm

import (
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Capability is what a wire is for. Each capability has its own endpoint.
type Capability string

// The capabilities known so far.
const (
	Chat       Capability = "chat"
	Embeddings Capability = "embeddings"
)

// Protocol is the language spoken on a wire.
type Protocol string

// The protocols known so far.
const (
	OpenAI    Protocol = "openai"
	Anthropic Protocol = "anthropic"
)

// Config is one wire as the institution configures it.
type Config struct {
	// Name tells wires apart in the ledger, in budgets and in messages ("ward-server").
	Name string `toml:"name"`
	// Capability is what this wire is used for.
	Capability Capability `toml:"capability"`
	// Protocol is openai (also Ollama, vLLM, llama.cpp and others) or anthropic.
	Protocol Protocol `toml:"protocol"`
	// BaseURL is everything before "/chat/completions", "/messages" and so on, usually ending in "/v1".
	BaseURL string `toml:"base_url"`
	// Model is the model's name as its server knows it.
	Model string `toml:"model"`
	// Key is sent with each request; it may be empty for local servers.
	Key Secret `toml:"key"`
	// Local declares that the endpoint stands on this machine or in the institution's own network.
	// A local wire refuses to connect to any address that is not loopback or private (RFC 1918, RFC 4193).
	Local bool `toml:"local"`
	// Proxy is an HTTP proxy's URL; empty means none, whatever the environment says.
	Proxy string `toml:"proxy"`
	// TokenField names the request's limit of answer tokens on the openai wire:
	// "max_tokens" (the default) or "max_completion_tokens" (newer hosted models).
	TokenField string `toml:"token_field"`
	// Dimensions asks for, and then insists on, this length of embedding; 0 takes the model's own.
	Dimensions int `toml:"dimensions"`
	// Price is what tokens cost on this wire.
	Price Price `toml:"price"`
	// Timeouts, Limits and Retry bound a call; zero values take the defaults.
	Timeouts Timeouts `toml:"timeouts"`
	Limits   Limits   `toml:"limits"`
	Retry    Retry    `toml:"retry"`
}

// Timeouts bound the phases of a call.
type Timeouts struct {
	// Connect bounds name lookup, TCP and TLS together. Default 5 s.
	Connect time.Duration `toml:"connect"`
	// FirstByte bounds the wait for the answer's first byte after connecting. Default 60 s.
	FirstByte time.Duration `toml:"first_byte"`
	// Idle bounds the silence between two bytes. Default 20 s.
	Idle time.Duration `toml:"idle"`
	// Total bounds everything, waits and retries included. Default 120 s.
	Total time.Duration `toml:"total"`
}

// Limits bound what an answer may hold.
type Limits struct {
	// AnswerBytes bounds the bytes read from the server. Default 1 MB, 16 MB for embeddings.
	AnswerBytes int64 `toml:"answer_bytes"`
	// TextBytes bounds the answer's own text. Default 64 KB.
	TextBytes int `toml:"text_bytes"`
	// EventBytes bounds one server-sent event. Default 256 KB.
	EventBytes int `toml:"event_bytes"`
	// Depth bounds the nesting of JSON. Default 32.
	Depth int `toml:"depth"`
	// Tokens is the answer's limit of tokens when a request names none. Default 1,024.
	Tokens int `toml:"tokens"`
	// Batch is how many texts go into one embeddings request. Default 32.
	Batch int `toml:"batch"`
}

// Retry says how often and how patiently a busy server is asked again.
type Retry struct {
	// Attempts counts the first try too. Default 3; 1 means no retry.
	Attempts int `toml:"attempts"`
	// Base is the bound of the first random wait; it doubles each time. Default 400 ms.
	Base time.Duration `toml:"base"`
	// Cap bounds a random wait. Default 5 s.
	Cap time.Duration `toml:"cap"`
	// Longest is the longest Retry-After that is honoured; a longer one ends the call. Default 15 s.
	Longest time.Duration `toml:"longest"`
}

// withDefaults fills what was left at zero.
func (c Config) withDefaults() Config {
	c.BaseURL = strings.TrimRight(c.BaseURL, "/")
	either(&c.TokenField, "max_tokens")
	either(&c.Timeouts.Connect, 5*time.Second)
	either(&c.Timeouts.FirstByte, 60*time.Second)
	either(&c.Timeouts.Idle, 20*time.Second)
	either(&c.Timeouts.Total, 120*time.Second)
	if c.Capability == Embeddings {
		either(&c.Limits.AnswerBytes, 16<<20)
	}
	either(&c.Limits.AnswerBytes, 1<<20)
	either(&c.Limits.TextBytes, 64<<10)
	either(&c.Limits.EventBytes, 256<<10)
	either(&c.Limits.Depth, 32)
	either(&c.Limits.Tokens, 1024)
	either(&c.Limits.Batch, 32)
	either(&c.Retry.Attempts, 3)
	either(&c.Retry.Base, 400*time.Millisecond)
	either(&c.Retry.Cap, 5*time.Second)
	either(&c.Retry.Longest, 15*time.Second)
	return c
}

// either sets a field that is still zero.
func either[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// Check names the first fault of a wire's configuration in one sentence; the error wraps ErrConfig.
func (c Config) Check() error {
	fault := func(format string, args ...any) error {
		return fmt.Errorf("%w: wire %q: %s", ErrConfig, c.Name, fmt.Sprintf(format, args...))
	}
	base, err := url.Parse(c.BaseURL)
	switch {
	case c.Name == "":
		return fault("the name is missing")
	case c.Capability != Chat && c.Capability != Embeddings:
		return fault("the capability must be chat or embeddings")
	case c.Protocol != OpenAI && c.Protocol != Anthropic:
		return fault("the protocol must be openai or anthropic")
	case c.Capability == Embeddings && c.Protocol == Anthropic:
		return fault("the anthropic protocol has no embeddings")
	case err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https"):
		return fault("base_url must be an http or https address")
	case base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return fault("base_url must hold no user, query or fragment")
	case base.Scheme == "http" && !c.Local:
		return fault("a hosted wire needs https")
	case c.Model == "":
		return fault("the model is missing")
	case !printable(c.Key.reveal()):
		return fault("the key holds characters that no header can carry")
	case c.TokenField != "" && c.TokenField != "max_tokens" && c.TokenField != "max_completion_tokens":
		return fault("token_field must be max_tokens or max_completion_tokens")
	case c.Local && c.Proxy != "":
		return fault("a local wire cannot go through a proxy")
	case c.Proxy != "" && !isProxy(c.Proxy):
		return fault("proxy must be an http or https address")
	}
	if err := c.Price.check(c.Local); err != nil {
		return fault("%s", err)
	}
	return nil
}

// printable tells whether a text can stand in an HTTP header.
func printable(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

func isProxy(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
}
