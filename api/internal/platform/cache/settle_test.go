package cache_test

import (
	"bytes"
	"context"
	"io"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/testkit"
)

// longText is a page that is worth compressing.
func longText(n int64) string {
	return strconv.FormatInt(n, 10) + strings.Repeat(" Үкімет бюджетті бекітті.", 300)
}

// TestAPageThatLivesIsCompressedOnceMore: a page comes with gzip; when it has lived for a
// while and is asked for, it gets brotli, on all nodes, without another render and under
// the same tag.
func TestAPageThatLivesIsCompressedOnceMore(t *testing.T) {
	server := testkit.Redis(t)
	nodes := []*cache.Pages{node(t, server.URL), node(t, server.URL)}
	var renders atomic.Int64
	get := func(p *cache.Pages) cache.Page {
		got, err := p.Fetch(t.Context(), "article", func(context.Context) (cache.Page, error) {
			return page(longText(renders.Add(1)), "article:1"), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	for _, p := range nodes {
		p.BrotliAfter(300 * time.Millisecond)
	}
	first := get(nodes[0])
	for range 5 {
		for _, p := range nodes {
			if got := get(p); got.Brotli != nil || got.Gzip == nil || got.ETag != first.ETag {
				t.Fatalf("brotli %d bytes, gzip %d, tag %s", len(got.Brotli), len(got.Gzip), got.ETag)
			}
		}
	}
	for _, p := range nodes {
		eventually(t, 10*time.Second, "brotli", func() bool { return get(p).Brotli != nil })
		got := get(p)
		if text, err := io.ReadAll(brotli.NewReader(bytes.NewReader(got.Brotli))); err != nil || string(text) != longText(1) || !bytes.Equal(got.Body, text) {
			t.Errorf("another text: %v", err)
		}
		if got.ETag != first.ETag || got.Gzip == nil || !got.Made.Equal(first.Made) {
			t.Error("it became another page")
		}
	}
	if err := nodes[0].Purge(t.Context(), "article:1"); err != nil {
		t.Fatal(err)
	}
	for _, p := range nodes {
		if got := get(p); string(got.Body) != longText(2) || got.Brotli != nil {
			t.Errorf("after a change: %.10s, brotli %d bytes", got.Body, len(got.Brotli))
		}
	}
	if n := renders.Load(); n != 2 {
		t.Errorf("%d renders", n)
	}
}

// TestAnOldPageIsNotPutBack: one that was being compressed while another took its place.
func TestAnOldPageIsNotPutBack(t *testing.T) {
	p := open(t)
	var renders atomic.Int64
	get := func() string {
		return fetch(t, p, "article", func(context.Context) (cache.Page, error) { return page(longText(renders.Add(1)), "article:1"), nil })
	}
	again := func() {
		if err := p.Purge(t.Context(), "article:1"); err != nil {
			t.Fatal(err)
		}
		get()
	}
	get()
	if get(); renders.Load() != 1 {
		t.Fatal("it is not kept")
	}
	if err := cache.Settle(p, "article", again); err != nil {
		t.Fatal(err)
	}
	if text := get(); text != longText(2) {
		t.Errorf("%.10s", text)
	}
	if done, err := cache.ReplaceStale(p, "article", again); err != nil || done {
		t.Errorf("a page that is not there any more was replaced: %v", err)
	}
	if text := get(); text != longText(3) || renders.Load() != 3 {
		t.Errorf("%.10s after %d renders", text, renders.Load())
	}
}
