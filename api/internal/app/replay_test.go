package app_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/testkit"
)

// TestAReplayedAnswerIsTheChains asks for every kind of page until it is answered before
// all routes, and a second process for the same once, through the whole chain: by a call,
// and over connections, where the head of a replayed answer is written otherwise.
func TestAReplayedAnswerIsTheChains(t *testing.T) {
	t.Parallel()
	p := newPortal(t, "PORTAL_SITES", "kk=https://baq.test,ru=https://rus.baq.test", "PORTAL_ADMIN_ORIGIN", "https://baq.test")
	p.Cache.BrotliAfter(0)
	chief := p.user("chief_editor")
	rubric := chief.rubric("Қоғам", "Общество", nil)
	tag := read[admin.Tag](t, chief.send("POST", "/tags", object{"labels": object{"kk": object{"name": "Бюджет"}, "ru": object{"name": "Бюджет"}}}), 201)
	d := desk{portal: p, chief: chief, rubric: rubric.ID}
	article := chief.take("publish", chief.article(d.content("Әкімдік ғимараты ашылды", object{"language": "kk", "tagIds": []int64{tag.ID}})))
	node := newNode(t, p.Config, p.DB, p.redis)
	node.NoReplay()
	node.Cache.BrotliAfter(0) // as p's: what is compressed later comes when it comes
	handler, err := node.Handler()
	if err != nil {
		t.Fatal(err)
	}
	slow := &portal{App: node, t: t, handler: handler, redis: p.redis}
	paths := []string{
		"/", "/latest", "/news/" + article.Slug, "/amp/news/" + article.Slug, "/rubric/" + *rubric.Labels["kk"].Slug, "/tag/" + *tag.Labels["kk"].Slug,
		"/archive", "/offline", "/latn", "/latn/news/" + article.Slug, "/arab/latest", "/feed.rss", "/feed.atom", "/feed/yandex.xml", "/sitemap.xml", "/sitemap-news.xml",
		"/sitemaps/pages.xml", "/latest?from=missing", "/latest?utm_source=x&before=", "/news/" + article.Slug + "?utm_medium=ә",
		"/news/%D3%99", "/latest/", "/LATEST", "//latest", "/missing",
	}
	compareAll(t, p, slow, paths)
	p.handler, slow.handler = overConnections(t, p.handler), overConnections(t, slow.handler)
	compareAll(t, p, slow, paths)
}

func compareAll(t *testing.T, p, slow *portal, paths []string) {
	t.Helper()
	hosts := []string{"baq.test", "BAQ.test:443", "rus.baq.test", "evil.example"}
	replayed := map[string]bool{}
	for _, host := range hosts {
		for _, path := range paths {
			for _, headers := range [][]string{
				nil, {"Accept-Encoding", "gzip"}, {"Accept-Encoding", "gzip, deflate, br, zstd"}, {"Accept-Encoding", "br;q=0, gzip;q=0.5"},
				{"X-Forwarded-Proto", "https"}, {"Accept-Language", "ru", "User-Agent", "Mozilla/5.0 (X11)"}, {"Accept-Encoding", "br", "Accept-Encoding", "gzip"},
				{"Accept-Language", "ru", "User-Agent", "Googlebot"}, {"Cookie", "sight=200.dark.widest.sans.off"}, {"Cookie", "language=ru", "User-Agent", "Mozilla/5.0"}, {"Cookie", "_ym_uid=1; a=b"},
			} {
				for _, method := range []string{"GET", "HEAD"} {
					name, url := fmt.Sprint(method, " ", host, path, " ", headers), "http://"+host+strings.ReplaceAll(path, "ә", "%D3%99")
					want := slow.send(method, url, nil, headers...)
					var got answer
					before := p.Replays()
					for range 3 {
						got = p.send(method, url, nil, headers...)
					}
					if p.Replays() > before {
						replayed[path] = true
					}
					same(t, name, got, want)
					if tag := want.header.Get("ETag"); tag != "" && want.status == 200 {
						conditional := append([]string{"If-None-Match", `"other", W/` + tag}, headers...)
						same(t, name+" again", p.send(method, url, nil, conditional...), slow.send(method, url, nil, conditional...))
					}
				}
			}
		}
	}
	for _, path := range paths {
		unique := map[string]bool{"/latest/": true, "/LATEST": true, "//latest": true, "/news/%D3%99": true, "/missing": true}
		if replayed[path] == unique[path] {
			t.Errorf("%s was replayed: %v", path, replayed[path])
		}
	}
}

