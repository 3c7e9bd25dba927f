package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"preceptor/internal/encounter"
	"preceptor/internal/events"
	"preceptor/internal/people"
	"preceptor/internal/policy"
)

// Happened is one event: identifiers only.
type Happened struct {
	Kind    events.Kind     `json:"kind" doc:"What happened, such as encounter.finished."`
	Subject string          `json:"subject" doc:"Identifier of what it happened to."`
	Course  people.CourseID `json:"course,omitempty" doc:"Identifier of the course, if any."`
	At      time.Time       `json:"at" doc:"When."`
}

const (
	// heartbeat keeps proxies from closing a stream, and is how often it is
	// asked again whether the caller may still follow.
	heartbeat = 15 * time.Second
	// eventBuffer is how many events a slow reader may lie behind.
	eventBuffer = 256
	eventPage   = 500
	// mostMissed bounds how many events are looked through for one reader.
	mostMissed = 5000
	mostTopics = 8
)

func (a *API) eventRoutes() []Route {
	return []Route{
		streams(Route{Method: "GET", Pattern: Prefix + "/events", ID: "followEvents", Group: "Events", Action: policy.EventsFollow, about: whole(policy.Installation),
			Query:   []Parameter{{Name: "topic", Form: Topic, Doc: "Only this encounter, as encounter:ID; at most eight times. Otherwise all that is one's own.", Example: "encounter:" + string(exEncounter)}},
			Summary: "Follow what happens, live", Doc: "Server-sent events. A reader that was cut off sends Last-Event-ID and misses nothing; 410 means that it was away for too long and reads anew."},
			"text/event-stream", "id: 41\nevent: encounter.turn\ndata: {\"kind\":\"encounter.turn\",\"subject\":\"01KAH5D9S0Q3M9B4F6GZK8Y7XE\",\"at\":\"2026-11-20T09:12:30Z\"}\n\n", a.follow),
	}
}

// follow streams events until the reader goes away or may follow no longer.
func (a *API) follow(c *Call) error {
	topics, err := a.topics(c)
	if err != nil {
		return err
	}
	end, err := a.limits.stream(c.credential())
	if err != nil {
		return err
	}
	defer end()
	match := func(e events.Event) bool {
		if len(topics) == 0 {
			return e.Person == string(c.me())
		}
		return slices.Contains(topics, e.Subject)
	}
	live := a.Events.Subscribe(eventBuffer, match)
	defer live.Close()
	missed, from, err := a.missed(c, match)
	if err != nil {
		return err
	}
	out := openStream(c.writer, from)
	for _, e := range missed {
		if out.event(e) != nil {
			return nil
		}
	}
	return a.pump(c, out, live)
}

// topics are the identifiers to follow, each allowed by the policy.
func (a *API) topics(c *Call) ([]string, error) {
	var subjects []string
	for _, topic := range c.query["topic"] {
		kind, subject, _ := strings.Cut(topic, ":")
		if kind != "encounter" || subject == "" || len(subjects) == mostTopics {
			return nil, fmt.Errorf("%w: topic is encounter:ID, at most %d of them", errParameter, mostTopics)
		}
		e, err := a.Encounters.Get(c.ctx(), encounter.ID(subject))
		if err != nil {
			return nil, err
		}
		if err := c.allow(policy.EncounterRead, e.Object()); err != nil {
			return nil, a.hide(c, e.Object(), err)
		}
		subjects = append(subjects, subject)
	}
	return subjects, nil
}

// missed are the events since the one that the reader saw last, and after which
// position the stream begins. A reader that was away for too long, or comes with
// a position from before a restore, gets events.ErrPruned: it reads anew.
func (a *API) missed(c *Call, match func(events.Event) bool) (missed []events.Event, from events.Position, err error) {
	seen := c.Header.Get("Last-Event-ID")
	if seen == "" {
		from, err = a.Events.Last(c.ctx())
		return nil, from, err
	}
	if !numberForm.MatchString(seen) {
		return nil, 0, fmt.Errorf("%w: Last-Event-ID is not a position", errParameter)
	}
	after, _ := strconv.ParseInt(seen, 10, 64)
	from = events.Position(after)
	now, err := a.Events.Last(c.ctx())
	if err == nil && (from > now || now-from > mostMissed) {
		err = events.ErrPruned
	}
	if err != nil {
		return nil, 0, err
	}
	for at := from; at < now; {
		page, err := a.Events.Read(c.ctx(), at, eventPage)
		if err != nil {
			return nil, 0, err
		}
		for _, e := range page {
			at = e.Position
			if match(e) {
				missed = append(missed, e)
			}
		}
		if len(page) == 0 {
			break
		}
	}
	return missed, from, nil
}

// pump passes live events on, and asks at every beat whether it still may.
func (a *API) pump(c *Call, out *eventStream, live *events.Subscription) error {
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		select {
		case e, open := <-live.Events():
			if !open || out.event(e) != nil {
				return nil // the reader comes back with Last-Event-ID
			}
		case <-beat.C:
			if !a.stillMay(c) || out.comment("beat") != nil {
				return nil
			}
		case <-c.ctx().Done():
			return nil
		}
	}
}

// stillMay finds out anew who calls and what they may follow.
func (a *API) stillMay(c *Call) bool {
	if a.enter(c) != nil || a.admit(c) != nil {
		return false
	}
	_, err := a.topics(c)
	return err == nil
}

// eventStream writes text/event-stream (WHATWG HTML, section 9.2).
type eventStream struct {
	to      http.ResponseWriter
	control *http.ResponseController
	last    events.Position
}

func openStream(w http.ResponseWriter, from events.Position) *eventStream {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	s := &eventStream{to: w, control: http.NewResponseController(w), last: from}
	_ = s.control.SetWriteDeadline(time.Time{}) // a stream outlives the server's write timeout
	_ = s.comment("open")
	return s
}

// event writes one event, unless it was written before.
func (s *eventStream) event(e events.Event) error {
	if e.Position <= s.last {
		return nil
	}
	s.last = e.Position
	data, err := json.Marshal(Happened{Kind: e.Kind, Subject: e.Subject, Course: people.CourseID(e.Course), At: e.At.Time()})
	if err != nil {
		return err
	}
	return s.write(fmt.Sprintf("id: %d\nevent: %s\ndata: %s\n\n", e.Position, e.Kind, data))
}

func (s *eventStream) comment(text string) error { return s.write(": " + text + "\n\n") }

func (s *eventStream) write(text string) error {
	if _, err := s.to.Write([]byte(text)); err != nil {
		return err
	}
	return s.control.Flush()
}
