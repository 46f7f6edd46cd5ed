package cache

import (
	"context"
	"sync"
	"time"
)

type tickKey struct{}

// WithTick is the context of work that began when the clock stood at tick, on a
// database that has reached the change of that tick: what is read under it may be
// kept in a Memory. Work of which nothing is known keeps nothing.
func WithTick(ctx context.Context, tick int64) context.Context {
	return context.WithValue(ctx, tickKey{}, tick)
}

// Keeps tells whether what is read under ctx may be kept.
func Keeps(ctx context.Context) bool {
	_, known := ctx.Value(tickKey{}).(int64)
	return known
}

// keptFor is how long a Memory keeps something while no change is heard of: a net for
// a Redis that lost its clock.
const keptFor = time.Minute

// Memory keeps what a process has read of the database while the cache's clock
// stands still: with any change of the portal it begins anew, so that it can be no
// older than a page of the cache. It holds two generations, and drops the older one
// when the younger is full: a flood of keys neither grows it nor empties it at once.
// What it gives is shared and must not be changed.
type Memory[K comparable, V any] struct {
	size         int // of a generation
	mutex        sync.Mutex
	tick         int64
	young, older map[K]recollection[V]
}

type recollection[V any] struct {
	value V
	until time.Time
}

// NewMemory makes a memory of at least size values, and at most twice as many.
func NewMemory[K comparable, V any](size int) *Memory[K, V] { return &Memory[K, V]{size: size} }

// All are the values of keys. Those that are not remembered are read at once; what
// read leaves out is left out, and what it brings beside is kept, too.
func (m *Memory[K, V]) All(ctx context.Context, keys []K, read func(missing []K) (map[K]V, error)) (map[K]V, error) {
	tick, known := ctx.Value(tickKey{}).(int64)
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
	tick, known := ctx.Value(tickKey{}).(int64)
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

func (m *Memory[K, V]) find(tick int64, keys []K) (found map[K]V, missing []K) {
	found = make(map[K]V, len(keys))
	now := time.Now()
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if tick != m.tick {
		return found, keys
	}
	for _, key := range keys {
		if value, known := m.recall(key, now); known {
			found[key] = value
		} else {
			missing = append(missing, key)
		}
	}
	return found, missing
}

func (m *Memory[K, V]) one(tick int64, key K) (value V, known bool) {
	now := time.Now()
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if tick != m.tick {
		return value, false
	}
	return m.recall(key, now)
}

// recall finds a value of this tick, and brings it into the younger generation.
func (m *Memory[K, V]) recall(key K, now time.Time) (value V, known bool) {
	e, known := m.young[key]
	if !known {
		if e, known = m.older[key]; known {
			m.put(key, e)
		}
	}
	return e.value, known && now.Before(e.until)
}

// keep keeps what was read when the clock stood at tick, and forgets all of another.
func (m *Memory[K, V]) keep(tick int64, values map[K]V, until time.Time) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if tick != m.tick || m.young == nil {
		m.tick, m.young, m.older = tick, map[K]recollection[V]{}, nil
	}
	for key, value := range values {
		m.put(key, recollection[V]{value, until})
	}
}

func (m *Memory[K, V]) put(key K, e recollection[V]) {
	if len(m.young) >= m.size {
		m.young, m.older = map[K]recollection[V]{}, m.young
	}
	m.young[key] = e
}
