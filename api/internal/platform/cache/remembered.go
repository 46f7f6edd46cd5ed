package cache

import (
	"context"
	"sync"
	"time"
)

type tickKey struct{}

// moment is when work began, by the cache's clock.
type moment struct {
	at    int64
	heard *hearing // of the changes before it, maybe; nil: of none
}

// still tells whether none of the tags has changed between a tick before and this one, as
// far as this process has heard of all changes up to this one.
func (t moment) still(tags []string, since int64) bool {
	if t.heard == nil || t.heard.tick() < t.at {
		return false
	}
	younger, known := t.heard.younger(tags, since)
	return known && !younger
}

// WithTick is the context of work that began when the clock stood at tick, on a
// database that has reached the change of that tick: what is read under it may be
// kept in a Memory. Work of which nothing is known keeps nothing.
func (p *Pages) WithTick(ctx context.Context, tick int64) context.Context {
	return withTick(ctx, moment{tick, p.hearing})
}

func withTick(ctx context.Context, tick moment) context.Context {
	return context.WithValue(ctx, tickKey{}, tick)
}

// Keeps tells whether what is read under ctx may be kept.
func Keeps(ctx context.Context) bool {
	_, known := ctx.Value(tickKey{}).(moment)
	return known
}

// keptFor is how long a Memory keeps something while no change of it is heard of: a net for
// a Redis that lost its clock.
const keptFor = time.Minute

// Memory keeps what a process has read of the database until it changes, so that it can be
// no older than a page of the cache. It holds two generations, and drops the older one
// when the younger is full: a flood of keys neither grows it nor empties it at once.
// What it gives is shared and must not be changed.
type Memory[K comparable, V any] struct {
	size         int // of a generation
	tags         func(K, V) []string
	mutex        sync.Mutex
	tick         int64 // of all values, where they have no tags
	young, older map[K]recollection[V]
}

type recollection[V any] struct {
	value V
	until time.Time
	tick  int64 // at which it was true
}

// NewMemory makes a memory of at least size values, and at most twice as many. tags are the
// cache tags that tell of every change of a value: those that a page carries which was made
// of it. Where tags is nil any change of the portal outdates all values.
func NewMemory[K comparable, V any](size int, tags func(K, V) []string) *Memory[K, V] {
	return &Memory[K, V]{size: size, tags: tags}
}

// All are the values of keys. Those that are not remembered are read at once; what
// read leaves out is left out, and what it brings beside is kept, too.
func (m *Memory[K, V]) All(ctx context.Context, keys []K, read func(missing []K) (map[K]V, error)) (map[K]V, error) {
	tick, known := ctx.Value(tickKey{}).(moment)
	if !known {
		return read(keys)
	}
	out, missing := m.find(tick, keys)
	if len(missing) == 0 {
		return out, nil
	}
	found, err := read(missing)
	if err != nil {
		return nil, err
	}
	m.keep(tick, found, time.Now().Add(keptFor))
	for _, key := range missing {
		if value, there := found[key]; there {
			out[key] = value
		}
	}
	return out, nil
}

// One is the value of a key, read where it is not remembered.
func (m *Memory[K, V]) One(ctx context.Context, key K, read func() (V, error)) (V, error) {
	return m.Until(ctx, key, func() (V, time.Time, error) {
		value, err := read()
		return value, time.Time{}, err
	})
}

// Until is One for a value that the clock on the wall outdates at a time, which read
// tells; zero: it does not.
func (m *Memory[K, V]) Until(ctx context.Context, key K, read func() (V, time.Time, error)) (V, error) {
	tick, known := ctx.Value(tickKey{}).(moment)
	if known {
		if value, there := m.one(tick, key); there {
			return value, nil
		}
	}
	value, until, err := read()
	if err != nil || !known {
		return value, err
	}
	if latest := time.Now().Add(keptFor); until.IsZero() || until.After(latest) {
		until = latest
	}
	m.keep(tick, map[K]V{key: value}, until)
	return value, nil
}

func (m *Memory[K, V]) find(tick moment, keys []K) (found map[K]V, missing []K) {
	found = make(map[K]V, len(keys))
	now := time.Now()
	m.mutex.Lock()
	defer m.mutex.Unlock()
	for _, key := range keys {
		if value, known := m.recall(tick, key, now); known {
			found[key] = value
		} else {
			missing = append(missing, key)
		}
	}
	return found, missing
}

func (m *Memory[K, V]) one(tick moment, key K) (value V, known bool) {
	now := time.Now()
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return m.recall(tick, key, now)
}

// recall finds a value that is true at a tick, and brings it into the younger generation.
// One that is younger than the tick is good, too: what changed meanwhile outdates what is
// made of it.
func (m *Memory[K, V]) recall(tick moment, key K, now time.Time) (value V, known bool) {
	if m.tags == nil && tick.at != m.tick {
		return value, false
	}
	e, young := m.young[key]
	if !young {
		if e, known = m.older[key]; !known {
			return value, false
		}
	}
	if !now.Before(e.until) {
		return value, false
	}
	if e.tick < tick.at {
		if !tick.still(m.tags(key, e.value), e.tick) {
			return value, false
		}
		e.tick, young = tick.at, false // which is not asked again
	}
	if !young {
		m.put(key, e)
	}
	return e.value, true
}

// keep keeps what was read when the clock stood at tick.
func (m *Memory[K, V]) keep(tick moment, values map[K]V, until time.Time) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.young == nil || m.tags == nil && tick.at != m.tick {
		m.tick, m.young, m.older = tick.at, map[K]recollection[V]{}, nil
	}
	for key, value := range values {
		m.put(key, recollection[V]{value, until, tick.at})
	}
}

func (m *Memory[K, V]) put(key K, e recollection[V]) {
	if _, known := m.young[key]; !known && len(m.young) >= m.size {
		m.young, m.older = map[K]recollection[V]{}, m.young
	}
	m.young[key] = e
}
