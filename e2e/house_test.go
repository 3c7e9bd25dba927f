package e2e

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"preceptor/internal/web/view"
	"preceptor/internal/web/webtest"
)

// line is the connection between browser and house, for breaking it.
type line struct {
	mu    sync.Mutex
	state string // "" whole, "cut" nothing gets through, "deaf" turns arrive but their answers are lost
	posts int
	next  http.Handler
}

func (l *line) set(state string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.state = state
}

func (l *line) seen() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.posts
}

func (l *line) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	turn := r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/turns")
	l.mu.Lock()
	state := l.state
	if turn {
		l.posts++
	}
	l.mu.Unlock()
	switch {
	case state == "cut":
		panic(http.ErrAbortHandler)
	case state == "deaf" && turn:
		l.next.ServeHTTP(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	}
	l.next.ServeHTTP(w, r)
}

// scene is a house, the line to it and a tab in front of it.
type scene struct {
	*Tab
	t     *testing.T
	house *webtest.House
	line  *line
}

// open sets a scene with the tab signed in as the role.
func open(t *testing.T, state webtest.State, role view.Role) *scene {
	t.Helper()
	house, err := webtest.New(state)
	must(t, err)
	handler, err := house.Handler()
	must(t, err)
	l := &line{next: handler}
	server := httptest.NewServer(l)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	browser, stop, err := Launch(context.Background())
	must(t, err)
	t.Cleanup(stop)
	tab, closeTab, err := OpenTab(browser, server.URL)
	must(t, err)
	t.Cleanup(closeTab)
	must(t, tab.Become(map[string]string{"preceptor": string(role)}))
	return &scene{tab, t, house, l}
}

func (s *scene) visit(path string, width int) {
	s.t.Helper()
	must(s.t, s.Visit(path, Look{Width: width, Theme: "light"}))
}

func (s *scene) await(expression string) {
	s.t.Helper()
	must(s.t, s.Await(expression))
}

func (s *scene) is(expression, want string) {
	s.t.Helper()
	got, err := s.Text(expression)
	must(s.t, err)
	if got != want {
		s.t.Errorf("%s is %q, want %q", expression, got, want)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
