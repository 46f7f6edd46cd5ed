package robots

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
)

// usual are the thresholds as delivered.
func usual() *Watch {
	w := New()
	w.Set(Thresholds{Missed: {30, time.Minute}, Page: {300, time.Minute}})
	return w
}

func TestTheBoundary(t *testing.T) {
	reader := netip.MustParseAddr("203.0.113.9")
	w := usual()
	reached := func(kind Kind, times int, at time.Duration) (n int) {
		for range times {
			if w.count(kind, reader, at) {
				n++
			}
		}
		return n
	}
	for _, c := range []struct {
		name  string
		kind  Kind
		times int
		at    time.Duration
		want  int
	}{
		{"one less", Missed, 29, time.Second, 0},
		{"pages do not count as missed", Page, 299, time.Second, 0},
		{"the thirtieth", Missed, 1, time.Minute, 1}, // 59 s after the first
		{"once in a window", Missed, 500, time.Minute, 0},
		{"a new window counts from nothing", Missed, 29, 61 * time.Second, 0},
		{"and tells again", Missed, 1, 90 * time.Second, 1},
		{"the three hundredth page comes too late", Page, 1, 61 * time.Second, 0},
	} {
		if got := reached(c.kind, c.times, c.at); got != c.want {
			t.Errorf("%s: told %d times, want %d", c.name, got, c.want)
		}
	}
}

func TestAWatchThatIsNotSetOrSwitchedOffCountsNothing(t *testing.T) {
	w := New()
	for range 100 {
		if w.Count(Missed, netip.MustParseAddr("203.0.113.9")) {
			t.Fatal("told")
		}
	}
	if w.Count(Missed, netip.Addr{}) || w.Addresses() != 0 {
		t.Error("it remembers")
	}
}

// TestALowerThresholdHoldsAtOnce: it need not be met exactly.
func TestALowerThresholdHoldsAtOnce(t *testing.T) {
	w, reader := usual(), netip.MustParseAddr("203.0.113.9")
	for range 20 {
		w.count(Missed, reader, 0)
	}
	w.Set(Thresholds{Missed: {10, time.Minute}})
	if !w.count(Missed, reader, 0) || w.count(Missed, reader, 0) {
		t.Error("not told once")
	}
}

func TestNetworks(t *testing.T) {
	for _, c := range []struct{ address, name string }{
		{"203.0.113.9", "203.0.113.9"},
		{"::ffff:203.0.113.9", "203.0.113.9"},
		{"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
		{"2001:db8:1:2:ffff::", "2001:db8:1:2::/64"},
		{"fe80::1%eth0", "fe80::/64"},
	} {
		if got := name(netip.MustParseAddr(c.address)); got != c.name {
			t.Errorf("%s is %s, want %s", c.address, got, c.name)
		}
	}
	w := usual()
	told := 0
	for i := range 30 { // a subscriber who takes another address for each request
		if w.Count(Missed, netip.MustParseAddr(fmt.Sprintf("2001:db8:1:2::%x", i))) {
			told++
		}
	}
	if told != 1 || w.Addresses() != 1 {
		t.Errorf("told %d times of %d networks", told, w.Addresses())
	}
}

// TestMemoryIsBounded: a million strangers make the watch forget each other, and
// not the one who keeps on asking.
func TestMemoryIsBounded(t *testing.T) {
	w, busy, told := usual(), netip.MustParseAddr("203.0.113.9"), 0
	for i := range 1_000_000 {
		w.count(Page, netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), 0)
		if i%40_000 == 0 && w.count(Missed, busy, 0) { // 25 times: less often than each shard turns around
			told++
		}
	}
	for range 5 {
		if w.count(Missed, busy, 0) {
			told++
		}
	}
	if n := w.Addresses(); n > addresses {
		t.Errorf("%d addresses are remembered", n)
	}
	if told != 1 {
		t.Errorf("who kept asking was told of %d times", told)
	}
}