// same compares all of two answers but for what names the request, and what names the
// request in a page of an error.
func same(t *testing.T, name string, got, want answer) {
	t.Helper()
	id := "X-Request-Id"
	if len(got.header[id]) != 1 || got.header.Get(id) == want.header.Get(id) {
		t.Errorf("%s: the request's id is %v", name, got.header[id])
	}
	got.body, want.body = bytes.ReplaceAll(got.body, []byte(got.header.Get(id)), nil), bytes.ReplaceAll(want.body, []byte(want.header.Get(id)), nil)
	got.header.Del(id)
	want.header.Del(id)
	coded := want.status >= 400 && want.header.Get("Content-Encoding") != "" // the id is in there
	if coded {
		got.header.Del("Content-Length")
		want.header.Del("Content-Length")
	}
	if got.status != want.status || !maps.EqualFunc(got.header, want.header, func(a, b []string) bool { return strings.Join(a, "\n") == strings.Join(b, "\n") }) {
		t.Errorf("%s:\n%d %v\nby the chain:\n%d %v", name, got.status, got.header, want.status, want.header)
	}
	if !coded && !bytes.Equal(got.body, want.body) {
		t.Errorf("%s: another body", name)
	}
}

// TestConnectionsGoOnAfterAReplay: several requests that come at once, on one connection,
// are each answered as they ask to be.
func TestConnectionsGoOnAfterAReplay(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	listener := listening(t, p.handler)
	requests := []struct {
		text   string
		status int
		body   bool
		close  bool
	}{
		{"GET /offline HTTP/1.1\r\nHost: baq.test\r\n\r\n", 200, true, false},
		{"HEAD /offline HTTP/1.1\r\nHost: baq.test\r\n\r\n", 200, false, false},
		{"GET /offline HTTP/1.1\r\nHost: baq.test\r\nAccept-Encoding: gzip\r\n\r\n", 200, true, false},
		{"GET /offline HTTP/1.1\r\nHost: baq.test\r\nIf-None-Match: *\r\n\r\n", 304, false, false},
		{"HEAD /offline HTTP/1.1\r\nHost: baq.test\r\nIf-None-Match: *\r\n\r\n", 304, false, false},
		{"GET /offline HTTP/1.1\r\nHost: baq.test\r\nExpect: 100-continue\r\n\r\n", 200, true, false},
		{"GET /missing HTTP/1.1\r\nHost: baq.test\r\n\r\n", 404, true, false},
		{"GET /offline HTTP/1.0\r\nHost: baq.test\r\nConnection: keep-alive\r\n\r\n", 200, true, false},
		{"GET /offline HTTP/1.1\r\nHost: baq.test\r\nConnection: close\r\n\r\n", 200, true, true},
	}
	var all strings.Builder
	for _, r := range requests {
		all.WriteString(r.text)
	}
	replayed := int64(0)
	for range 10 { // the first are answered by the chain
		before := p.Replays()
		peer, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", listener)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(peer, all.String()); err != nil {
			t.Fatal(err)
		}
		in, page := bufio.NewReader(peer), ""
		for _, r := range requests {
			method, _, _ := strings.Cut(r.text, " ")
			got, err := http.ReadResponse(in, &http.Request{Method: method})
			if err != nil {
				t.Fatalf("%q: %v", r.text, err)
			}
			body, err := io.ReadAll(got.Body)
			if err != nil || got.StatusCode != r.status || (len(body) > 0) != r.body || got.Close != r.close || got.Header.Get("Content-Security-Policy") == "" || len(got.Header["Date"]) != 1 || (got.Header.Get("Content-Type") != "") != (r.status != 304) {
				t.Errorf("%q: %v, %d bytes: %v %v", r.text, err, len(body), got.Status, got.Header)
			}
			if r.status != 200 || got.Header.Get("Content-Encoding") != "" || !r.body {
				continue
			}
			if page == "" {
				page = string(body)
			}
			if string(body) != page || got.ContentLength != int64(len(page)) {
				t.Errorf("%q: another page, of %d bytes", r.text, got.ContentLength)
			}
		}
		if _, err := in.ReadByte(); !errors.Is(err, io.EOF) {
			t.Errorf("after the last answer: %v", err)
		}
		_ = peer.Close()
		replayed = p.Replays() - before
	}
	if want := int64(len(requests) - 1); replayed != want { // what is missing is not
		t.Errorf("%d of %d were replayed at last", replayed, want)
	}
}

