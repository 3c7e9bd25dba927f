package encounter

import (
	"context"
	"sync"
)

// queue lets one turn at a time into each encounter. A device that gives up
// waiting for a slow model and sends its turn again then finds the turn answered,
// instead of asking the model once more. Between machines, where it does not
// reach, the encounter's version keeps order.
type queue struct {
	mu     sync.Mutex
	places map[ID]*place
}

// place is one encounter's turnstile.
type place struct {
	free chan struct{} // holds one token while nobody is inside
	here int           // how many are inside or waiting
}

// enter waits for its turn; leave must be called once.
func (q *queue) enter(ctx context.Context, encounter ID) (leave func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err // select would choose at random between a free place and a device that has gone
	}
	p := q.arrive(encounter)
	select {
	case <-p.free:
		return func() { p.free <- struct{}{}; q.depart(encounter, p) }, nil
	case <-ctx.Done():
		q.depart(encounter, p)
		return nil, ctx.Err()
	}
}

func (q *queue) arrive(encounter ID) *place {
	q.mu.Lock()
	defer q.mu.Unlock()
	p := q.places[encounter]
	if p == nil {
		p = &place{free: make(chan struct{}, 1)}
		p.free <- struct{}{}
		if q.places == nil {
			q.places = map[ID]*place{}
		}
		q.places[encounter] = p
	}
	p.here++
	return p
}

// depart forgets an encounter that nobody is at.
func (q *queue) depart(encounter ID, p *place) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if p.here--; p.here == 0 {
		delete(q.places, encounter)
	}
}
