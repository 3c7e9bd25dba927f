package events

import (
	"context"
	"sync"
)

// Subscription receives the events of a node as they come, through a bounded
// buffer.
type Subscription struct {
	hub     *hub
	match   func(Event) bool
	events  chan Event
	behind  bool // guarded by hub.mu
	dropped bool // guarded by hub.mu
}

// Events gives the events in order. It is closed by Close, when the node stops
// serving, or when the reader was too slow; then Behind is true and the reader
// catches up with Read from the last position that it has seen.
func (s *Subscription) Events() <-chan Event { return s.events }

// Behind says whether the subscription was closed because its buffer was full.
func (s *Subscription) Behind() bool {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	return s.behind
}

// Close ends the subscription. It may be called more than once.
func (s *Subscription) Close() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	s.hub.drop(s)
}

// hub hands the events of one tail to many subscriptions.
type hub struct {
	mu            sync.Mutex
	subscriptions map[*Subscription]struct{}
}

// Subscribe gives every later event that match accepts to a buffer of the given
// size. Serve has to be running. To miss nothing, subscribe first, then Read up
// to now, then skip what Events repeats.
func (s *Stream) Subscribe(buffer int, match func(Event) bool) *Subscription {
	h := &s.hub
	sub := &Subscription{hub: h, match: match, events: make(chan Event, buffer)}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.subscriptions == nil {
		h.subscriptions = map[*Subscription]struct{}{}
	}
	h.subscriptions[sub] = struct{}{}
	return sub
}

// Serve feeds the subscriptions of this node with the events after the position
// (Last, at a start), until ctx ends; then it closes them all. It never waits
// for a subscriber.
func (s *Stream) Serve(ctx context.Context, after Position) error {
	defer s.hub.closeAll()
	return s.Tail(ctx, after, func(_ context.Context, e Event) error {
		s.hub.publish(e)
		return nil
	})
}

func (h *hub) publish(e Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for sub := range h.subscriptions {
		if !sub.match(e) {
			continue
		}
		select {
		case sub.events <- e:
		default:
			sub.behind = true
			h.drop(sub)
		}
	}
}

func (h *hub) closeAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for sub := range h.subscriptions {
		h.drop(sub)
	}
}

// drop is called with the lock held.
func (h *hub) drop(sub *Subscription) {
	if sub.dropped {
		return
	}
	sub.dropped = true
	delete(h.subscriptions, sub)
	close(sub.events)
}
