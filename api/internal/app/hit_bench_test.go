package app_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strconv"
	"testing"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/api/internal/platform/testkit"
)

// BenchmarkHit is a page from the cache over a socket, beside bare Echo with the same bytes
// and with the same headers, too.
func BenchmarkHit(b *testing.B) {
	c, err := config.Load(map[string]string{"PORTAL_ENVIRONMENT": "test", "PORTAL_DATA_DIR": b.TempDir(), "PORTAL_MEDIA_DIR": b.TempDir(), "PORTAL_SITES": "kk=http://baq.test,ru=http://rus.baq.test", "PORTAL_LOG_LEVEL": "error"})
	if err != nil {
		b.Fatal(err)
	}
	a := newNode(b, c, testkit.DB(b), testkit.Redis(b))
	handler, err := a.Handler()
	if err != nil {
		b.Fatal(err)
	}
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, "http://baq.test/offline", http.NoBody)
	if err != nil {
		b.Fatal(err)
	}
	for range 3 {
		handler.ServeHTTP(&unread{header: http.Header{}}, r)
	}
	like := &unread{header: http.Header{}}
	handler.ServeHTTP(like, r)
	size, err := strconv.Atoi(like.header.Get("Content-Length"))
	if err != nil || a.Replays() == 0 {
		b.Fatalf("%v, %d replays: %v", err, a.Replays(), like.header)
	}
	body := make([]byte, size)
	bare := func(header http.Header) http.Handler {
		e := echo.New()
		e.GET("/*", func(c echo.Context) error {
			for name, values := range header {
				c.Response().Header()[name] = values
			}
			c.Response().Header().Set("Content-Length", strconv.Itoa(size))
			return c.Blob(http.StatusOK, "text/html; charset=utf-8", body)
		})
		return e
	}
	for _, way := range []struct {
		name string
		http.Handler
	}{{"portal", handler}, {"bare", bare(nil)}, {"bare with the headers", bare(like.header)}} {
		b.Run(way.name, func(b *testing.B) { overSocket(b, way.Handler, size) })
	}
}

// overSocket asks one connection after the other's answer has come.
func overSocket(b *testing.B, handler http.Handler, size int) {
	b.Helper()
	peer, err := (&net.Dialer{}).DialContext(b.Context(), "tcp", listening(b, handler))
	if err != nil {
		b.Fatal(err)
	}
	defer peer.Close()
	in := bufio.NewReaderSize(peer, 1<<16)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := io.WriteString(peer, "GET /offline HTTP/1.1\r\nHost: baq.test\r\n\r\n"); err != nil {
			b.Fatal(err)
		}
		for line := []byte("head"); len(line) > len("\r\n"); {
			if line, err = in.ReadSlice('\n'); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := in.Discard(size); err != nil {
			b.Fatal(err)
		}
	}
}
