package cache

import (
	"context"
	"sync"
	"time"
)

type tickKey struct{}

// moment is when work began, by the clock as this process knew it then.
type moment struct {
	reading
	heard *hearing
}

// withTick is the context of work that began when the clock stood at tick, on a database
// that has reached the change of that tick: what is read under it may be kept in a Memory.
// Work of which nothing is known keeps nothing; so does work at a tick before one that this
// process had heard of by then, since that was of another clock.
func (p *Pages) withTick(ctx context.Context, tick int64, heard reading) context.Context {
	if tick == 0 || tick < heard.tick {
		return ctx
	}
	heard.tick = tick
	return context.WithValue(ctx, tickKey{}, moment{heard, p.hearing})
}

// ForReaders is the context of reading for readers outside of a render: of a database that
// has reached every change that this process knows of, and under the clock's tick, where
// that is known. What is read for a render stays at the tick under which it is kept.
func (p *Pages) ForReaders(ctx context.Context) context.Context {
	if Keeps(ctx) {
		return ctx
	}
	heard := *p.hearing.clock.Load()
	known, err := p.known(ctx)
	ctx = p.fresh(ctx, known.position)
	if err != nil {
		return ctx
	}
	return p.withTick(ctx, known.tick, heard)
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
	tick  int64 // at which it was true, in its epoch
	epoch int64
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
	at, known := ctx.Value(tickKey{}).(moment)
	if !known {
		return read(keys)
	}
	out, missing := m.find(at, keys)
	if len(missing) == 0 {
		return out, nil
	}
	found, err := read(missing)
	if err != nil {
		return nil, err
	}
	m.keep(at, found, time.Now().Add(keptFor))
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
	at, known := ctx.Value(tickKey{}).(moment)
	if known {
		if value, there := m.one(at, key); there {
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
	m.keep(at, map[K]V{key: value}, until)
	return value, nil
}

func (m *Memory[K, V]) find(at moment, keys []K) (found map[K]V, missing []K) {
	found = make(map[K]V, len(keys))
	now := time.Now()
	m.mutex.Lock()
	defer m.mutex.Unlock()
	for _, key := range keys {
		if value, known := m.recall(at, key, now); known {
			found[key] = value
		} else {
			missing = append(missing, key)
		}
	}
	return found, missing
}

func (m *Memory[K, V]) one(at moment, key K) (value V, known bool) {
	now := time.Now()
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return m.recall(at, key, now)
}

// recall finds a value that is true at a tick, and brings it into the younger generation.
// One that is younger than the tick is good, too: what changed meanwhile outdates what is
// made of it.
func (m *Memory[K, V]) recall(at moment, key K, now time.Time) (value V, known bool) {
	if m.tags == nil && at.tick != m.tick {
		return value, false
	}
	e, young := m.young[key]
	if !young {
		if e, known = m.older[key]; !known {
			return value, false
		}
	}
	if !now.Before(e.until) || e.epoch != at.epoch {
		return value, false
	}
	if e.tick < at.tick {
		if !at.heard.still(m.tags(key, e.value), e.tick, at.reading) {
			return value, false
		}
		e.tick, young = at.tick, false // which is not asked again
	}
	if !young {
		m.put(key, e)
	}
	return e.value, true
}

// keep keeps what was read when the clock stood at tick.
func (m *Memory[K, V]) keep(at moment, values map[K]V, until time.Time) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.young == nil || m.tags == nil && at.tick != m.tick {
		m.tick, m.young, m.older = at.tick, map[K]recollection[V]{}, nil
	}
	for key, value := range values {
		m.put(key, recollection[V]{value, until, at.tick, at.epoch})
	}
}

func (m *Memory[K, V]) put(key K, e recollection[V]) {
	if _, known := m.young[key]; !known && len(m.young) >= m.size {
		m.young, m.older = map[K]recollection[V]{}, m.young
	}
	m.young[key] = e
}
