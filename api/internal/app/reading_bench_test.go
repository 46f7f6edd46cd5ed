package app_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/api/internal/platform/testkit"
)

// BenchmarkReading is what a page or an answer costs that is made anew, database included,
// in a portal where nothing changes. `make bench-pages` has the same under load.
func BenchmarkReading(b *testing.B) {
	c, err := config.Load(map[string]string{
		"PORTAL_ENVIRONMENT": "test", "PORTAL_DATA_DIR": b.TempDir(), "PORTAL_MEDIA_DIR": b.TempDir(),
		"PORTAL_SITES": "kk=http://baq.test,ru=http://rus.baq.test", "PORTAL_API_RATE": "1000000", "PORTAL_PAGE_CACHE": "off",
	})
	if err != nil {
		b.Fatal(err)
	}
	p := newNode(b, c, testkit.DB(b), testkit.Redis(b))
	if err := p.Accounts.EnsureRoles(b.Context()); err != nil {
		b.Fatal(err)
	}
	handler, err := p.Handler()
	if err != nil {
		b.Fatal(err)
	}
	if err := p.Newsroom(b.Output()).Fill(b.Context(), 300); err != nil {
		b.Fatal(err)
	}
	targets, err := p.LoadTargets(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for _, one := range targets {
		b.Run(one.Name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				w := &unread{header: http.Header{}, status: http.StatusOK}
				handler.ServeHTTP(w, httptest.NewRequestWithContext(b.Context(), http.MethodGet, "http://baq.test"+one.Paths[i%len(one.Paths)], nil))
				if w.status != http.StatusOK || w.bytes == 0 {
					b.Fatal(w.status, w.bytes)
				}
			}
		})
	}
}

// unread is an answer whose bytes nobody keeps, so that only the portal's are counted.
type unread struct {
	header        http.Header
	status, bytes int
}

func (u *unread) Header() http.Header    { return u.header }
func (u *unread) WriteHeader(status int) { u.status = status }
func (u *unread) Write(b []byte) (int, error) {
	u.bytes += len(b)
	return len(b), nil
}
