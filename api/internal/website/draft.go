package website

import (
	"context"
	"maps"
	"slices"
	"time"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/website/view"
)

// builder collects what a page shows.
type builder func(ctx context.Context, v visit) (draft, error)

// draft is a page as its builder leaves it, without the frame.
type draft struct {
	content                      view.Content
	title, description, keywords string
	// kind is the Open Graph type; "website" when empty.
	kind string
	// image is the page's own picture for shared links.
	image               *view.Picture
	published, modified string
	section             string
	versions            versions
	// article is the one that the page is about, words how many it has to read; 0: none.
	article int64
	words   int
	// preview is the banner of a page that is not for everybody.
	preview *view.Preview
	// rubric is the top rubric that the navigation marks; 0: none.
	rubric int64
	// ownRubric is the rubric that the page is about or stands in; 0: none.
	ownRubric int64
	// status is the HTTP status; 200 when 0.
	status int
	// until is when the page changes by the clock alone; zero: never.
	until time.Time
	// amp is the path of the page's AMP form; policy is a content security policy of
	// its own. Both are empty on most pages.
	amp, policy       string
	noIndex, noFollow bool
	// machines is what programs are told of the page beside what it shows.
	machines machines
	// part is the feed that is put into the page later; nil: none is.
	part *cache.Part
	tags tagSet
}

// versions are the addresses of a page in the languages that have it.
type versions struct {
	// own are paths by language, this page's language included.
	own map[lang.Code]string
	// near are paths of the section for languages that have no version; where it
	// is silent too, the front page stands in.
	near map[lang.Code]string
	// single says that the page itself has one address only (an older page of a
	// list): own then holds where its other languages begin.
	single string
	// canonical is the path of the page of which this one is another form.
	canonical string
}

// everywhere is a page that each language has at the same path.
func (s *Site) everywhere(path string) versions {
	own := map[lang.Code]string{}
	for _, l := range s.languages.All() {
		own[l.Code] = path
	}
	return versions{own: own}
}

// tagSet collects the cache tags of a page.
type tagSet map[string]bool

// siteTag marks every page: it changes with the navigation and the footer.
const siteTag = "site"

// usualTags is how many a page has, more or less.
const usualTags = 48

func tagged(names ...string) tagSet {
	set := make(tagSet, usualTags)
	set[siteTag] = true
	set.add(names...)
	return set
}

func (t tagSet) add(names ...string) {
	for _, name := range names {
		t[name] = true
	}
}

func (t tagSet) sorted() []string { return slices.Sorted(maps.Keys(t)) }
