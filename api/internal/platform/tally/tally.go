// Package tally adds up in memory what happens too often to be written down each
// time, and hands it over for writing every few seconds. Of a process that is killed
// what it has not handed over is lost.
package tally

import "sync"

// Tally adds up values by key. Its methods may be called by any number of goroutines.
type Tally[K comparable, V any] struct {
	mutex sync.Mutex
	sums  map[K]V
	limit int
	sum   func(a, b V) V
}

// New makes a tally of at most limit keys, whatever arrives. sum adds two values; it
// must not depend on their order.
func New[K comparable, V any](limit int, sum func(a, b V) V) *Tally[K, V] {
	return &Tally[K, V]{sums: map[K]V{}, limit: limit, sum: sum}
}

// Add adds a value to a key's. False says that the key is new and there is no room.
func (t *Tally[K, V]) Add(key K, value V) bool {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return t.add(key, value)
}

func (t *Tally[K, V]) add(key K, value V) bool {
	before, known := t.sums[key]
	switch {
	case known:
		t.sums[key] = t.sum(before, value)
	case len(t.sums) < t.limit:
		t.sums[key] = value
	default:
		return false
	}
	return true
}

// Knows tells whether something was added to a key since the last flush.
func (t *Tally[K, V]) Knows(key K) bool {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	_, known := t.sums[key]
	return known
}

// Flush hands over what was added since the last time; nothing is written of nothing.
// What could not be written is kept for the next time, as far as there is room.
func (t *Tally[K, V]) Flush(write func(map[K]V) error) error {
	taken := t.take()
	if len(taken) == 0 {
		return nil
	}
	err := write(taken)
	if err != nil {
		t.mutex.Lock()
		defer t.mutex.Unlock()
		for key, value := range taken {
			t.add(key, value)
		}
	}
	return err
}

func (t *Tally[K, V]) take() map[K]V {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	taken := t.sums
	t.sums = map[K]V{}
	return taken
}
