package privacy

import (
	"sync"
	"time"

	"preceptor/internal/people"
)

const (
	cacheLifetime = time.Minute
	cacheSize     = 4096 // keys; 64 bytes each
)

// cache keeps unwrapped keys for a short while. A drop also keeps out a key that was
// read before it and would be put after it.
type cache struct {
	mu    sync.Mutex
	now   func() time.Time
	keys  map[people.ID]cached
	drops uint64
}

type cached struct {
	key   personKey
	until time.Time
}

func newCache(now func() time.Time) *cache {
	return &cache{now: now, keys: map[people.ID]cached{}}
}

func (c *cache) get(who people.ID) (personKey, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.keys[who]
	if ok && !c.now().Before(found.until) {
		delete(c.keys, who)
		ok = false
	}
	return found.key, ok
}

// generation is to be read before the key is read from the store.
func (c *cache) generation() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.drops
}

func (c *cache) put(who people.ID, key personKey, since uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.drops != since {
		return
	}
	if len(c.keys) >= cacheSize {
		clear(c.keys)
	}
	c.keys[who] = cached{key, c.now().Add(cacheLifetime)}
}

func (c *cache) drop(who people.ID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drops++
	delete(c.keys, who)
}
