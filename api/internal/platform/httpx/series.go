package httpx

import (
	"sync"
	"time"
)

// manySeries bounds the memory of what is counted.
const manySeries = 10_000

// series counts what repeats, in windows that begin with the first of a kind.
type series struct {
	window time.Duration
	told   int // how many kinds add announces in a window

	mu    sync.Mutex
	kinds map[string]*kind
	began time.Time // of the window that told counts in
	spent int
}

type kind struct {
	began time.Time
	count int // since the last that was announced
	total int // in the window
}

func newSeries(window time.Duration, told int) *series {
	return &series{window: window, told: told, kinds: map[string]*kind{}}
}

// add counts one and tells how many there were since the last announcement, when
// it is time for the next; else 0.
func (s *series) add(name string, now time.Time) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.Sub(s.began) >= s.window {
		s.began, s.spent = now, 0
	}
	k, fresh := s.of(name, now)
	k.count++
	if !fresh || s.spent >= s.told {
		return 0
	}
	s.spent++
	count := k.count
	k.count = 0
	return count
}

// count counts one and tells how many there were in the window.
func (s *series) count(name string, now time.Time) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, _ := s.of(name, now)
	k.total++
	return k.total
}

// of finds a kind, or begins its next window.
func (s *series) of(name string, now time.Time) (k *kind, fresh bool) {
	k = s.kinds[name]
	if k == nil {
		if len(s.kinds) >= manySeries {
			s.forget(now)
		}
		k = &kind{began: now}
		s.kinds[name] = k
		return k, true
	}
	if now.Sub(k.began) >= s.window {
		k.began, k.total = now, 0
		return k, true
	}
	return k, false
}

// forget drops what is past; when nothing is, everything: memory counts for more.
func (s *series) forget(now time.Time) {
	for name, k := range s.kinds {
		if now.Sub(k.began) >= s.window {
			delete(s.kinds, name)
		}
	}
	if len(s.kinds) >= manySeries {
		clear(s.kinds)
	}
}
