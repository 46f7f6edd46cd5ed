package cache_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/overload"
	"baq.kz/portal/api/internal/platform/testkit"
)

// parted is a page about an article with the newest articles beside it, and how often
// each has been made.
type parted struct {
	*testing.T
	pages, parts atomic.Int64
	newest       atomic.Int64 // the article that the part shows
	broken       atomic.Bool  // the part can't be made
}

func anyForm(*cache.Page) bool { return true }

const besideKey, ownKey = "html|beside", "html|beside|own"

func (s *parted) get(p *cache.Pages) cache.Page {
	s.Helper()
	page, err := p.Fetch(s.Context(), "html|article 1", func(context.Context) (cache.Page, error) {
		begin := fmt.Sprintf("<h1>%d</h1>%s<aside>", s.pages.Add(1), strings.Repeat("<p>Үкімет бюджетті бекітті.</p>", 100))
		return cache.Page{
			Status: 200, ContentType: "text/html", Body: []byte(begin + "</aside><footer>BAQ</footer>"), Tags: []string{"article:1"},
			Part: &cache.Part{Key: besideKey, At: len(begin), Unless: "article:1", Own: ownKey},
		}, nil
	})
	if err != nil {
		s.Fatal(err)
	}
	page, err = p.Fill(s.Context(), "html|article 1", page, s.part)
	if err != nil {
		s.Fatal(err)
	}
	return page
}

func (s *parted) part(key string) cache.Render {
	return func(context.Context) (cache.Page, error) {
		if s.broken.Load() {
			return cache.Page{}, overload.ErrBusy
		}
		shown := s.newest.Load()
		if key == ownKey && shown == 1 {
			shown = 0
		}
		return cache.Page{
			Status: 200, ContentType: "text/html", Body: fmt.Appendf(nil, "[newest %d, %d]", shown, s.parts.Add(1)),
			Tags: []string{fmt.Sprint("article:", s.newest.Load()), "latest"},
		}, nil
	}
}

// fetch has the parts made, or finds them.
func (s *parted) fetch(p *cache.Pages, keys ...string) {
	s.Helper()
	for _, key := range keys {
		fetch(s.T, p, key, s.part(key))
	}
}

// shows holds a page in all its codings against what it begins with and has in its part.
func (s *parted) shows(page cache.Page, page1, part string) {
	s.Helper()
	bodies := page.Bodies()
	text := string(bodies.Plain.Join())
	if !strings.HasPrefix(text, page1) || !strings.Contains(text, "<aside>"+part) || !strings.HasSuffix(text, "]</aside><footer>BAQ</footer>") {
		s.Fatalf("%.20s … %s: want %s with %s", text, text[max(len(text)-80, 0):], page1, part)
	}
	unzip, err := gzip.NewReader(bytes.NewReader(bodies.Gzip.Join()))
	if err != nil {
		s.Fatal(err)
	}
	if plain, err := io.ReadAll(unzip); err != nil || string(plain) != text {
		s.Fatalf("gzip: another text (%v)", err)
	}
	if bodies.Brotli != nil {
		if plain, err := io.ReadAll(brotli.NewReader(bytes.NewReader(bodies.Brotli.Join()))); err != nil || string(plain) != text {
			s.Fatalf("brotli: another text (%v)", err)
		}
	}
}

func (s *parted) purge(p *cache.Pages, tag string) {
	s.Helper()
	if err := p.Purge(s.Context(), tag); err != nil {
		s.Fatal(err)
	}
}

// TestAChangeOfItsPartMakesNoPageAnew on two nodes: each shows it at once, and neither the
// page nor, on the other node, the part is made again.
func TestAChangeOfItsPartMakesNoPageAnew(t *testing.T) {
	server := testkit.Redis(t)
	nodes := []*cache.Pages{node(t, server.URL), node(t, server.URL)}
	s := &parted{T: t}
	s.newest.Store(7)
	for range 3 {
		for _, p := range nodes {
			s.shows(s.get(p), "<h1>1</h1>", "[newest 7, 1]")
		}
	}
	before := s.get(nodes[1])
	s.newest.Store(8)
	s.purge(nodes[0], "latest")
	for range 3 {
		for _, p := range nodes {
			s.shows(s.get(p), "<h1>1</h1>", "[newest 8, 2]")
		}
	}
	one, two := s.get(nodes[0]), s.get(nodes[1])
	if one.ETag != two.ETag || one.ETag == before.ETag {
		t.Errorf("entity tags %s and %s, %s before", one.ETag, two.ETag, before.ETag)
	}
	s.purge(nodes[1], "article:1")
	for _, p := range nodes {
		s.shows(s.get(p), "<h1>2</h1>", "[newest 8, 2]")
	}
	if hits, _ := nodes[0].ClassCounts(cache.HTML); hits != 6 { // of eight answers two were made
		t.Errorf("%d hits: its part is no page", hits)
	}
}

// TestAPartDoesNotShowWhatThePageIsAbout: the page has one of its own then, and the usual
// one again afterwards.
func TestAPartDoesNotShowWhatThePageIsAbout(t *testing.T) {
	p := open(t)
	s := &parted{T: t}
	s.newest.Store(1)
	for range 3 {
		s.shows(s.get(p), "<h1>1</h1>", "[newest 0, 2]")
	}
	var held cache.Page
	eventually(t, 10*time.Second, "it is answered once more", func() (again bool) {
		held = s.get(p)
		_, again = p.Again("html|article 1", held.Edition(), anyForm)
		return again
	})
	s.newest.Store(2)
	s.purge(p, "latest")
	if _, again := p.Again("html|article 1", held.Edition(), anyForm); again {
		t.Error("it is answered once more after the change")
	}
	s.shows(s.get(p), "<h1>1</h1>", "[newest 2, 3]")
}

