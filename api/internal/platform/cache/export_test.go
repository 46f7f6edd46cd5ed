package cache

import "time"

// SetNow gives a cache another clock.
func SetNow(p *Pages, now func() time.Time) { p.now = now }

// Hears tells whether a process knows that it misses no change.
func Hears(p *Pages) bool {
	_, hears := p.hearing.current()
	return hears
}

// Finish gives a page its tag and its codings.
func Finish(p *Pages) func(Page, error) (Page, error) { return p.finish }
