package pages

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"preceptor/internal/encounter"
	"preceptor/internal/events"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

// reader is a page that follows a topic.
type reader struct {
	mu   sync.Mutex
	got  []web.Event
	stop context.CancelFunc
	done chan error
}

func (h *house) follow(topic, after string) *reader {
	h.t.Helper()
	reading, stop := context.WithCancel(ctx)
	r := &reader{stop: stop, done: make(chan error, 1)}
	go func() { r.done <- h.pages.Feed.Follow(reading, []string{topic}, after, r.take) }()
	h.t.Cleanup(stop)
	return r
}

func (r *reader) take(e web.Event) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.got = append(r.got, e)
	return nil
}

// names waits until the reader has n events, and a little for more.
func (r *reader) names(n int) (names []string) {
	for begun := time.Now(); time.Since(begun) < 10*time.Second; time.Sleep(10 * time.Millisecond) {
		r.mu.Lock()
		have := len(r.got)
		r.mu.Unlock()
		if have >= n {
			break
		}
	}
	time.Sleep(100 * time.Millisecond)
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range r.got {
		names = append(names, e.Name)
	}
	return names
}

func TestAReaderThatWasAwayGetsWhatItMissedOnce(t *testing.T) {
	h := newHouse(t, nil)
	h.run()
	h.settle()
	e, other := h.begin(), h.begin()
	last, err := h.Events.Last(ctx)
	h.must(err)
	first := h.follow("encounter:"+e, fmt.Sprint(last))
	h.say(encounter.ID(e), "When did it start?")
	h.say(encounter.ID(other), "Does it hurt?")
	if got := first.names(1); !slices.Equal(got, []string{"encounter.turn"}) {
		t.Fatalf("%v", got)
	}
	seen := first.got[0]
	if seen.Data != e {
		t.Errorf("an event carries more than its id: %+v", seen)
	}
	first.stop()
	if err := <-first.done; err != context.Canceled {
		t.Errorf("%v", err)
	}
	for range 3 {
		h.say(encounter.ID(e), "Does it go to your jaw?")
	}
	again := h.follow("encounter:"+e, seen.ID)
	if got := again.names(3); len(got) != 3 {
		t.Fatalf("missed three, got %v", got)
	}
	h.say(encounter.ID(e), "Do you smoke?")
	if got := again.names(4); len(got) != 4 {
		t.Errorf("then one more: %v", got)
	}
	positions := map[string]bool{}
	for _, e := range again.got {
		if positions[e.ID] {
			t.Errorf("event %s came twice", e.ID)
		}
		positions[e.ID] = true
	}
}

func (h *house) begin() string {
	h.t.Helper()
	e := h.ulid()
	h.must(h.pages.Encounters.Start(ctx, h.as(people.Learner), chestPain, e, view.Purpose(policy.Private)))
	return e
}

// settle waits until all events so far have gone round the house, which may
// only just be waking up.
func (h *house) settle() {
	h.t.Helper()
	round := h.Events.Subscribe(64, func(e events.Event) bool { return e.Kind == "test.settled" })
	defer round.Close()
	for range 60 {
		h.must(h.Events.Append(ctx, events.Event{Kind: "test.settled", Subject: "house"}))
		select {
		case <-round.Events():
			return
		case <-time.After(200 * time.Millisecond):
		}
	}
	h.t.Fatal("no event went round")
}

// More happened in the house than fits one page of the table, most of it elsewhere.
func TestAReaderMissesNothingBehindManyEventsOfOthers(t *testing.T) {
	h := newHouse(t, nil)
	h.run()
	h.settle()
	e := h.begin()
	from, err := h.Events.Last(ctx)
	h.must(err)
	h.must(h.DB.Tx(ctx, func(ctx context.Context) error {
		for range pageOfMissed + 100 {
			if err := h.Events.Append(ctx, events.Event{Kind: "test.noise", Subject: "elsewhere"}); err != nil {
				return err
			}
		}
		return nil
	}))
	h.say(encounter.ID(e), "When did it start?")
	if got := h.follow("encounter:"+e, fmt.Sprint(from)).names(1); len(got) != 1 {
		t.Errorf("%v", got)
	}
}

func TestAReaderWithAStrangePositionStartsWithWhatComesNext(t *testing.T) {
	h := newHouse(t, nil)
	h.run()
	e := h.begin()
	h.settle()
	last, err := h.Events.Last(ctx)
	h.must(err)
	var readers []*reader
	for _, after := range []string{"", "soon", "-5", strconv.Itoa(int(last) + 1000)} {
		readers = append(readers, h.follow("encounter:"+e, after))
	}
	for n, r := range readers {
		for begun := time.Now(); len(r.names(0)) == 0 && time.Since(begun) < 10*time.Second; {
			h.say(encounter.ID(e), "When did it start?") // until it is heard: the reader may just be coming
		}
		if got := slices.Compact(r.names(1)); !slices.Equal(got, []string{"encounter.turn"}) {
			t.Errorf("reader %d: %v", n, got)
		}
	}
}
