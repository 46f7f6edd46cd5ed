package website

import (
	"slices"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/lang"
)

// TestAChangeReachesNoOtherPages is the other half of TestNoPageIsOutdated: what does not
// show a thing is served from the cache after the thing has changed.
func TestAChangeReachesNoOtherPages(t *testing.T) {
	n, e := filled(t)
	home, latest, article, lone := "/", "/latest", "/news/"+e.kk.Slug, "/news/"+e.lone.Slug
	banks, tag, author, about := "/rubric/"+e.banks.Labels["kk"].Slug, "/tag/"+e.tag.Labels["kk"].Slug, "/author/"+e.author.Labels["kk"].Slug, "/page/"+e.about.Slug
	all := []string{home, latest, article, lone, banks, tag, author, about, "/offline", "/feed.rss", "/sitemap.xml"}
	rendered := func() (paths []string) {
		for _, path := range all {
			before := n.site.Cache.Counts().Misses
			n.page(kkHost, path)
			if n.site.Cache.Counts().Misses > before {
				paths = append(paths, path)
			}
		}
		return paths
	}
	for _, c := range []struct {
		what   string
		change func() error
		not    []string // which must not be made anew
	}{
		{"an author's name", func() error {
			_, err := n.authors.Update(t.Context(), authors.Author{ID: e.author.ID, Version: e.author.Version, Labels: map[lang.Code]authors.Label{"kk": {Name: "Айгерім Қасымова", Slug: e.author.Labels["kk"].Slug}}})
			return err
		}, []string{home, latest, lone, banks, tag, about, "/offline"}},
		{"a tag's name", func() error {
			_, err := n.tags.Update(t.Context(), tags.Tag{ID: e.tag.ID, Version: e.tag.Version, Labels: map[lang.Code]tags.Label{"kk": {Name: "Жаңа бюджет", Slug: e.tag.Labels["kk"].Slug}}})
			return err
		}, []string{latest, lone, banks, about, "/offline"}},
		{"a picture's caption", func() error {
			p, err := n.photos.Get(t.Context(), e.picture)
			n.must(err)
			p.Labels["kk"] = photobank.Label{Caption: "Кеңес залы", Alt: "Кеңес залы"}
			_, err = n.photos.Update(t.Context(), p.ID, p.Version, p.Description)
			return err
		}, []string{about, "/offline", "/sitemap.xml"}},
		{"a Russian article", func() error { n.publish("ru", 0, "Новость дня", e.banks.ID, 0); return nil }, all},
	} {
		rendered()
		if again := rendered(); again != nil {
			t.Errorf("before %s: made anew for nothing: %v", c.what, again)
		}
		n.must(c.change())
		time.Sleep(50 * time.Millisecond) // until the process's memory has heard of it
		again := rendered()
		for _, path := range c.not {
			if slices.Contains(again, path) {
				t.Errorf("%s outdated %s", c.what, path)
			}
		}
	}
}
