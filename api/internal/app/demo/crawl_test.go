package demo_test

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"baq.kz/portal/api/internal/app"
)

// enough bounds the crawl; the demo's sites are smaller.
const enough = 4000

// crawler walks every link of the sites, as a search engine and a reader would.
type crawler struct {
	*testing.T
	handler http.Handler
	hosts   []string
	queue   []string
	from    map[string]string // address to the page that it was found on
	pages   map[string]page   // HTML pages by address
}

// page is what the crawl remembers of an HTML page.
type page struct {
	language, canonical string
	alternates          map[string]string // by hreflang
	noIndex             bool
	switches            map[string]bool // languages that the switcher offers
}

var rawAddress = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}`)

// crawl wants no link that leads nowhere, in no language; hreflang that is absolute,
// self-including and two-way (requirement LA-6); a switcher on every page (LA-4); and
// no e-mail address in the HTML (SE-9).
func crawl(t *testing.T, a *app.App) {
	if testing.Short() {
		t.Skip("there are few stories; make test has them all")
	}
	handler, err := a.Handler("content-service", "image-service")
	if err != nil {
		t.Fatal(err)
	}
	c := &crawler{T: t, handler: handler, from: map[string]string{}, pages: map[string]page{}}
	for _, l := range a.Config.Languages.All() {
		c.hosts = append(c.hosts, l.Site.Host)
		c.find("(start)", l.URL("/"))
	}
	for len(c.queue) > 0 && len(c.from) < enough {
		next := c.queue[0]
		c.queue = c.queue[1:]
		c.visit(next)
	}
	if len(c.from) >= enough {
		t.Errorf("the sites do not end: %d addresses", len(c.from))
	}
	if len(c.pages) < 100 {
		t.Errorf("only %d pages were found", len(c.pages))
	}
	c.agree(len(a.Config.Languages.All()))
	t.Logf("%d addresses, %d pages", len(c.from), len(c.pages))
}

// find queues an address of our sites once.
func (c *crawler) find(on, reference string) {
	base, err := url.Parse(on)
	if err != nil || strings.HasPrefix(reference, "mailto:") || strings.HasPrefix(reference, "data:") {
		return
	}
	u, err := base.Parse(reference)
	if err != nil {
		c.Errorf("%s links to %q: %v", on, reference, err)
		return
	}
	u.Fragment = ""
	if !slices.Contains(c.hosts, u.Host) || u.Scheme != "http" || strings.HasPrefix(u.Path, "/docs/") || strings.HasPrefix(u.Path, "/redoc/") {
		return
	}
	address := u.String()
	if _, known := c.from[address]; !known {
		c.from[address] = on
		c.queue = append(c.queue, address)
	}
}

func (c *crawler) visit(address string) {
	r := httptest.NewRequestWithContext(c.Context(), http.MethodGet, address, nil)
	r.Header.Set("User-Agent", "Mozilla/5.0 crawler of the tests (bot)")
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, r)
	switch {
	case w.Code >= 300 && w.Code < 400:
		c.find(address, w.Header().Get("Location"))
	case w.Code != http.StatusOK:
		c.Errorf("%s, linked from %s: %d", address, c.from[address], w.Code)
	case strings.HasPrefix(w.Header().Get("Content-Type"), "text/html"):
		c.read(address, w.Body.Bytes())
	}
}

func (c *crawler) read(address string, body []byte) {
	if found := rawAddress.Find(body); found != nil {
		c.Errorf("%s has the address %s", address, found)
	}
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		c.Fatal(err)
	}
	p := page{alternates: map[string]string{}, switches: map[string]bool{}}
	ids := map[string]bool{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		at := attributes(n)
		if id, has := at["id"]; has && ids[id] {
			c.Errorf("%s has two elements #%s", address, id)
		} else {
			ids[id] = true
		}
		c.element(address, n.Data, at, &p)
	}
	c.pages[address] = p
}

func (c *crawler) element(address, name string, at map[string]string, p *page) {
	switch name {
	case "html":
		p.language = at["lang"]
	case "meta":
		p.noIndex = p.noIndex || at["name"] == "robots" && strings.Contains(at["content"], "noindex")
	case "link":
		switch {
		case at["rel"] == "canonical":
			p.canonical = at["href"]
		case at["hreflang"] != "":
			p.alternates[at["hreflang"]] = at["href"]
		}
		if at["rel"] != "preconnect" && at["rel"] != "dns-prefetch" {
			c.find(address, at["href"])
		}
	case "a":
		if at["hreflang"] != "" && strings.Contains(at["href"], "/language/") {
			p.switches[at["hreflang"]] = true
		}
		if at["href"] != "" {
			c.find(address, at["href"])
		}
	case "img", "script", "source":
		if _, described := at["alt"]; name == "img" && !described {
			c.Errorf("%s: a picture without alt", address)
		}
		if at["src"] != "" {
			c.find(address, at["src"])
		}
		for candidate := range strings.SplitSeq(at["srcset"], ",") {
			if parts := strings.Fields(candidate); len(parts) > 0 {
				c.find(address, parts[0])
			}
		}
	}
}

func attributes(n *html.Node) map[string]string {
	all := map[string]string{}
	for _, a := range n.Attr {
		all[a.Key] = a.Val
	}
	return all
}

// agree compares the pages with each other.
func (c *crawler) agree(languages int) {
	for _, address := range slices.Sorted(maps.Keys(c.pages)) {
		p := c.pages[address]
		if strings.Contains(address, "/amp/") {
			continue // its canonical page says it all
		}
		if len(p.switches) < languages-1 {
			c.Errorf("%s offers the languages %v only", address, p.switches)
		}
		if p.noIndex && p.canonical == "" {
			continue
		}
		if p.canonical == "" || p.alternates[p.language] == "" || p.alternates["x-default"] == "" {
			c.Errorf("%s: canonical %q, alternates %v", address, p.canonical, p.alternates)
			continue
		}
		if p.alternates[p.language] != p.canonical {
			c.Errorf("%s: canonical is %s, hreflang says %s", address, p.canonical, p.alternates[p.language])
		}
		for code, other := range p.alternates {
			back, crawled := c.pages[other]
			if !crawled {
				c.Errorf("%s: its %s version %s is no page", address, code, other)
			} else if !maps.Equal(back.alternates, p.alternates) && back.canonical == other {
				c.Errorf("%s and %s do not agree on their versions: %s", address, other, fmt.Sprint(p.alternates, back.alternates))
			}
		}
	}
}
