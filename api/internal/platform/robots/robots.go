// Package robots counts what each address asks a site for, and tells when it is
// more than a person would: many addresses that do not exist, or many pages, within
// a short time. It only watches: no request is refused or delayed by it.
//
// What is counted stays in this process and in bounded memory. The address is the
// client's after trusted proxies; of IPv6 it is the /64 network, which is what one
// subscriber has.
package robots

import (
	"hash/maphash"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"baq.kz/portal/api/internal/platform/access"
)

// Kind is what is counted.
type Kind int

// The kinds: requests that found nothing, and pages asked for.
const (
	Missed Kind = iota
	Page
	kinds
)

// Threshold is how often is too often: Most within Window, which begins with its
// first event. A Most of 0 counts nothing.
type Threshold struct {
	Most   int
	Window time.Duration
}

// Thresholds are those of all kinds.
type Thresholds [kinds]Threshold

// Sighting says that an address has reached a threshold.
type Sighting struct {
	Kind      Kind
	Address   string // an IPv4 address, or an IPv6 network with its length
	Threshold Threshold
	Path      string // of the request that reached it
	UserAgent string // as the client says, which may be anything
}

const (
	// addresses is how many are counted at a time. An attacker who has more can
	// only hide addresses that ask rarely: who asks often stays, see shard.add.
	addresses = 100_000
	// shards keeps requests from waiting for each other.
	shards = 64
	// waiting is how many sightings wait for somebody to take them.
	waiting = 256
)

// Watch counts. Its methods may be called by any number of goroutines.
type Watch struct {
	thresholds atomic.Pointer[Thresholds]
	begun      time.Time
	seed       maphash.Seed
	shards     [shards]shard
	sightings  chan Sighting
	dropped    atomic.Int64
}

// New makes a watch that counts nothing until it is Set.
func New() *Watch {
	w := &Watch{begun: time.Now(), seed: maphash.MakeSeed(), sightings: make(chan Sighting, waiting)}
	w.thresholds.Store(&Thresholds{})
	for i := range w.shards {
		w.shards[i].init(addresses / shards)
	}
	return w
}

// Set changes the thresholds from now on.
func (w *Watch) Set(t Thresholds) { w.thresholds.Store(&t) }

// Sightings is where thresholds that were reached are told, each once in a window.
func (w *Watch) Sightings() <-chan Sighting { return w.sightings }

// Dropped is how many sightings nobody took in time.
func (w *Watch) Dropped() int64 { return w.dropped.Load() }

// Addresses is how many addresses are remembered.
func (w *Watch) Addresses() (n int) {
	for i := range w.shards {
		n += w.shards[i].size()
	}
	return n
}

// Count counts one event of an address, at the present time. It tells whether
// the event has just reached the threshold of its kind.
func (w *Watch) Count(kind Kind, address netip.Addr) bool {
	return w.count(kind, address, time.Since(w.begun))
}

// count is Count at a time since the watch began.
func (w *Watch) count(kind Kind, address netip.Addr, at time.Duration) bool {
	limit := w.thresholds.Load()[kind]
	if limit.Most <= 0 || !address.IsValid() {
		return false
	}
	key := network(address).As16()
	return w.shard(key).add(key, kind, at.Milliseconds(), limit)
}

// shard is the part of the addresses that one belongs to.
func (w *Watch) shard(key [16]byte) *shard {
	return &w.shards[maphash.Comparable(w.seed, key)%shards]
}

// tell passes a sighting on, or drops it when nobody keeps up.
func (w *Watch) tell(s Sighting) {
	select {
	case w.sightings <- s:
	default:
		w.dropped.Add(1)
	}
}

// subscriber is how many bits of an IPv6 address name a subscriber's network.
const subscriber = 64

// network is what counts as one client.
func network(address netip.Addr) netip.Addr {
	address = address.Unmap()
	if address.Is4() {
		return address
	}
	prefix, err := address.WithZone("").Prefix(subscriber)
	if err != nil {
		return address
	}
	return prefix.Addr()
}

// name is a client's network as people write it.
func name(address netip.Addr) string { return access.Network(address.String()) }

// counter counts one kind in a window.
type counter struct {
	begun int64 // milliseconds since the watch began
	n     uint32
	told  bool
}

// slot is one address and its counters.
type slot struct {
	key  [16]byte
	used bool // since the hand last passed
	kind [kinds]counter
}

// shard is a part of the addresses, with a clock that makes room: its hand passes
// over addresses that were used since its last round and takes the first that was not.
type shard struct {
	mutex sync.Mutex
	index map[[16]byte]int
	slots []slot
	most  int
	hand  int
	_     [32]byte // two shards on one cache line would wait for each other
}

func (s *shard) init(most int) { s.index, s.most = map[[16]byte]int{}, most }

func (s *shard) size() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return len(s.slots)
}

func (s *shard) add(key [16]byte, kind Kind, now int64, limit Threshold) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	at, known := s.index[key]
	if !known {
		at = s.room()
		s.slots[at] = slot{key: key}
		s.index[key] = at
	}
	one := &s.slots[at]
	one.used = known
	c := &one.kind[kind]
	if c.n == 0 || now-c.begun >= limit.Window.Milliseconds() {
		*c = counter{begun: now}
	}
	if c.n++; c.told || c.n < uint32(limit.Most) { //nolint:gosec // the rules' limits are far below
		return false
	}
	c.told = true
	return true
}

// room is a slot that is free, or that of the address that is given up for it.
func (s *shard) room() int {
	if len(s.slots) < s.most {
		s.slots = append(s.slots, slot{})
		return len(s.slots) - 1
	}
	for s.slots[s.hand].used {
		s.slots[s.hand].used = false
		s.hand = (s.hand + 1) % s.most
	}
	at := s.hand
	s.hand = (s.hand + 1) % s.most
	delete(s.index, s.slots[at].key)
	return at
}
