package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"preceptor/internal/web"
	"preceptor/internal/web/view"
	"preceptor/internal/web/webtest"
)

// filled puts an id into the places of a pattern.
func filled(pattern string) string {
	return strings.NewReplacer("{id}", "x", "{name...}", "x", "{$}", "").Replace(pattern)
}

// objectOf is what the policy should be asked about when the path is filled.
func objectOf(route web.Route) web.Object {
	if !strings.Contains(route.Pattern, "{id}") {
		return web.Object{Kind: route.Kind}
	}
	return web.Object{Kind: route.Kind, ID: "x"}
}

// Nobody gets in anywhere but through the doors that are meant for everybody.
func TestStrangersAreStoppedAtEveryRoute(t *testing.T) {
	house, err := webtest.New(webtest.Full)
	if err != nil {
		t.Fatal(err)
	}
	stranger := visitorOf(t, house, "")
	public := 0
	for _, route := range house.Shell.Routes() {
		if route.Action == web.Public {
			public++
			continue
		}
		w := stranger.send(httptest.NewRequest(route.Method, filled(route.Pattern), nil))
		redirected := w.Code == http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Location"), "/sign-in")
		if w.Code != http.StatusUnauthorized && !redirected {
			t.Errorf("%s %s lets a stranger in: %d", route.Method, route.Pattern, w.Code)
		}
	}
	if asked := house.Asked.Take(); len(asked) > 0 {
		t.Errorf("the policy was asked about strangers: %v", asked)
	}
	if public > 16 {
		t.Errorf("%d routes are open to everybody; each needs a reason", public)
	}
}

// Every route asks the policy about its own action and object before its
// handler runs, and a no is final.
func TestEveryRouteAsksThePolicy(t *testing.T) {
	house, err := webtest.New(webtest.Full)
	if err != nil {
		t.Fatal(err)
	}
	house.Asked.DenyAll = true
	for _, route := range house.Shell.Routes() {
		if route.Action == "" {
			t.Errorf("%s %s names no action", route.Method, route.Pattern)
		}
		if route.Action == web.Public || route.Action == web.Own {
			continue
		}
		if strings.Contains(route.Pattern, "{id}") && route.Kind == web.KindNone {
			t.Errorf("%s %s has an id and no kind", route.Method, route.Pattern)
		}
		house.Asked.Take()
		w := visitorOf(t, house, view.Administrator).send(httptest.NewRequest(route.Method, filled(route.Pattern), nil))
		want := webtest.Question{Action: route.Action, Object: objectOf(route)}
		asked := house.Asked.Take()
		if len(asked) == 0 || asked[0] != want {
			t.Errorf("%s %s asked %v first, want %v", route.Method, route.Pattern, asked, want)
		}
		if w.Code != http.StatusForbidden {
			t.Errorf("%s %s answered %d to a person who may not", route.Method, route.Pattern, w.Code)
		}
	}
}

// Every page that can be opened has a stop, so that tests and eyes reach it.
func TestEveryPageHasAStop(t *testing.T) {
	house, err := webtest.New(webtest.Full)
	if err != nil {
		t.Fatal(err)
	}
	noPage := map[string]bool{
		"/assets/{name...}": true, "/sw.js": true, "/favicon.ico": true, "/healthz": true, "/events": true,
		"/ledger/checkpoint": true, "/ledger/export": true, "/encounters/{id}/turns": true,
	}
	mux := http.NewServeMux()
	for _, route := range house.Shell.Routes() {
		mux.HandleFunc(route.Method+" "+route.Pattern, func(http.ResponseWriter, *http.Request) {})
	}
	reached := map[string]bool{}
	for _, stop := range webtest.Stops() {
		_, pattern := mux.Handler(httptest.NewRequest("GET", stop.Path, nil))
		reached[pattern] = true
	}
	for _, route := range house.Shell.Routes() {
		if route.Method == "GET" && !noPage[route.Pattern] && !reached["GET "+route.Pattern] {
			t.Errorf("no stop leads to %s", route.Pattern)
		}
	}
}