// TestAReaderWhoLeavesEndsHisConnectionAlone: in the middle of an answer that waits for him
// to take it.
func TestAReaderWhoLeavesEndsHisConnectionAlone(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	address := listening(t, p.handler)
	const request = "GET /offline HTTP/1.1\r\nHost: baq.test\r\n\r\n"
	ask := func() (body []byte) {
		peer, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer peer.Close()
		if _, err := io.WriteString(peer, request); err != nil {
			t.Fatal(err)
		}
		got, err := http.ReadResponse(bufio.NewReader(peer), nil)
		if err != nil {
			t.Fatal(err)
		}
		if body, err = io.ReadAll(got.Body); err != nil || int64(len(body)) != got.ContentLength {
			t.Fatalf("%d bytes of %d: %v", len(body), got.ContentLength, err)
		}
		return body
	}
	for range 3 {
		ask()
	}
	page, many := ask(), 0
	for many = 100; many*len(page) < 32<<20; { // more than the kernel holds for a connection
		many *= 2
	}
	before := p.Replays()
	for range 4 {
		peer, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		go func() { _, _ = io.WriteString(peer, strings.Repeat(request, many)) }() // which stops, too
		last := int64(-1)
		testkit.Eventually(t, "the answers wait", func() bool {
			now := p.Replays()
			waits := now == last && now > before
			last = now
			return waits
		})
		if sent := last - before; sent >= int64(many) {
			t.Fatalf("all %d answers were taken", sent)
		}
		if err := peer.(*net.TCPConn).SetLinger(0); err != nil { //nolint:errcheck // it is one
			t.Fatal(err)
		}
		_ = peer.Close()
		if got := ask(); !bytes.Equal(got, page) {
			t.Errorf("another reader got %d other bytes", len(got))
		}
		before = p.Replays()
	}
	serving := func() int {
		all := make([]byte, 8<<20)
		return strings.Count(string(all[:runtime.Stack(all, true)]), "httpx.(*wire).answer")
	}
	testkit.Eventually(t, "nobody waits any more for readers who have left", func() bool { return serving() == 0 })
}

// overConnections is a handler that is asked through TCP.
func overConnections(t *testing.T, handler http.Handler) http.Handler {
	t.Helper()
	address := listening(t, handler)
	way := &http.Transport{DisableCompression: true, DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}}
	t.Cleanup(way.CloseIdleConnections)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = r.Clone(r.Context())
		r.URL.Scheme, r.URL.Host = "http", r.Host
		got, err := way.RoundTrip(r)
		if err != nil {
			t.Error(err)
			return
		}
		defer got.Body.Close()
		got.Header.Del("Date")
		maps.Copy(w.Header(), got.Header)
		w.WriteHeader(got.StatusCode)
		if _, err := io.Copy(w, got.Body); err != nil {
			t.Error(err)
		}
	})
}

// listening serves the handler until the test ends, and tells where.
func listening(t testing.TB, handler http.Handler) (address string) {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = httpx.Serve(ctx, listener, handler, 0)
	}()
	t.Cleanup(func() { cancel(); <-ended })
	return listener.Addr().String()
}

