package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"

	"preceptor/internal/api"
	"preceptor/internal/people"
)

// outcome is what happens to somebody at a way in.
type outcome string

const (
	in     outcome = "yes"
	no     outcome = "no"      // 403
	hidden outcome = "hidden"  // 404: not even that it is there
	scope  outcome = "scope"   // 403: the token reaches not so far
	signIn outcome = "sign-in" // 401
	none   outcome = "-"       // there is no such combination
)

// knock is one request.
type knock struct {
	method, path, body string
	form               bool
}

var errAway = errors.New("nothing of this is kept")

// try knocks with a credential, inside a transaction that is rolled back, so
// that the world stays as it is however far somebody comes.
func (w *world) try(credential string, k knock) outcome {
	w.t.Helper()
	answer := httptest.NewRecorder()
	err := w.DB.Tx(ctx, func(ctx context.Context) error {
		ctx, leave := context.WithCancel(ctx)
		defer leave()
		w.handler.ServeHTTP(leaver{answer, leave, strings.Contains(k.path, "/events")}, k.request(ctx, credential))
		return errAway
	})
	if !errors.Is(err, errAway) {
		w.t.Fatalf("%s %s: %v", k.method, k.path, err)
	}
	return w.outcomeOf(k, answer)
}

func (k knock) request(ctx context.Context, credential string) *http.Request {
	r := httptest.NewRequestWithContext(ctx, k.method, k.path, strings.NewReader(k.body))
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("If-Match", `"0"`)
	if k.form {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if strings.HasPrefix(credential, people.TokenPrefix) {
		r.Header.Set("Authorization", "Bearer "+credential)
	} else {
		r.AddCookie(&http.Cookie{Name: "preceptor", Value: credential})
	}
	return r
}

// outcomeOf reads the answer. Whoever comes past the guard counts as let in,
// also when there is nothing to do for them.
func (w *world) outcomeOf(k knock, answer *httptest.ResponseRecorder) outcome {
	w.t.Helper()
	if answer.Code >= 500 {
		w.t.Errorf("%s %s: %d", k.method, k.path, answer.Code)
	}
	var problem api.Problem
	if strings.HasPrefix(k.path, api.Prefix) && answer.Code >= 400 {
		_ = json.Unmarshal(bytes.TrimSpace(answer.Body.Bytes()), &problem)
	}
	switch {
	case answer.Code == http.StatusUnauthorized, strings.HasPrefix(answer.Header().Get("Location"), "/sign-in"):
		return signIn
	case problem.Type == api.TypePrefix+"scope-missing":
		return scope
	case answer.Code == http.StatusForbidden:
		return no
	case answer.Code == http.StatusNotFound:
		return hidden
	}
	return in
}

// leaver goes away from a stream of events once it has begun.
type leaver struct {
	http.ResponseWriter
	leave   context.CancelFunc
	streams bool
}

// Write leaves after the first piece.
func (l leaver) Write(p []byte) (int, error) {
	if l.streams {
		defer l.leave()
	}
	return l.ResponseWriter.Write(p)
}

// Flush does nothing: the answer is read afterwards.
func (l leaver) Flush() {}
