package banners

import (
	"hash/maphash"
	"time"

	"baq.kz/portal/api/internal/platform/access"
)

const (
	// again is how soon the same reader does not count once more.
	again = time.Minute
	// crowd is how many readers of one address count for a banner in that time: many
	// subscribers of a mobile network share one, a program that changes its name does
	// not become many of them.
	crowd = 50
	// recentMost bounds the memory, twice: with so many in a minute nobody further is
	// counted until the minute is over, since a flood is more likely than readers.
	recentMost = 200_000
)

// recent remembers who has been counted: for a minute at least, for two at most.
type recent struct {
	seed       maphash.Seed
	begun      time.Time
	young, old map[uint64]uint8
}

func newRecent() recent { return recent{seed: maphash.MakeSeed(), young: map[uint64]uint8{}} }

// first tells whether a reader counts now, and remembers that they did.
func (m *recent) first(now time.Time, r Reader, at spot, click bool) bool {
	switch age := now.Sub(m.begun); {
	case age >= 2*again:
		m.begun, m.young, m.old = now, map[uint64]uint8{}, nil
	case age >= again:
		m.begun, m.young, m.old = now, map[uint64]uint8{}, m.young
	}
	type key struct {
		who   Reader
		at    spot
		click bool
	}
	network := access.Network(r.Address)
	one := maphash.Comparable(m.seed, key{Reader{network, r.Agent}, at, click})
	all := maphash.Comparable(m.seed, key{Reader{network, ""}, at, click})
	if m.young[one] > 0 || m.old[one] > 0 || m.young[all] >= crowd || len(m.young)+2 > recentMost {
		return false
	}
	m.young[one] = 1
	if one != all {
		m.young[all]++
	}
	return true
}