// TestAFilledPageIsAnsweredOnceMoreUntilItChanges, the page or its part.
func TestAFilledPageIsAnsweredOnceMoreUntilItChanges(t *testing.T) {
	p := open(t)
	p.BrotliAfter(100 * time.Millisecond)
	s := &parted{T: t}
	for _, tag := range []string{"latest", "article:1", cache.PageTag(besideKey)} {
		s.get(p)
		var held cache.Page
		eventually(t, 10*time.Second, tag+": it is answered once more", func() bool { // brotli may have just taken its place
			held = s.get(p)
			again, known := p.Again("html|article 1", held.Edition(), anyForm)
			return known && again.ETag == held.ETag
		})
		eventually(t, 10*time.Second, "brotli", func() bool { return s.get(p).Bodies().Brotli != nil })
		held = s.get(p)
		s.shows(held, "<h1>", "[newest 0, ")
		s.purge(p, tag)
		if _, known := p.Again("html|article 1", held.Edition(), anyForm); known {
			t.Errorf("%s: it is answered once more after the change", tag)
		}
	}
}

// TestAPageTakesAnotherPartAtOnce, as soon as another page has had it made: nothing asks for
// the page anew. It is what it becomes of a question that does.
func TestAPageTakesAnotherPartAtOnce(t *testing.T) {
	p := open(t)
	s := &parted{T: t}
	s.newest.Store(7)
	s.get(p)
	held := s.get(p)
	for i, newest := range []int64{8, 1, 9} { // 1 is what the page is about
		s.newest.Store(newest)
		s.purge(p, "latest")
		if _, known := p.Again("html|article 1", held.Edition(), anyForm); known {
			t.Fatal("it is answered once more after the change")
		}
		shown, keys := fmt.Sprintf("[newest %d, ", newest), []string{besideKey}
		if newest == 1 {
			s.fetch(p, besideKey)
			s.fetch(p, besideKey)
			if _, known := p.Again("html|article 1", held.Edition(), anyForm); known {
				t.Fatal("it shows what it is about, or an old part")
			}
			shown, keys = "[newest 0, ", []string{besideKey, ownKey}
		}
		var again *cache.Page
		// What has just been made is not at hand before it is asked for again, or longer where Redis has no time.
		eventually(t, 10*time.Second, fmt.Sprintf("part %d is there, and the page waits to be asked for anew", i), func() (known bool) {
			s.fetch(p, keys...)
			again, known = p.Again("html|article 1", held.Edition(), anyForm)
			return known
		})
		s.shows(*again, "<h1>1</h1>", shown)
		if asked := s.get(p); asked.ETag != again.ETag || asked.Edition() != held.Edition() {
			t.Errorf("%s and %s", again.ETag, asked.ETag)
		}
	}
}

// TestAPageThatIsMadeAnewAndTheSameIsAnsweredOnceMore, with the brotli that it had.
func TestAPageThatIsMadeAnewAndTheSameIsAnsweredOnceMore(t *testing.T) {
	p := open(t)
	p.BrotliAfter(20 * time.Millisecond)
	s := &parted{T: t}
	s.get(p)
	eventually(t, 10*time.Second, "brotli", func() bool { return s.get(p).Bodies().Brotli != nil })
	before := s.get(p)
	s.pages.Store(0) // so that it says the same
	s.purge(p, "article:1")
	eventually(t, 10*time.Second, "it is at hand", func() bool { return s.get(p).Edition() > before.Edition() })
	after := s.get(p)
	if again, known := p.Again("html|article 1", after.Edition(), anyForm); !known || again.ETag != before.ETag || s.pages.Load() != 1 {
		t.Errorf("known: %v, made %d times", known, s.pages.Load())
	}
	if after.Bodies().Brotli == nil {
		t.Error("brotli is made anew for the same text")
	}
}

// TestAPartWithoutRedis is made for copies, too.
func TestAPartWithoutRedis(t *testing.T) {
	server := testkit.StartRedis(t)
	p := node(t, server.URL)
	s := &parted{T: t}
	s.shows(s.get(p), "<h1>1</h1>", "[newest 0, 1]")
	server.Kill()
	eventually(t, 10*time.Second, "Redis is missed", p.Down)
	s.shows(s.get(p), "<h1>", "[newest 0, ")
}

// TestAPageWhosePartCannotBeMadeIsAnsweredWithoutIt, and with it as soon as it can.
func TestAPageWhosePartCannotBeMadeIsAnsweredWithoutIt(t *testing.T) {
	p := open(t)
	s := &parted{T: t}
	s.shows(s.get(p), "<h1>1</h1>", "[newest 0, 1]")
	s.broken.Store(true)
	s.purge(p, "latest")
	for range 2 {
		without := s.get(p)
		if text := string(without.Body); !strings.HasSuffix(text, "<aside></aside><footer>BAQ</footer>") || without.Edition() != 0 {
			t.Errorf("%s (edition %d)", text[max(len(text)-80, 0):], without.Edition())
		}
	}
	s.broken.Store(false)
	s.shows(s.get(p), "<h1>1</h1>", "[newest 0, 2]")
}
