package door_test

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"preceptor/internal/app"
	"preceptor/internal/app/door"
	"preceptor/internal/config"
)

func TestPagesAndProgramsShareOneDoor(t *testing.T) {
	site := open(t)
	for path, want := range map[string]string{
		"/sign-in":             "text/html",
		"/api/v1/openapi.json": "application/json",
		"/api/v1/nowhere":      "application/problem+json",
		"/nowhere":             "text/html",
	} {
		answer, err := http.Get(site + path)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if got := answer.Header.Get("Content-Type"); !strings.HasPrefix(got, want) {
			t.Errorf("%s answers %s, want %s", path, got, want)
		}
	}
}

func TestAForeignSiteChangesNothing(t *testing.T) {
	site := open(t)
	for _, path := range []string{"/sign-in", "/api/v1/encounters"} {
		ask, err := http.NewRequest(http.MethodPost, site+path, strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		ask.Header.Set("Origin", "https://elsewhere.example")
		ask.Header.Set("Sec-Fetch-Site", "cross-site")
		answer, err := http.DefaultClient.Do(ask)
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		if answer.StatusCode != http.StatusForbidden {
			t.Errorf("a foreign POST to %s was answered with %d", path, answer.StatusCode)
		}
	}
}

func open(t *testing.T) string {
	t.Helper()
	cfg, err := config.Load(config.Sources{Set: map[string]string{"data": t.TempDir()}})
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(context.Background(), cfg, app.Outside{Now: time.Now, Entropy: rand.Reader, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	faces, err := door.Open(a)
	if err != nil {
		t.Fatal(err)
	}
	handler, err := faces.Handler()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}
