package pages

import (
	"context"
	"strconv"
	"strings"

	"preceptor/internal/events"
	"preceptor/internal/web"
)

// feed follows the events of the house for server-sent events.
type feed struct{ desk }

// feedBuffer is how far a reader may lag behind before it is sent away to come back.
const feedBuffer = 64

// mostMissed bounds how many missed events are looked through at once.
const mostMissed = 500

// Follow sends what was missed since the event after, then what happens. Events
// carry ids; the page asks for the rest with its own rights.
func (s feed) Follow(ctx context.Context, topics []string, after string, send func(web.Event) error) error {
	wanted := topicsOf(topics)
	subscription := s.Events.Subscribe(feedBuffer, wanted)
	defer subscription.Close()
	last, err := s.missed(ctx, after, wanted, send)
	if err != nil {
		return err
	}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case e, open := <-subscription.Events():
			if !open {
				return nil // too slow, or the house closes: the browser comes back with its last id
			}
			if e.Position <= last {
				continue
			}
			if err := send(shown(e)); err != nil {
				return err
			}
		}
	}
}

// missed sends what happened since the reader was last here. A reader that was
// away for too long, or is new, starts with what comes next.
func (s feed) missed(ctx context.Context, after string, wanted func(events.Event) bool, send func(web.Event) error) (events.Position, error) {
	from, err := strconv.ParseInt(after, 10, 64)
	if err != nil {
		return 0, nil
	}
	last := events.Position(from)
	past, err := s.Events.Read(ctx, last, mostMissed)
	if err != nil {
		return last, nil
	}
	for _, e := range past {
		last = e.Position
		if wanted(e) {
			if err := send(shown(e)); err != nil {
				return last, err
			}
		}
	}
	return last, nil
}

// topicsOf understands "encounter:ID": everything that happens to that encounter.
func topicsOf(topics []string) func(events.Event) bool {
	subjects := map[string]bool{}
	for _, topic := range topics {
		if _, id, found := strings.Cut(topic, ":"); found {
			subjects[id] = true
		}
	}
	return func(e events.Event) bool { return subjects[e.Subject] }
}

func shown(e events.Event) web.Event {
	return web.Event{ID: strconv.FormatInt(int64(e.Position), 10), Name: string(e.Kind), Data: e.Subject}
}
