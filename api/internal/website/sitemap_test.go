package website

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/features/news"
)

type sitemapRead struct {
	URLs []struct {
		Address  string `xml:"loc"`
		Changed  string `xml:"lastmod"`
		Versions []struct {
			Language string `xml:"hreflang,attr"`
			Address  string `xml:"href,attr"`
		} `xml:"http://www.w3.org/1999/xhtml link"`
		Pictures []string `xml:"http://www.google.com/schemas/sitemap-image/1.1 image>loc"`
		Title    string   `xml:"http://www.google.com/schemas/sitemap-news/0.9 news>title"`
		Language string   `xml:"http://www.google.com/schemas/sitemap-news/0.9 news>publication>language"`
	} `xml:"url"`
	Sitemaps []struct {
		Address string `xml:"loc"`
		Changed string `xml:"lastmod"`
	} `xml:"sitemap"`
}

func (n *newsroom) sitemap(host, path string) (read sitemapRead) {
	n.Helper()
	n.must(xml.Unmarshal([]byte(n.page(host, path)), &read))
	return read
}

// walk is every address that a site's index leads to.
func (n *newsroom) walk(host string) (found []string) {
	n.Helper()
	for _, one := range n.sitemap(host, "/sitemap.xml").Sitemaps {
		path, ours := strings.CutPrefix(one.Address, "https://"+host)
		if !ours {
			n.Errorf("the index of %s names %s", host, one.Address)
		}
		for _, u := range n.sitemap(host, path).URLs {
			found = append(found, u.Address)
		}
	}
	return found
}

func TestSitemapsThatAreNotThere(t *testing.T) {
	n, _ := filled(t)
	for _, path := range []string{
		"/sitemaps/news-7.xml", "/sitemaps/news-00.xml", "/sitemaps/news--1.xml", "/sitemaps/other-0.xml", "/sitemaps/news-9999999999.xml", "/sitemaps/tags-1.xml",
		"/sitemaps/", "/sitemaps/news-0.xml.gz",
	} {
		if code := n.ask(kkHost, path).Code; code != http.StatusNotFound {
			t.Errorf("%s: %d", path, code)
		}
	}
}

// TestSitemapsLeadEverywhere: each page that readers find and nothing else, in one
// language each, and every address answers.
func TestSitemapsLeadEverywhere(t *testing.T) {
	n := open(t)
	valid(t, "sitemap.rnc", n.page(kkHost, "/sitemap.xml"), n.page(kkHost, "/sitemap-news.xml"), n.page(kkHost, "/sitemaps/pages.xml"))
	e := n.fill()
	lonely := n.tagged("Бос тақырып", "Пустая тема") // of no article
	kk, ru := n.walk(kkHost), n.walk(ruHost)
	for _, path := range []string{
		"/", "/latest", "/news/" + e.kk.Slug, "/news/" + e.lone.Slug, "/rubric/" + e.banks.Labels["kk"].Slug, "/tag/" + e.tag.Labels["kk"].Slug,
		"/author/" + e.author.Labels["kk"].Slug, "/page/" + e.about.Slug,
	} {
		if !slices.Contains(kk, "https://"+kkHost+path) {
			t.Errorf("no sitemap has %s", path)
		}
	}
	for _, bad := range []string{e.hidden.Slug, lonely.Labels["kk"].Slug, ruHost, "/preview/"} {
		if strings.Contains(strings.Join(kk, " "), bad) {
			t.Errorf("a sitemap has %s", bad)
		}
	}
	for _, address := range append(kk, ru...) {
		host, path, _ := strings.Cut(strings.TrimPrefix(address, "https://"), "/")
		body := n.page(host, "/"+path)
		if got := canonical.FindStringSubmatch(body); got == nil || got[1] != address {
			t.Errorf("%s calls itself %v", address, got)
		}
	}
	documents := []string{}
	for _, path := range []string{"/sitemap.xml", "/sitemap-news.xml", "/sitemaps/pages.xml", "/sitemaps/news-0.xml", "/sitemaps/tags-0.xml", "/sitemaps/authors-0.xml"} {
		documents = append(documents, n.page(kkHost, path), n.page(ruHost, path))
	}
	valid(t, "sitemap.rnc", documents...)
}

