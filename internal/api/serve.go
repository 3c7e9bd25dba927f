package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
)

// serve leads a request through its route; see the drawing of the package.
func (a *API) serve(route *Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &Call{Request: r, api: a, route: route, writer: w}
		for _, step := range []func(*Call) error{a.enter, a.pace, a.readQuery, a.readBody, a.admit, a.seenNewest, route.handle} {
			if err := step(c); err != nil {
				a.problem(w, r, err)
				return
			}
		}
	})
}

type requestKey struct{}

// number gives the request its id and every answer its headers.
func (a *API) number(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := a.NewID()
		h := w.Header()
		h.Set("Request-Id", id)
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestKey{}, id)))
	})
}

func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

var errPanicked = errors.New("the program failed here")

// rescue turns a panic into a problem and one line in the log.
func (a *API) rescue(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(cause) // net/http's own way to break off a response
			}
			a.Log.ErrorContext(r.Context(), "API call panicked", slog.String("request", requestID(r.Context())),
				slog.String("cause", fmt.Sprintf("%T", cause)), slog.String("stack", string(debug.Stack())))
			a.problem(w, r, errPanicked)
		}()
		next.ServeHTTP(w, r)
	})
}

// strays answers paths that no route knows, and known ones under another
// method, as problems rather than as net/http's plain texts.
func (a *API) strays(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		probe := &probe{header: http.Header{}}
		handler.ServeHTTP(probe, r)
		if probe.status == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", probe.header.Get("Allow"))
			a.problem(w, r, errMethod)
			return
		}
		a.problem(w, r, errPath)
	})
}

// probe catches the status that net/http would answer.
type probe struct {
	header http.Header
	status int
}

// Header is where the status's headers land.
func (p *probe) Header() http.Header { return p.header }

// Write throws the body away.
func (p *probe) Write(b []byte) (int, error) { return len(b), nil }

// WriteHeader remembers the status.
func (p *probe) WriteHeader(status int) { p.status = status }
