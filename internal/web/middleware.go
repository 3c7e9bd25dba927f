package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
)

type requestKey struct{}

// RequestID is the number of the request in ctx, as shown on error pages and
// written to the logs; empty outside a request.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// number gives each request an id.
func (s *Shell) number(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := s.NewID()
		w.Header().Set("Request-Id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestKey{}, id)))
	})
}

// rescue turns a panic into the page of error 500 and one line in the log: the
// kind of its cause and the way there, not its words, which may be a person's.
func (s *Shell) rescue(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(cause) // net/http's own way to break off a response
			}
			s.Log.Error("page panicked", slog.String("request", RequestID(r.Context())),
				slog.String("cause", fmt.Sprintf("%T", cause)), slog.String("stack", string(debug.Stack())))
			s.collapse(w, r)
		}()
		next.ServeHTTP(w, r)
	})
}

// collapse answers after a panic. It asks nobody who is there, because asking
// may be what broke.
func (s *Shell) collapse(w http.ResponseWriter, r *http.Request) {
	v := &Visit{Request: r, shell: s, writer: w, Theme: s.themeOf(r), Locale: "en"}
	v.words = s.house.In(v.Locale)
	s.fault(v, errPanicked)
}

// The content security policy: nothing from elsewhere, nothing inline.
const contentSecurity = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'; object-src 'none'"

// headers sets the security headers of every answer.
func (s *Shell) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentSecurity)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(self), payment=(), usb=(), browsing-topics=()")
		if s.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// strays answers paths that no route knows, and known paths under another
// method, as pages rather than as net/http's plain texts.
func (s *Shell) strays(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		probe := &statusProbe{header: http.Header{}}
		handler.ServeHTTP(probe, r)
		if probe.status == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", probe.header.Get("Allow"))
			s.fault(s.visit(w, r), ErrMethod)
			return
		}
		if probe.status >= 300 && probe.status < 400 {
			mux.ServeHTTP(w, r)
			return
		}
		s.fault(s.visit(w, r), ErrNotFound)
	})
}

// statusProbe catches the status that net/http would answer.
type statusProbe struct {
	header http.Header
	status int
}

func (p *statusProbe) Header() http.Header         { return p.header }
func (p *statusProbe) Write(b []byte) (int, error) { return len(b), nil }
func (p *statusProbe) WriteHeader(status int)      { p.status = status }
