package cache

import "sync"

// memory keeps values by their keys and never more than its limit: what would not fit
// empties it. Everything in it can be had again for little.
type memory[V any] struct {
	mu    sync.RWMutex
	all   map[string]kept[V]
	size  int
	limit int // in bytes, or whatever the sizes are in
}

type kept[V any] struct {
	value V
	size  int
}

func (m *memory[V]) get(key string) (V, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	k, found := m.all[key]
	return k.value, found
}

// put keeps a value, and gives what it emptied the memory of.
func (m *memory[V]) put(key string, value V, size int) (dropped map[string]kept[V]) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.size += size - m.all[key].size
	if m.all == nil || m.size > m.limit {
		dropped, m.all, m.size = m.all, map[string]kept[V]{}, size
	}
	m.all[key] = kept[V]{value, size}
	return dropped
}

func (m *memory[V]) clear() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.all, m.size = nil, 0
}
