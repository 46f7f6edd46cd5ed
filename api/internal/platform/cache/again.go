package cache

// Edition tells a page that a process holds ready to be sent from those under the same
// key before and after it, in this process alone; a page with a part keeps it when the part
// changes, and with it ETag, length and codings. Zero: it is not held ready.
type Edition int64

// Edition is the page's.
func (page Page) Edition() Edition { return page.edition }

// Again gives the page of an edition once more, where that may be done at once: nothing
// has outdated it, as far as all changes have been heard of, and it has not reached its
// life. It has the part that it should have now. It asks nobody. False says only that Fetch
// knows better. Of a page that fits it counts as a hit of Fetch does. The page is shared and
// must not be changed.
func (p *Pages) Again(key string, edition Edition, fits func(*Page) bool) (*Page, bool) {
	e, known := p.atHand(key)
	if !known || e.page.edition != edition {
		return nil, false
	}
	page := &e.page
	if page.Part != nil {
		f, whole := p.filledNow(key, e)
		if !whole {
			return nil, false
		}
		page = &f.page
		p.settleFilled(key, f)
	}
	if !fits(page) {
		return nil, false
	}
	p.hit(key, e, current)
	return page, true
}

// Held is the page of an edition as this process holds it, whether or not it may be
// served.
func (p *Pages) Held(key string, edition Edition) (*Page, bool) {
	if f, found := p.filled.get(key); found && f.page.edition == edition {
		return &f.page, true
	}
	e, found := p.ready.get(key)
	if !found || e.page.edition != edition || e.page.Part != nil {
		return nil, false
	}
	return &e.page, true
}

// atHand is a page in this process's memory of which it is known without asking that it
// may be served.
func (p *Pages) atHand(key string) (*entry, bool) {
	if p.link.down.Load() {
		return nil, false
	}
	e, found := p.ready.get(key)
	if !found {
		return nil, false
	}
	if now := p.now(); e.page.over(now) || p.old(e.page, now) {
		return nil, false
	}
	clock, trusted := p.hearing.current()
	good, known := p.judge(e, clock, trusted)
	return e, good && known
}

// hit counts a page that was served from the cache, and sees to how it is from now on.
func (p *Pages) hit(key string, e *entry, found found) {
	e.hits.Add(1)
	p.counts.hits.Add(1)
	if found == aged {
		p.counts.aged.Add(1)
	}
	p.settle(key, e)
}