// TestAReplayIsCountedAndEnds: a replayed answer is counted by the cache, the metrics and
// the watch of robots as any other, and a change ends it.
func TestAReplayIsCountedAndEnds(t *testing.T) {
	d := newReaders(t).desk
	one := d.chief.take("publish", d.chief.article(d.content("Бірінші мақала", object{"language": "kk"})))
	url := "http://baq.test/news/" + one.Slug
	asked := func() (n int) {
		w := httptest.NewRecorder()
		promhttp.HandlerFor(d.Metrics, promhttp.HandlerOpts{}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		_, rest, _ := strings.Cut(w.Body.String(), `portal_http_requests_total{code="200",method="GET",url="/news/:slug"} `)
		_, _ = fmt.Sscan(rest, &n)
		return n
	}
	p, hits, before, requests := d.portal, d.Cache.Counts().Hits, d.Replays(), asked()
	for range 10 {
		if got := p.page(url); got.status != http.StatusOK {
			t.Fatal(got.status)
		}
	}
	if n := p.Replays() - before; n < 7 || p.Cache.Counts().Hits-hits < n || asked()-requests != 10 {
		t.Errorf("%d replays, %d hits, %d requests of 10", n, p.Cache.Counts().Hits-hits, asked()-requests)
	}
	before = p.Replays()
	two := d.chief.take("unpublish", one)
	if got := p.page(url); got.status == http.StatusOK {
		t.Errorf("%d after it was taken back", got.status)
	}
	d.chief.take("publish", two)
	if got := p.page(url); got.status != http.StatusOK || p.Replays() != before {
		t.Errorf("%d, %d replays of what was outdated", got.status, p.Replays()-before)
	}
}

// TestAReplayEndsWithWhatThePageRemembers: blocks and banners are drawn once for many pages.
// Another content of a block, and the moment at which a block or a campaign ends, end the
// replayed answers that show them too, on this node and on another one.
func TestAReplayEndsWithWhatThePageRemembers(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	chief, sales := a.user("chief_editor"), a.user("ad_manager")
	other := a.another()
	const front = "http://baq.test/"
	version := 0
	lay := func(title string, more object) {
		t.Helper()
		block := object{"id": "linklink", "kind": "links", "languages": object{"kk": object{"title": title, "links": []object{{"title": "Бір", "url": "/latest"}}}}}
		maps.Copy(block, more)
		saved := read[admin.Layout](t, chief.send("PUT", "/layouts/home", object{"version": version, "blocks": []object{block}}), 200)
		version = int(read[admin.Layout](t, chief.send("POST", "/layouts/home/publish", object{"version": saved.Version}), 200).Version)
	}
	replayed := func(mark string) {
		t.Helper()
		for _, node := range []*portal{a.portal, other} {
			before := node.Replays()
			testkit.Eventually(t, "the page that shows "+mark+" is replayed", func() bool {
				if got := node.page(front); !strings.Contains(got.text(), mark) {
					t.Fatalf("the page does not show %q", mark)
				}
				return node.Replays() > before
			})
		}
	}
	gone := func(mark string) {
		t.Helper()
		for _, node := range []*portal{a.portal, other} {
			if got := node.page(front); got.status != http.StatusOK || strings.Contains(got.text(), mark) {
				t.Errorf("%d, and the page still shows %q: %v", got.status, mark, strings.Contains(got.text(), mark))
			}
		}
	}
	lay("Бірінші сілтемелер", nil)
	replayed("Бірінші сілтемелер")
	end := time.Now().Add(3 * time.Second)
	lay("Екінші сілтемелер", object{"showUntil": end.UTC().Format(time.RFC3339Nano)})
	gone("Бірінші сілтемелер")
	replayed("Екінші сілтемелер")
	time.Sleep(time.Until(end))
	gone("Екінші сілтемелер")

	end = time.Now().Add(3 * time.Second)
	banner := sales.send("POST", "/banners", object{
		"name": "Науқан", "zone": "top", "until": end.UTC().Format(time.RFC3339Nano),
		"arts": object{"kk": object{"pictureId": a.picture.ID, "alt": "Науқанның суреті", "url": "https://bank.example/"}},
	})
	if banner.status != http.StatusCreated {
		t.Fatal(banner.status, banner.text())
	}
	replayed("Науқанның суреті")
	time.Sleep(time.Until(end))
	gone("Науқанның суреті")
}
