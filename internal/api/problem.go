package api

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"preceptor/internal/people"
	"preceptor/internal/policy"
)

// Problem is an error in words (RFC 9457).
type Problem struct {
	Type    string       `json:"type" doc:"What kind of problem it is: a name that never changes."`
	Title   string       `json:"title" doc:"The kind in words."`
	Status  int          `json:"status" doc:"The HTTP status again."`
	Detail  string       `json:"detail" doc:"What happened, in one sentence."`
	Request string       `json:"request" doc:"Number of the request; administrators find it in the log."`
	Scope   people.Scope `json:"scope,omitempty" doc:"The scope that the API token lacks. Missing when no token may do this."`
	Errors  []Fault      `json:"errors,omitempty" doc:"Places in the body that are wrong."`
}

// Fault is one place in a body that is wrong.
type Fault struct {
	Pointer string `json:"pointer" doc:"JSON Pointer (RFC 6901) to the place."`
	Detail  string `json:"detail" doc:"What is wrong there."`
}

// TypePrefix begins every problem's type.
const TypePrefix = "urn:preceptor:problem:"

// problem answers with the problem that an error is.
func (a *API) problem(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return // the caller has gone away
	}
	p := a.inWords(r, err)
	p.Request = requestID(r.Context())
	raw, marshalErr := json.Marshal(p)
	if marshalErr != nil {
		raw = []byte("{}")
	}
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Del("ETag")
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", "Bearer")
	}
	var often tooMany
	if errors.As(err, &often) {
		h.Set("Retry-After", strconv.Itoa(often.seconds()))
	}
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(raw, '\n')) // a reader that has gone away is no fault
}

// inWords finds the words for an error. What nobody foresaw is logged under the
// request's number and told as nothing more than that.
func (a *API) inWords(r *http.Request, err error) Problem {
	var denied *policy.Denied
	if errors.As(err, &denied) {
		return a.refusal(r, denied)
	}
	for _, c := range causes {
		if errors.Is(err, c.err) {
			return Problem{Type: TypePrefix + c.slug, Title: c.title, Status: c.status, Detail: c.sentence(err), Errors: faultsIn(err)}
		}
	}
	a.Log.ErrorContext(r.Context(), "API call failed", slog.String("request", requestID(r.Context())), slog.String("error", err.Error()))
	return Problem{Type: TypePrefix + "failed", Title: "Something failed here", Status: http.StatusInternalServerError,
		Detail: "The server could not do this; nothing was changed, and trying again later may help."}
}

// refusal words a no of the policy.
func (a *API) refusal(r *http.Request, denied *policy.Denied) Problem {
	if denied.Reason == policy.ReasonUndecided {
		a.Log.ErrorContext(r.Context(), "the policy could not decide", slog.String("request", requestID(r.Context())), slog.String("error", denied.Error()))
	}
	words, known := refusals[denied.Reason]
	if !known {
		words = refusals[policy.ReasonRole]
	}
	p := Problem{Type: TypePrefix + words.slug, Title: words.title, Status: words.status, Detail: words.detail}
	if meta, known := policy.MetaOf(denied.Action); known && denied.Reason == policy.ReasonScope {
		p.Scope = meta.Scope
		if meta.Scope == "" {
			p.Detail = "No API token may do this; a person does it on the pages."
		}
	}
	return p
}

// Problems lists every problem that has words of its own, for documentation.
func (a *API) Problems() []Problem {
	var all []Problem
	for _, c := range causes {
		all = append(all, Problem{Type: TypePrefix + c.slug, Title: c.title, Status: c.status, Detail: c.sentence(c.err)})
	}
	for _, words := range refusals {
		all = append(all, Problem{Type: TypePrefix + words.slug, Title: words.title, Status: words.status, Detail: words.detail})
	}
	return all
}

// sentence turns an error's own words into one sentence.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if text == "" || first == utf8.RuneError {
		return text
	}
	return string(unicode.ToUpper(first)) + strings.TrimSuffix(text[size:], ".") + "."
}
