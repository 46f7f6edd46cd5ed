package cache_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/testkit"
)

// front is a page like the front page: 40 KB of HTML and 120 tags.
func front(context.Context) (cache.Page, error) {
	var body strings.Builder
	for i := range 400 {
		fmt.Fprintf(&body, "<article class=card><a href=/news/%d>Үкімет бюджетті %d рет бекітті</a></article>\n", i*i, i)
	}
	var tags []string
	for i := range 120 {
		tags = append(tags, fmt.Sprint("article:", i))
	}
	return cache.Page{Status: 200, ContentType: "text/html", Body: []byte(body.String()), Tags: tags}, nil
}

func warm(b *testing.B) *cache.Pages {
	b.Helper()
	client, err := cache.Open(testkit.Redis(b).URL)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(client.Close)
	p := cache.New(client, 10*time.Minute, slog.New(slog.DiscardHandler))
	for range 2 {
		if _, err := p.Fetch(b.Context(), "front", front); err != nil {
			b.Fatal(err)
		}
	}
	return p
}

// BenchmarkHit is what the cache adds to an answer.
func BenchmarkHit(b *testing.B) {
	p := warm(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Fetch(b.Context(), "front", front); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHitAfterAChange is a hit when some page has changed since the last one.
func BenchmarkHitAfterAChange(b *testing.B) {
	p := warm(b)
	for b.Loop() {
		b.StopTimer()
		if err := p.Bump(b.Context(), 0, "other"); err != nil {
			b.Fatal(err)
		}
		time.Sleep(2 * time.Millisecond)
		b.StartTimer()
		if _, err := p.Fetch(b.Context(), "front", front); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAnswer sends the page through Echo, from the cache and from a variable: the
// second is the yardstick.
func BenchmarkAnswer(b *testing.B) {
	p := warm(b)
	bare, err := p.Fetch(b.Context(), "front", front)
	if err != nil {
		b.Fatal(err)
	}
	for name, get := range map[string]func(context.Context) (cache.Page, error){
		"cached": func(ctx context.Context) (cache.Page, error) { return p.Fetch(ctx, "front", front) },
		"bare":   func(context.Context) (cache.Page, error) { return bare, nil },
	} {
		e := echo.New()
		e.GET("/", func(c echo.Context) error {
			page, err := get(c.Request().Context())
			if err != nil {
				return err
			}
			return httpx.SendCoded(c, page.Status, page.ContentType, page.ETag, page.Bodies())
		})
		for _, accept := range []string{"", "br, gzip"} {
			b.Run(name+"/"+strings.ReplaceAll(accept, ", ", "+"), func(b *testing.B) {
				r := httptest.NewRequest(http.MethodGet, "/", nil)
				r.Header.Set("Accept-Encoding", accept)
				b.ReportAllocs()
				for b.Loop() {
					e.ServeHTTP(httptest.NewRecorder(), r)
				}
			})
		}
	}
}

// BenchmarkFinish is what a render pays for the codings.
func BenchmarkFinish(b *testing.B) {
	p := warm(b)
	b.ReportAllocs()
	for b.Loop() {
		page, err := cache.Finish(p)(front(b.Context()))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(page.Body)), "plain-B")
		b.ReportMetric(float64(len(page.Gzip)), "gzip-B")
		b.ReportMetric(float64(len(page.Brotli)), "br-B")
	}
}
