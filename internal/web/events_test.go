package web_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"preceptor/internal/web"
	"preceptor/internal/web/view"
	"preceptor/internal/web/webtest"
)

// follow opens a stream as the role and gives its lines.
func follow(t *testing.T, role view.Role, query, after string) (*http.Response, *bufio.Scanner) {
	t.Helper()
	house, err := webtest.New(webtest.Full)
	if err != nil {
		t.Fatal(err)
	}
	handler, err := house.Handler()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
	t.Cleanup(func() { stop(); server.Close() })
	r, err := http.NewRequestWithContext(ctx, "GET", server.URL+"/events"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(&http.Cookie{Name: "preceptor", Value: string(role)})
	r.Header.Set("Last-Event-ID", after)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	return answer, bufio.NewScanner(answer.Body)
}

// untilBlank reads lines until one event is whole.
func untilBlank(lines *bufio.Scanner) string {
	var all []string
	for lines.Scan() && lines.Text() != "" {
		all = append(all, lines.Text())
	}
	return strings.Join(all, "\n")
}

func TestStreamTellsWhatHappens(t *testing.T) {
	answer, lines := follow(t, view.Learner, "?topic=encounter:"+webtest.EncounterID, "")
	if answer.Header.Get("Content-Type") != "text/event-stream" || answer.Header.Get("Content-Encoding") != "" {
		t.Fatalf("%d %v", answer.StatusCode, answer.Header)
	}
	if opening := untilBlank(lines); opening != ": open" {
		t.Errorf("the stream opens with %q", opening)
	}
	want := "id: 1\nevent: encounter.turn\ndata: " + webtest.EncounterID
	if event := untilBlank(lines); event != want {
		t.Errorf("event %q, want %q", event, want)
	}
}

func TestStreamIsClosedToOthers(t *testing.T) {
	for name, c := range map[string]struct {
		role   view.Role
		query  string
		status int
	}{
		"another's encounter": {view.Governance, "?topic=encounter:x", http.StatusForbidden},
		"no topic":            {view.Learner, "", http.StatusBadRequest},
		"half a topic":        {view.Learner, "?topic=encounter", http.StatusBadRequest},
		"too many topics":     {view.Learner, "?" + strings.Repeat("topic=encounter:x&", 9), http.StatusBadRequest},
	} {
		if answer, _ := follow(t, c.role, c.query, ""); answer.StatusCode != c.status {
			t.Errorf("%s: %d, want %d", name, answer.StatusCode, c.status)
		}
	}
}

// noFeed ends at once, as a feed does when the server stops.
type noFeed struct{}

func (noFeed) Follow(context.Context, []string, string, func(web.Event) error) error { return nil }

func TestStreamEndsWithItsFeed(t *testing.T) {
	b := newVisitor(t, webtest.Full, view.Learner, func(o *web.Options) { o.Services.Feed = noFeed{} })
	if w := b.get("/events?topic=encounter:x"); w.Code != http.StatusOK || w.Body.String() != ": open\n\n" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}
