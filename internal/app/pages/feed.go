package pages

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"preceptor/internal/events"
	"preceptor/internal/web"
)

// feed follows the events of the house for server-sent events.
type feed struct{ desk }

// feedBuffer is how far a reader may lag behind before it is sent away to come back.
const feedBuffer = 64

// mostMissed bounds how many missed events are looked through for one reader,
// pageOfMissed how many at once.
const (
	mostMissed   = 5000
	pageOfMissed = 500
)

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

// missed sends what happened since the reader was last here, and says up to
// where. A reader that is new, was away for too long, or comes with a position
// from before a restore starts with what comes next.
func (s feed) missed(ctx context.Context, after string, wanted func(events.Event) bool, send func(web.Event) error) (events.Position, error) {
	now, err := s.Events.Last(ctx)
	if err != nil {
		return 0, err
	}
	from, err := strconv.ParseInt(after, 10, 64)
	last := events.Position(from)
	if err != nil || last <= 0 || last > now || now-last > mostMissed {
		return 0, nil
	}
	for last < now {
		page, err := s.Events.Read(ctx, last, pageOfMissed)
		if errors.Is(err, events.ErrPruned) {
			return 0, nil
		}
		if err != nil {
			return last, err
		}
		if last, err = sendAll(page, last, wanted, send); err != nil {
			return last, err
		}
	}
	return last, nil
}

// sendAll sends the wanted events of a page and says where the page ends.
func sendAll(page []events.Event, last events.Position, wanted func(events.Event) bool, send func(web.Event) error) (events.Position, error) {
	for _, e := range page {
		last = e.Position
		if !wanted(e) {
			continue
		}
		if err := send(shown(e)); err != nil {
			return last, err
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
