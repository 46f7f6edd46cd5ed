package website

import (
	"context"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/cache"
)

// tableTags are the beginnings of cache tags, one of which a page must carry that has
// read from a table. A table that readers' pages never read is not here.
func tableTags() map[string][]string {
	article := []string{"article:", "latest:", "rubric-news:", "tag-news:", "author-news:", "story:", "breaking:"}
	return map[string][]string{
		"articles": article, "article_credits": article, "article_tags": article, "article_authors": article, "article_revisions": article, "article_corrections": article,
		"article_search": {"latest:"}, "search_words": {"latest:"}, // learned from the articles now and then
		"stories": {"story:", "article:"},
		"rubrics": {"site"}, "rubric_labels": {"site"},
		"tags": {"tag:", "tags"}, "tag_labels": {"tag:", "tags"},
		"authors": {"author:", "authors"}, "author_labels": {"author:", "authors"},
		"pages":    {"site", "page:"},
		"pictures": {"picture:"}, "picture_labels": {"picture:"}, "picture_crops": {"picture:"}, "picture_renditions": {"picture:"}, "picture_licences": {"picture:"},
		"banners": {"banners:"}, "banner_arts": {"banners:"}, "banner_rubrics": {"banners:"}, "banner_pictures": {"banners:"},
		"layouts": {"layout:"}, "layout_versions": {"layout:"},
		"feeds":              {"feed:"},
		"article_views":      {"most-read:"},
		"article_view_hours": {"most-read:"}, "article_view_days": {"most-read:"},
	}
}

// tables remembers which tables were read since it was asked last.
type tables struct {
	mu    sync.Mutex
	known map[string]bool
	read  map[string]bool
}

var tableName = regexp.MustCompile(`(?i)\b(?:from|join)\s+(?:only\s+)?"?([a-z_]+)"?`)

// BeforeQuery implements bun.QueryHook.
func (*tables) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

// AfterQuery implements bun.QueryHook.
func (r *tables) AfterQuery(_ context.Context, e *bun.QueryEvent) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, match := range tableName.FindAllStringSubmatch(e.Query, -1) {
		if r.known[match[1]] {
			r.read[match[1]] = true
		}
	}
}

func (r *tables) take() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := slices.Sorted(maps.Keys(r.read))
	clear(r.read)
	return all
}

// watchTables has all statements of the newsroom's site watched.
func (n *newsroom) watchTables() *tables {
	n.Helper()
	var names []string
	n.must(n.db.Primary.NewRaw("SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'").Scan(n.Context(), &names))
	r := &tables{known: map[string]bool{}, read: map[string]bool{}}
	for _, name := range names {
		r.known[name] = true
	}
	same := n.db.Replica == n.db.Primary
	n.db.Primary = n.db.Primary.WithQueryHook(r)
	if same {
		n.db.Replica = n.db.Primary
	} else {
		n.db.Replica = n.db.Replica.WithQueryHook(r)
	}
	return r
}

// TestEveryPageCarriesTheTagsOfWhatItRead renders every kind of page that is kept, with a
// recording of the tables that its statements name: a page without a tag for one of them
// would not hear of its changes.
func TestEveryPageCarriesTheTagsOfWhatItRead(t *testing.T) {
	n, e := filled(t)
	n.publish("kk", 0, "Жедел хабар келді", e.banks.ID, 0)
	client, err := cache.Open(n.redis.URL)
	n.must(err)
	defer client.Close()
	watch := n.watchTables()
	rubric, tag, author := "/rubric/"+e.economy.Labels["kk"].Slug, "/tag/"+e.tag.Labels["kk"].Slug, "/author/"+e.author.Labels["kk"].Slug
	article := "/news/" + e.kk.Slug
	day := "/archive/" + e.kk.PublishedAt.Format("2006-01-02")
	for _, path := range []string{
		"/", "/latest", article, "/amp" + article, rubric, tag, author, "/page/" + e.about.Slug, "/offline", "/archive", day, "/search", "/search?q=" + url.QueryEscape("бюджет"),
		"/feed.rss", "/feed.atom", "/feed/yandex.xml", "/feed/google.xml", rubric + "/feed.rss", tag + "/feed.atom", author + "/feed.rss",
		"/sitemap.xml", "/sitemap-news.xml", "/sitemaps/pages.xml", "/oembed?url=" + url.QueryEscape("https://"+kkHost+article), "/missing",
	} {
		n.must(client.Do(t.Context(), client.B().Flushall().Build()).Error())
		n.site.Cache.Tick(t.Context())
		answer := n.ask(kkHost, path)
		kept := map[string]cache.Page{}
		n.must(n.site.Cache.Each(t.Context(), func(key string, page cache.Page) bool {
			kept[key] = page
			return true
		}))
		pages := 0
		for key, page := range kept { // each is made anew alone, by a process that remembers nothing, so that it is known what it reads
			if !strings.Contains(key, besidePages) {
				pages++
			}
			n.must(n.site.Cache.Purge(t.Context(), cache.PageTag(key)))
			fresh := n.elsewhere()
			watch.take()
			fresh.ask(kkHost, path)
			read := watch.take()
			if len(read) == 0 && path != "/offline" {
				t.Errorf("%s (%s) reads nothing", path, key)
			}
			if shown := []string{"authors", "pages", "pictures", "rubrics", "tags"}; path == article && !strings.Contains(key, besidePages) && !subset(shown, read) {
				t.Errorf("%s is not seen to read some of %v: %v", path, shown, read)
			}
			carries := func(beginning string) bool {
				return slices.ContainsFunc(page.Tags, func(tag string) bool { return strings.HasPrefix(tag, beginning) })
			}
			for _, table := range read {
				if path == "/missing" && (table == "redirect_ends" || table == "users") {
					continue // where the address leads is asked beside the page
				}
				wanted, known := tableTags()[table]
				if !known {
					t.Errorf("%s reads %s: say in tableTags which cache tags tell of its changes", path, table)
				}
				if known && !slices.ContainsFunc(wanted, carries) {
					t.Errorf("%s (%s) reads %s and carries none of %v: %v", path, key, table, wanted, page.Tags)
				}
			}
		}
		if pages != 1 {
			t.Errorf("%s: %d, %d pages kept", path, answer.Code, pages)
		}
	}
}

func subset(some, all []string) bool {
	return !slices.ContainsFunc(some, func(one string) bool { return !slices.Contains(all, one) })
}