func TestASitemapTellsVersionsAndPictures(t *testing.T) {
	n, e := filled(t)
	for _, path := range []string{"/sitemaps/news-0.xml", "/sitemap-news.xml"} {
		for _, u := range n.sitemap(kkHost, path).URLs {
			if u.Address != "https://"+kkHost+"/news/"+e.kk.Slug {
				continue
			}
			var named []string
			for _, v := range u.Versions {
				named = append(named, v.Language+" "+v.Address)
			}
			if !slices.Equal(named, alternates(n.page(kkHost, "/news/"+e.kk.Slug))) {
				t.Errorf("%s names %q", path, named)
			}
			if len(u.Pictures) != 1 || !strings.HasPrefix(u.Pictures[0], "https://baq.test/media/aa11/") || !strings.HasPrefix(u.Changed, "2020-11-21T11:59:00") {
				t.Errorf("%s: %+v", path, u)
			}
			if path == "/sitemap-news.xml" && (u.Title != e.kk.Title || u.Language != "kk") {
				t.Errorf("%s: %+v", path, u)
			}
		}
	}
	old := n.publish("kk", 0, "Ескі жаңалық", e.sport.ID, 60*24*3)
	if body := n.page(kkHost, "/sitemap-news.xml"); strings.Contains(body, old.Slug) {
		t.Error("old news is new")
	}
	_, err := n.news.Unpublish(t.Context(), e.lone.ID, e.lone.Version)
	n.must(err)
	for _, path := range []string{"/sitemap-news.xml", "/sitemaps/news-0.xml"} {
		if !n.becomes(kkHost, path, func(_ int, body string) bool { return !strings.Contains(body, e.lone.Slug) }) {
			t.Errorf("%s has what was taken off the site", path)
		}
	}
}

// TestAHundredThousandAddresses are all told once, in sitemaps that keep their place.
func TestAHundredThousandAddresses(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	n, e := filled(t)
	const count = 100_000
	// What is not asked here takes most of the time.
	_, err := n.db.Primary.ExecContext(t.Context(), `DO $$ DECLARE one record; BEGIN
		ALTER TABLE articles DISABLE TRIGGER USER;
		FOR one IN SELECT indexrelid::regclass AS name FROM pg_index i WHERE indrelid = 'articles'::regclass AND NOT indisunique
			AND indexrelid <> 'articles_addresses'::regclass LOOP EXECUTE 'DROP INDEX ' || one.name; END LOOP;
	END $$`)
	n.must(err)
	// Looked at first, the table of stories is found to be large: else each article's
	// story would be looked for by reading all of them.
	for _, statement := range []string{fmt.Sprintf("INSERT INTO stories SELECT FROM generate_series(1, %d)", count), "ANALYZE stories"} {
		_, err = n.db.Primary.ExecContext(t.Context(), statement)
		n.must(err)
	}
	for range count / 5000 { // a statement has its time
		_, err := n.db.Primary.NewRaw(`INSERT INTO articles (story_id, language, state, title, slug, body, rubric_id, published_at, updated_at, text_changed_at)
			SELECT id, 'kk', 'published', 'Мақала ' || id, 'maqala-' || id, '{"type":"doc","content":[]}', ?, ?, ?, ? FROM stories
			WHERE id > coalesce((SELECT max(story_id) FROM articles), 0) ORDER BY id LIMIT 5000`, e.sport.ID, noon(), noon(), noon()).Exec(t.Context())
		n.must(err)
	}
	seen := map[string]bool{}
	index := n.sitemap(kkHost, "/sitemap.xml")
	if len(index.Sitemaps) < count/news.AddressSpan {
		t.Fatalf("%d sitemaps", len(index.Sitemaps))
	}
	for _, one := range index.Sitemaps {
		urls := n.sitemap(kkHost, strings.TrimPrefix(one.Address, "https://"+kkHost)).URLs
		if len(urls) == 0 || len(urls) > news.AddressSpan {
			t.Errorf("%s has %d addresses", one.Address, len(urls))
		}
		for _, u := range urls {
			if seen[u.Address] {
				t.Fatalf("%s is told twice", u.Address)
			}
			seen[u.Address] = true
		}
	}
	if len(seen) < count {
		t.Errorf("%d addresses are told", len(seen))
	}
	before := n.page(kkHost, "/sitemaps/news-1.xml")
	n.publish("kk", 0, "Ең жаңа мақала", e.sport.ID, 0)
	if n.page(kkHost, "/sitemaps/news-1.xml") != before {
		t.Error("a new article moved old ones")
	}
}
