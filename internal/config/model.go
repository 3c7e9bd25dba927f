package config

import "time"

// Model is one wire to a model.
type Model struct {
	Name       string   `toml:"name" help:"Tells wires apart in the ledger, in budgets and in messages."`
	Capability string   `toml:"capability" oneof:"chat embeddings" help:"What the wire is used for."`
	Protocol   string   `toml:"protocol" oneof:"openai anthropic" help:"openai also for Ollama, vLLM, llama.cpp and others."`
	BaseURL    string   `toml:"base_url" help:"Everything before /chat/completions, /messages or /embeddings."`
	Model      string   `toml:"model" help:"The model's name as its server knows it."`
	Key        Secret   `toml:"key" help:"Sent with each request; empty for most local servers."`
	KeyFile    string   `toml:"key_file" path:"yes" help:"File that holds the key, instead of key."`
	Local      bool     `toml:"local" help:"The server stands on this machine or in the institution's own network. Anything above the class public goes to local wires only."`
	Proxy      string   `toml:"proxy" help:"HTTP proxy's URL; empty means none."`
	TokenField string   `toml:"token_field" oneof:"max_tokens max_completion_tokens" help:"Name of the limit of answer tokens on the openai wire."`
	Dimensions int      `toml:"dimensions" least:"0" help:"Length of embeddings to ask for; 0 takes the model's own."`
	Price      Price    `toml:"price" help:"What tokens cost; a hosted wire needs a price or free = true."`
	Timeouts   Timeouts `toml:"timeouts" help:"Bounds of the phases of a call."`
	Retry      Retry    `toml:"retry" help:"How often a busy server is asked again."`
	Limits     Limits   `toml:"limits" help:"Bounds of requests and answers."`
}

// Price is what tokens cost on a wire.
type Price struct {
	Input  Money `toml:"input" help:"Per million tokens sent."`
	Output Money `toml:"output" help:"Per million tokens answered."`
	Free   bool  `toml:"free" help:"The wire costs nothing."`
}

// Timeouts bound the phases of a call.
type Timeouts struct {
	Connect   time.Duration `toml:"connect" help:"Name lookup, TCP and TLS."`
	FirstByte time.Duration `toml:"first_byte" help:"From the request to the answer's first byte."`
	Idle      time.Duration `toml:"idle" help:"Silence between two bytes."`
	Total     time.Duration `toml:"total" help:"Everything, waits and retries included."`
}

// Retry says how often a busy server is asked again.
type Retry struct {
	Attempts int `toml:"attempts" least:"1" help:"Tries in all; 1 means no retry."`
}

// Limits bound requests and answers.
type Limits struct {
	Tokens int `toml:"tokens" least:"1" help:"Most tokens of an answer when a request names no limit."`
	Batch  int `toml:"batch" least:"1" help:"Texts in one embeddings request."`
}

// defaultModel is what a [[models]] table starts from.
func defaultModel() Model {
	return Model{
		Capability: "chat", Protocol: "openai", TokenField: "max_tokens",
		Timeouts: Timeouts{Connect: 5 * time.Second, FirstByte: time.Minute, Idle: 20 * time.Second, Total: 2 * time.Minute},
		Retry:    Retry{Attempts: 3}, Limits: Limits{Tokens: 1024, Batch: 32},
	}
}
