// Package llm speaks with language models over two wires: the OpenAI-compatible one
// (chat completions, embeddings, models) and Anthropic's messages. It knows nothing
// of education, people or permission; only the gate may use it.
//
// Its words:
//
//	wire      one configured endpoint for one capability: address, model, key, limits
//	protocol  the language of a wire: openai or anthropic
//	piece     some characters of an answer, as they arrive in a stream
//	sentence  a piece that ends where a reader would stop
//	usage     tokens in and out, as reported when plausible and otherwise estimated
//
// What every call goes through:
//
//	request ─▶ attempt ─▶ status ─┬─ 2xx ─▶ first byte ─▶ bytes … ─▶ end ─▶ Reply
//	              ▲               │             │           │
//	              │               ├─ 429, 5xx   │           ├─ too many bytes  ErrTooLong
//	              └── wait ◀──────┘ (retried,   │           ├─ silence         ErrTimeout
//	                                 with       │           ├─ no proper end   ErrCut
//	                                 jitter)    │           └─ not the format  ErrMalformed
//	                                            └─ from here on nothing is tried again
//
// A model's server is not trusted. Its answer is bounded in bytes, depth and time; text
// that is not valid UTF-8 is refused rather than repaired, because the lost character may
// be the point in a dose; redirects are not followed; no proxy is taken from the
// environment; a wire declared local refuses to connect to a public address. Nothing that
// a server says is ever put into an error or a log.
package llm
