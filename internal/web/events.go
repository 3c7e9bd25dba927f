package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"
)

func (s *Shell) eventRoutes() []Route {
	return []Route{
		{Method: "GET", Pattern: "/events", Action: ActionEvents, Handler: s.followEvents},
	}
}

// Beats of a stream: a comment keeps proxies from closing it, and each beat
// asks again whether the session still lives, so that suspension ends streams too.
const heartbeat = 15 * time.Second

// mostTopics bounds what one stream may follow.
const mostTopics = 8

// followEvents streams what happens in the asked topics ("encounter:ID") as
// server-sent events. A reader that was cut off continues after Last-Event-ID.
func (s *Shell) followEvents(v *Visit) error {
	topics := v.Request.URL.Query()["topic"]
	if len(topics) == 0 || len(topics) > mostTopics {
		return ErrBadRequest
	}
	if err := s.allowTopics(v, topics); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(v.Context())
	defer stop()
	events := make(chan Event)
	done := make(chan error, 1)
	go func() {
		done <- s.services.Feed.Follow(ctx, topics, v.Request.Header.Get("Last-Event-ID"), func(e Event) error {
			select {
			case events <- e:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	return s.pump(v, topics, events, done)
}

// allowTopics asks the policy once per topic: "encounter:ID" needs encounter.read of that encounter.
func (s *Shell) allowTopics(v *Visit, topics []string) error {
	for _, topic := range topics {
		kind, id, found := strings.Cut(topic, ":")
		if !found || kind == "" || id == "" {
			return ErrBadRequest
		}
		if err := s.services.Policy.Allow(v.Context(), *v.Actor, kind+".read", Object{Kind: kind, ID: id}); err != nil {
			return err
		}
	}
	return nil
}

// pump writes events until either side goes away.
func (s *Shell) pump(v *Visit, topics []string, events <-chan Event, done <-chan error) error {
	out := newEventWriter(v.writer)
	if out.comment("open") != nil {
		return nil // the reader has gone away
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		select {
		case e := <-events:
			if out.event(e) != nil {
				return nil
			}
		case <-beat.C:
			if !s.stillAllowed(v, topics) || out.comment("beat") != nil {
				return nil
			}
		case <-done:
			return nil // the feed has ended; the browser asks again by itself
		case <-v.Context().Done():
			return nil
		}
	}
}

func (s *Shell) stillAllowed(v *Visit, topics []string) bool {
	if _, err := s.services.Sessions.Actor(v.Context(), v.token); err != nil {
		return false
	}
	return s.allowTopics(v, topics) == nil
}

// eventWriter writes the text/event-stream format (WHATWG HTML, section 9.2).
type eventWriter struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

func newEventWriter(w http.ResponseWriter) *eventWriter {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Time{}) // a stream outlives the server's write timeout where one is set
	return &eventWriter{w: w, control: control}
}

func (e *eventWriter) event(event Event) error {
	var b strings.Builder
	if event.ID != "" {
		fmt.Fprintf(&b, "id: %s\n", oneLine(event.ID))
	}
	if event.Name != "" {
		fmt.Fprintf(&b, "event: %s\n", oneLine(event.Name))
	}
	for line := range strings.SplitSeq(event.Data, "\n") {
		fmt.Fprintf(&b, "data: %s\n", oneLine(line))
	}
	b.WriteString("\n")
	return e.send(b.String())
}

func (e *eventWriter) comment(text string) error { return e.send(": " + text + "\n\n") }

func (e *eventWriter) send(text string) error {
	if _, err := e.w.Write([]byte(text)); err != nil {
		return err
	}
	return e.control.Flush()
}

// oneLine keeps a field from opening another one.
func oneLine(text string) string {
	return strings.NewReplacer("\r", " ", "\n", " ", "\x00", "").Replace(text)
}
