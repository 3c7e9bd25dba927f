package api_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"preceptor/internal/api"
	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/events"
)

func number(n int64) string { return strconv.FormatInt(n, 10) }

// listener reads a stream of events over a real connection.
type listener struct {
	t      *testing.T
	answer *http.Response
	lines  *bufio.Scanner
	close  context.CancelFunc
}

// listen begins to follow, and returns once the stream is open.
func (h *house) listen(t *testing.T, server *httptest.Server, credential, query, last string) *listener {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	r := must(http.NewRequestWithContext(ctx, "GET", server.URL+api.Prefix+"/events"+query, nil))
	r.Header.Set("Authorization", "Bearer "+credential)
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	l := &listener{t: t, answer: must(http.DefaultClient.Do(r)), close: cancel}
	t.Cleanup(func() { cancel(); _ = l.answer.Body.Close() })
	l.lines = bufio.NewScanner(l.answer.Body)
	if l.answer.StatusCode == http.StatusOK {
		l.until(": open")
	}
	return l
}

// until reads lines up to one that begins so, and returns its rest.
func (l *listener) until(begin string) string {
	l.t.Helper()
	for l.lines.Scan() {
		if rest, found := strings.CutPrefix(l.lines.Text(), begin); found {
			return rest
		}
	}
	l.t.Fatalf("the stream ended before %q: %v", begin, l.lines.Err())
	return ""
}

func TestEventsArriveLiveAndAfterABreak(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d, api.Pace{})
		serving, stop := context.WithCancel(ctx)
		done := make(chan struct{})
		go func() { defer close(done); _ = h.events.Serve(serving, must(h.events.Last(ctx))) }()
		t.Cleanup(func() { stop(); <-done })
		server := httptest.NewServer(h)
		t.Cleanup(server.Close)

		ana := h.token(h.ana)
		e := h.start(ana, "shared")
		own, watched := h.listen(t, server, ana, "", ""), h.listen(t, server, h.token(h.jonas), "?topic=encounter:"+string(e.ID), "")
		h.turn(ana, e, "say", "Hello")
		for _, l := range []*listener{own, watched} {
			if what := l.until("event: "); what != "encounter.turn" {
				t.Errorf("first came %s", what)
			}
			if data := l.until("data: "); !strings.Contains(data, string(e.ID)) || strings.Contains(data, string(h.ana)) {
				t.Errorf("it said %s", data)
			}
		}
		h.turn(ana, e, "say", "How are you?")
		seen := own.until("id: ")
		own.close()
		h.turn(ana, e, "say", "Where does it hurt?")
		again := h.listen(t, server, ana, "", seen)
		if next := again.until("id: "); next <= seen {
			t.Errorf("after %s came %s", seen, next)
		}
	})
}

func TestNobodyFollowsWhatIsNotTheirs(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{PerSecond: 100, Burst: 100, Streams: 1})
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	ana, ben := h.token(h.ana), h.token(h.ben)
	e := h.start(ana, "private")
	h.refuses(http.StatusNotFound, "not-found", h.ask(ben, "GET", "/events?topic=encounter:"+string(e.ID), ""))
	h.refuses(http.StatusBadRequest, "wrong-parameter", h.ask(ana, "GET", "/events?topic=person:"+string(h.ben), ""))
	h.refuses(http.StatusBadRequest, "wrong-parameter", h.ask(ana, "GET", "/events", "", "Last-Event-ID: soon"))
	h.refuses(http.StatusGone, "events-gone", h.ask(ana, "GET", "/events", "", "Last-Event-ID: 999999"))

	first := h.listen(t, server, ana, "", "")
	if second := h.listen(t, server, ana, "", ""); second.answer.StatusCode != http.StatusTooManyRequests {
		t.Errorf("a second stream: %d", second.answer.StatusCode)
	}
	first.close()
	for range 100 {
		if h.listen(t, server, ana, "", "").answer.StatusCode == http.StatusOK {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("a stream that was closed is still counted")
}

// A reader that was away for long reads anew rather than having the server
// gather everything for it; so does one from before a restore.
func TestAReaderThatWasAwayTooLongReadsAnew(t *testing.T) {
	d := dbtest.SQLite(t)
	h := newHouse(t, d, api.Pace{})
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	ana := h.token(h.ana)
	if err := d.Tx(ctx, func(ctx context.Context) error {
		for range 5002 {
			if err := h.events.Append(ctx, events.Event{Kind: "encounter.turn", Subject: "e", Person: string(h.ana)}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	newest := int64(must(h.events.Last(ctx)))
	for _, seen := range []int64{newest - 5001, newest + 1} {
		h.refuses(http.StatusGone, "events-gone", h.ask(ana, "GET", "/events", "", "Last-Event-ID: "+number(seen)))
	}
	l := h.listen(t, server, ana, "", number(newest-5000))
	if first := l.until("id: "); first != number(newest-4999) {
		t.Errorf("first came %s after %d", first, newest-5000)
	}
}
