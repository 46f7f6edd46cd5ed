package redirects

import (
	"sync"

	"baq.kz/portal/api/internal/platform/lang"
)

// remembered is how many answers a generation of the memory holds: of the size of a
// page's address each, some megabytes in all.
const remembered = 10_000

// page is an address of a site.
type page struct {
	language lang.Code
	path     string // canonical
}

// memory keeps answers, also that there is none, while the cache's clock stands
// still: with any change of the portal it begins anew. It holds two generations, and
// drops the older one when the younger is full, so that a flood of addresses neither
// grows it nor empties it at once.
type memory struct {
	mutex        sync.Mutex
	tick         int64
	young, older map[page]Answer
}

func (m *memory) get(tick int64, p page) (Answer, bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if tick != m.tick {
		return Answer{}, false
	}
	if a, known := m.young[p]; known {
		return a, true
	}
	a, known := m.older[p]
	if known {
		m.keep(p, a)
	}
	return a, known
}

// put keeps an answer that was read when the clock stood at tick.
func (m *memory) put(tick int64, p page, a Answer) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	switch {
	case tick < m.tick:
		return
	case tick > m.tick || m.young == nil:
		m.tick, m.young, m.older = tick, map[page]Answer{}, nil
	}
	m.keep(p, a)
}

func (m *memory) keep(p page, a Answer) {
	if len(m.young) >= remembered {
		m.young, m.older = map[page]Answer{}, m.young
	}
	m.young[p] = a
}