// TestManyAtOnce: thirty of an address are thirty, whoever counts them.
func TestManyAtOnce(t *testing.T) {
	w := usual()
	var told atomic.Int64
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for i := range 3000 { // 16 * 3000 of 100 addresses: 480 of each
				if w.count(Page, netip.AddrFrom4([4]byte{192, 0, 2, byte(i % 100)}), 0) {
					told.Add(1)
				}
			}
		})
	}
	all.Wait()
	if told.Load() != 100 {
		t.Errorf("100 addresses are told of %d times", told.Load())
	}
}

// site answers 200, and 404 where there is nothing.
func site(w *Watch) *echo.Echo {
	e := echo.New()
	e.HTTPErrorHandler = func(_ error, c echo.Context) { _ = c.String(http.StatusNotFound, "табылмады") }
	e.Pre(w.Middleware(func(path string) (bool, bool) {
		return !strings.HasPrefix(path, "/media/"), !strings.HasPrefix(path, "/assets/")
	}))
	e.GET("/", func(c echo.Context) error { return c.String(http.StatusOK, "ok") })
	e.GET("/assets/x", func(c echo.Context) error { return c.String(http.StatusOK, "ok") })
	return e
}

func ask(e *echo.Echo, path, agent string) {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.URL.Path, r.RemoteAddr = path, "203.0.113.9:4711"
	r.Header.Set("User-Agent", agent)
	e.ServeHTTP(httptest.NewRecorder(), r)
}

func TestTheMiddlewareSeesWhatNoRouteAnswers(t *testing.T) {
	w := usual()
	e := site(w)
	for range 400 {
		ask(e, "/assets/x", "")
		ask(e, "/media/none.webp", "")
	}
	for range 299 {
		ask(e, "/", "")
	}
	if len(w.Sightings()) != 0 {
		t.Fatalf("%+v", <-w.Sightings())
	}
	hostile := "\xff\x00бот" + strings.Repeat("ә", 500)
	for range 60 {
		ask(e, "/wp-login.php\x00\xff", hostile)
	}
	ask(e, "/", "Googlebot/2.1") // whoever says so
	if len(w.Sightings()) != 2 {
		t.Fatalf("%d sightings", len(w.Sightings()))
	}
	missed, page := <-w.Sightings(), <-w.Sightings()
	if missed.Kind != Missed || missed.Address != "203.0.113.9" || missed.Path != "/wp-login.php" || missed.Threshold.Most != 30 || len(missed.UserAgent) > keptOfText || !strings.HasPrefix(missed.UserAgent, "бот") {
		t.Errorf("%+v", missed)
	}
	if page.Kind != Page || page.UserAgent != "Googlebot/2.1" {
		t.Errorf("%+v", page)
	}
}

// TestNobodyWaitsForTheWriter: what nobody takes is dropped and counted.
func TestNobodyWaitsForTheWriter(t *testing.T) {
	w := usual()
	w.Set(Thresholds{Page: {1, time.Minute}})
	e := site(w)
	for i := range waiting + 10 {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = fmt.Sprintf("10.0.%d.%d:1", i/256, i%256)
		e.ServeHTTP(httptest.NewRecorder(), r)
	}
	if len(w.Sightings()) != waiting || w.Dropped() != 10 {
		t.Errorf("%d wait, %d dropped", len(w.Sightings()), w.Dropped())
	}
}

func BenchmarkCount(b *testing.B) {
	for _, readers := range []int{1, 10_000, 100_000, 400_000} {
		all := make([]netip.Addr, readers)
		for i := range all {
			all[i] = netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
		}
		b.Run(fmt.Sprint(readers), func(b *testing.B) {
			w := usual()
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				w.Count(Page, all[i%readers])
			}
		})
	}
}

// BenchmarkMiddleware is what a whole request pays: with it less without it.
func BenchmarkMiddleware(b *testing.B) {
	watched := usual()
	plain := echo.New()
	plain.GET("/", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) })
	with := echo.New()
	with.Pre(watched.Middleware(func(string) (bool, bool) { return true, true }))
	with.GET("/", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) })
	for name, e := range map[string]*echo.Echo{"without": plain, "with": with} {
		b.Run(name, func(b *testing.B) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.RemoteAddr = "203.0.113.9:4711"
			for b.Loop() {
				e.ServeHTTP(httptest.NewRecorder(), r)
			}
		})
	}
}
