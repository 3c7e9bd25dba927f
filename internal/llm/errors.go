package llm

import "errors"

// What can go wrong with a wire, one sentinel per cause. Callers compare with errors.Is.
var (
	// ErrConfig says that a wire is configured in a way that cannot work.
	ErrConfig = errors.New("llm: wire wrongly configured")
	// ErrUnavailable says that the server could not be reached or failed by itself (5xx).
	ErrUnavailable = errors.New("llm: model unavailable")
	// ErrBusy says that the server asked to be left alone for now (429).
	ErrBusy = errors.New("llm: model busy")
	// ErrDenied says that the server did not accept the request: key, model name or form (other 3xx and 4xx).
	ErrDenied = errors.New("llm: request not accepted by the model's server")
	// ErrRefused says that the model declined to answer (content filter, refusal).
	ErrRefused = errors.New("llm: model declined to answer")
	// ErrMalformed says that the answer is not what the protocol or the schema promises.
	ErrMalformed = errors.New("llm: malformed answer")
	// ErrEmpty says that the answer holds no words.
	ErrEmpty = errors.New("llm: empty answer")
	// ErrTooLong says that the answer went past its limit of bytes or tokens.
	ErrTooLong = errors.New("llm: answer too long")
	// ErrTimeout says that connecting, the first byte, the next byte or the whole took too long.
	ErrTimeout = errors.New("llm: model too slow")
	// ErrCut says that the answer stopped before its end.
	ErrCut = errors.New("llm: answer cut off")
	// ErrNotLocal says that a wire declared local leads to a public address.
	ErrNotLocal = errors.New("llm: wire declared local leads elsewhere")
	// ErrUnsupported says that this wire does not have the capability asked for.
	ErrUnsupported = errors.New("llm: not supported by this wire")
)

// Code gives the short, stable name of an error's cause, for ledgers and metrics:
// "unavailable", "busy", "denied", "refused", "malformed", "empty", "too_long", "timeout",
// "cut", "not_local", "unsupported", "config"; "other" for anything else, "" for nil.
func Code(err error) string {
	if err == nil {
		return ""
	}
	for _, c := range codes {
		if errors.Is(err, c.err) {
			return c.name
		}
	}
	return "other"
}

var codes = []struct {
	err  error
	name string
}{
	{ErrTimeout, "timeout"}, {ErrNotLocal, "not_local"}, {ErrBusy, "busy"}, {ErrUnavailable, "unavailable"},
	{ErrDenied, "denied"}, {ErrRefused, "refused"}, {ErrEmpty, "empty"}, {ErrTooLong, "too_long"},
	{ErrCut, "cut"}, {ErrMalformed, "malformed"}, {ErrUnsupported, "unsupported"}, {ErrConfig, "config"},
}
