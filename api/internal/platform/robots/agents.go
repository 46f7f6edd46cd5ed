package robots

import (
	"net/netip"
	"regexp"
	"time"
)

// named are words by which programs that read sites by themselves name themselves.
// Libraries that apps for people are made with, such as okhttp, are not among them.
var named = regexp.MustCompile(`(?i)bot\b|crawl|spider|slurp|mediapartners|facebookexternalhit|preview|headless|lighthouse|validator|monitor|archiver|scrapy|curl/|wget/|python-|go-http-client|java/|libwww|httpclient`)

// Named tells whether a user agent says that nobody is reading: it names a robot, or
// nothing at all.
func Named(agent string) bool { return agent == "" || named.MatchString(agent) }

// Suspect tells whether an address, of IPv6 its network, has reached a threshold
// within a window that still lasts.
func (w *Watch) Suspect(address string) bool {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	return w.suspect(ip, time.Since(w.begun))
}

func (w *Watch) suspect(address netip.Addr, at time.Duration) bool {
	key := network(address).As16()
	return w.shard(key).suspect(key, at.Milliseconds(), w.thresholds.Load())
}

func (s *shard) suspect(key [16]byte, now int64, limits *Thresholds) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	at, known := s.index[key]
	if !known {
		return false
	}
	for kind, c := range s.slots[at].kind {
		if c.told && now-c.begun < limits[kind].Window.Milliseconds() {
			return true
		}
	}
	return false
}
