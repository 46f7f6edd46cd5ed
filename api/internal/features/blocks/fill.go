package blocks

import (
	"context"
	"maps"
	"slices"
	"time"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/lang"
)

// Wanted says what is to be filled, for whom.
type Wanted struct {
	Place    Place
	Blocks   []Block
	Language lang.Code
	Tree     rubrics.Tree
	Now      time.Time
}

// Filled is a block as readers of a language see it.
type Filled struct {
	ID     string
	Kind   Kind
	Layout Layout
	// Title stands over the block; URL is where it leads. Both may be empty.
	Title, URL string
	Rule       Rule
	Stories    []news.Summary
	Topics     []tags.Tag
	Links      []Link
	Videos     []Video
	Feed       *Feed // with figures of this language only
	HTML       string

	asked  int // how many stories an editor wants; 0: what is usual
	pinned int // how many of Stories were pinned
}

// count is how many stories the block shows at most.
func (b Filled) count() int {
	switch can := kinds[b.Kind]; {
	case b.asked > 0:
		return b.asked
	case can.count > 0:
		return can.count
	}
	return fill[b.Layout]
}

// Page is a page's blocks as readers see them.
type Page struct {
	Blocks []Filled
	// Tags are the cache tags of all that was asked for.
	Tags []string
	// Until is when the page changes by the clock alone; zero: never.
	Until time.Time
}

// Fill finds what the blocks of a page show in a language. Blocks that are empty
// vanish. No story stands twice: what is pinned anywhere is taken by no rule, and
// else the earlier block has it. What is read most is told whatever stands
// elsewhere.
func (s *Service) Fill(ctx context.Context, w Wanted) (Page, error) {
	f := filling{Service: s, Wanted: w, tags: map[string]bool{CacheTag(w.Place): true}, taken: map[int64]bool{}}
	visible := f.visible()
	if err := f.read(ctx, visible); err != nil {
		return Page{}, err
	}
	var all []Filled
	for _, b := range visible {
		if filled := f.block(b); !filled.empty() {
			all = append(all, filled)
		}
	}
	pairHalves(all)
	page := Page{Blocks: all, Tags: slices.Sorted(maps.Keys(f.tags)), Until: f.until}
	cache.Reads(ctx, page.Tags...)
	if !page.Until.IsZero() {
		cache.EndsIn(ctx, page.Until.Sub(w.Now))
	}
	return page, nil
}

// empty tells whether there is nothing to show.
func (b Filled) empty() bool {
	return len(b.Stories) == 0 && len(b.Topics) == 0 && len(b.Links) == 0 && len(b.Videos) == 0 && b.Feed == nil && b.HTML == ""
}

// filling is one page's work.
type filling struct {
	*Service
	Wanted
	tags  map[string]bool
	until time.Time
	pace
	taken map[int64]bool // stories that stand on the page already, or are pinned

	lists  map[string][]news.Summary // by the rule's key
	live   map[int64]news.Summary    // what is pinned
	topics []tags.Tag
	named  map[int64]tags.Tag
	feeds  map[string]Feed
}

func (f *filling) tag(names ...string) {
	for _, name := range names {
		f.tags[name] = true
	}
}

// ends notes a moment at which the page changes.
func (f *filling) ends(at time.Time) {
	if at.After(f.Now) && (f.until.IsZero() || at.Before(f.until)) {
		f.until = at
	}
}

// visible are the blocks that readers see now. When one comes or goes the page ends.
func (f *filling) visible() []Block {
	var out []Block
	for _, b := range f.Blocks {
		for _, at := range []*time.Time{b.ShowFrom, b.ShowUntil} {
			if at != nil && !b.Hidden {
				f.ends(*at)
			}
		}
		if b.shown(f.Language, f.Now) {
			out = append(out, b)
		}
	}
	return out
}

// block fills one block from what was read.
func (f *filling) block(b Block) Filled {
	w := b.Languages[f.Language]
	out := Filled{ID: b.ID, Kind: b.Kind, Layout: b.Layout, Title: w.Title, URL: w.URL, Links: w.Links, Videos: w.Videos, HTML: w.HTML, asked: b.Count}
	can := kinds[b.Kind]
	switch {
	case can.stories:
		out.Rule = b.rule()
		if !f.heading(&out) {
			return Filled{}
		}
		out.Stories, out.pinned = f.stories(b, w, can)
		f.keep(&out, can)
	case b.Kind == Focus:
		out.Topics = f.topics
	case b.Kind == Data:
		out.Feed = f.feed(b.Feed)
	}
	return out
}

// feed are a feed's figures in the language, while they hold.
func (f *filling) feed(key string) *Feed {
	found, known := f.feeds[key]
	if !known || !found.shownIn(f.Language, f.Now) {
		return nil
	}
	if found.ValidUntil != nil {
		f.ends(*found.ValidUntil)
	}
	found.Items = found.in(f.Language)
	return &found
}
