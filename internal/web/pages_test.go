package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"preceptor/internal/web"
	"preceptor/internal/web/view"
	"preceptor/internal/web/webtest"
)

// visitor is a browser without scripts.
type visitor struct {
	t       *testing.T
	handler http.Handler
	role    view.Role
	cookies map[string]string
	header  map[string]string
}

func newVisitor(t *testing.T, state webtest.State, role view.Role, adjust ...func(*web.Options)) *visitor {
	t.Helper()
	house, err := webtest.New(state, adjust...)
	if err != nil {
		t.Fatal(err)
	}
	return visitorOf(t, house, role)
}

func visitorOf(t *testing.T, house *webtest.House, role view.Role) *visitor {
	t.Helper()
	handler, err := house.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t: t, handler: handler, role: role, cookies: map[string]string{}, header: map[string]string{}}
}

func (b *visitor) get(path string) *httptest.ResponseRecorder {
	return b.send(httptest.NewRequest("GET", path, nil))
}

func (b *visitor) post(path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(r)
}

func (b *visitor) send(r *http.Request) *httptest.ResponseRecorder {
	if b.role != "" {
		r.AddCookie(&http.Cookie{Name: "preceptor", Value: string(b.role)})
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	for name, value := range b.header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	return w
}

// Every page, in every state of the house, answers what it should.
func TestEveryPageAnswers(t *testing.T) {
	for _, state := range []webtest.State{webtest.Full, webtest.Empty} {
		house, err := webtest.New(state)
		if err != nil {
			t.Fatal(err)
		}
		for _, stop := range webtest.Stops() {
			w := visitorOf(t, house, stop.Role).get(stop.Path)
			want := stop.Status
			if want == 0 {
				want = http.StatusOK
			}
			if w.Code != want {
				t.Errorf("%s (%s): %d, want %d", stop.Name, state, w.Code, want)
			}
			if body := w.Body.String(); strings.Contains(body, "⟪") {
				t.Errorf("%s (%s): message missing: %s", stop.Name, state, body[strings.Index(body, "⟪"):][:60])
			}
		}
	}
}
