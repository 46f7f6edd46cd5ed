package deployment

import (
	"bytes"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// The routing table (requirement ARC-3): each host and path reaches the right service.
var routes = []struct{ path, service string }{
	{"/", "content-service"},
	{"/news/almaty-zhanalyktary", "content-service"},
	{"/rubric/sayasat?before=abc", "content-service"},
	{"/tag/x", "content-service"},
	{"/latest", "content-service"},
	{"/preview/AAAAAAAAAAAAAAAAAAAAAA", "content-service"},
	{"/docs", "content-service"},
	{"/docs/index.html", "content-service"},
	{"/redoc", "content-service"},
	{"/robots.txt", "content-service"},
	{"/administration", "content-service"},
	{"/api/v1/news", "content-service"},
	{"/assets/site.0f3a.css", "content-service"},
	{"/media/0f3a/800.webp", "image-service"},
	{"/.well-known/jwks.json", "api-admin"},
	{"/admin/", "admin-ui"},
	{"/admin/news/1", "admin-ui"},
	{"/admin/_nuxt/entry.js", "admin-ui"},
	{"/api/admin/v1/news", "api-admin"},
	{"/api/admin/v1/session", "api-admin"},
	{"/api/admin/v1/session/refresh", "api-admin"},
	{"/api/admin/v1/pictures", "api-admin"},
	{"/api/admin/v1/pictures/7", "api-admin"},
	{"/api/admin/v1/picture-uploads", "api-admin"},
	{"/api/admin/v1/picture-uploads/0198c6d4-5a5e-7000-8000-000000000000", "api-admin"},
}

func TestRoutes(t *testing.T) {
	e := startEdge(t)
	for _, host := range []string{"baq.kz", "rus.baq.kz"} {
		for _, r := range routes {
			response, text := e.ask(t, "GET", "https://"+host+r.path, nil)
			service, _, _ := strings.Cut(text, "\n")
			if response.StatusCode != 200 || service != r.service {
				t.Errorf("%s%s: %d from %q, want %s", host, r.path, response.StatusCode, service, r.service)
			}
		}
	}
}

func TestNotForTheWorld(t *testing.T) {
	e := startEdge(t)
	for _, path := range []string{"/metrics", "/healthz", "/readyz", "/.git/config", "/.env", "/admin/.env", "/a/.ssh/id"} {
		if response, _ := e.ask(t, "GET", "https://baq.kz"+path, nil); response.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, response.StatusCode)
		}
	}
}

func TestRedirects(t *testing.T) {
	e := startEdge(t)
	for address, want := range map[string]string{
		"http://baq.kz/news/a?b=c":  "https://baq.kz/news/a?b=c",
		"http://rus.baq.kz/":        "https://rus.baq.kz/",
		"https://www.baq.kz/news/a": "https://baq.kz/news/a",
	} {
		if response, _ := e.ask(t, "GET", address, nil); response.StatusCode != 301 || response.Header.Get("Location") != want {
			t.Errorf("%s: %d to %q", address, response.StatusCode, response.Header.Get("Location"))
		}
	}
	if response, _ := e.ask(t, "GET", "https://baq.kz/admin", nil); response.StatusCode != 308 || !strings.HasSuffix(response.Header.Get("Location"), "/admin/") {
		t.Errorf("/admin: %d to %q", response.StatusCode, response.Header.Get("Location"))
	}
}

func TestForeignHostsGetNoAnswer(t *testing.T) {
	e := startEdge(t)
	for _, address := range []string{"http://example.org/", "https://example.org/"} {
		request, _ := http.NewRequestWithContext(t.Context(), "GET", address, nil)
		if response, err := e.client.Do(request); err == nil {
			_ = response.Body.Close()
			t.Errorf("%s: %d", address, response.StatusCode)
		}
	}
}

func TestCertificateProofsAreServed(t *testing.T) {
	e := startEdge(t)
	response, _ := e.ask(t, "GET", "http://baq.kz/.well-known/acme-challenge/none", nil)
	if response.StatusCode != http.StatusNotFound { // looked for on disk, not redirected
		t.Errorf("%d", response.StatusCode)
	}
}

func TestUpstreamIsToldWhoAskedAndNothingElse(t *testing.T) {
	e := startEdge(t)
	_, text := e.ask(t, "GET", "https://rus.baq.kz/", nil, "X-Forwarded-For", "10.9.8.7", "X-Forwarded-Proto", "gopher")
	if !strings.Contains(text, "\nhost=rus.baq.kz\nfor=127.0.0.1\nproto=https\n") {
		t.Errorf("%.200s", text)
	}
}

func TestAnswersCarrySafetyHeadersAndNoVersions(t *testing.T) {
	e := startEdge(t)
	e.upstreams["api-admin"].Close()
	for _, path := range []string{"/", "/admin/", "/media/x/800.webp", "/metrics", "/api/admin/v1/news"} {
		response, text := e.ask(t, "GET", "https://baq.kz"+path, nil)
		h := response.Header
		if h.Get("Strict-Transport-Security") == "" || h.Get("X-Content-Type-Options") != "nosniff" ||
			h.Get("Referrer-Policy") == "" || h.Get("X-Frame-Options") != "SAMEORIGIN" {
			t.Errorf("%s: %v", path, h)
		}
		if h.Get("Server") != "nginx" || h.Get("X-Powered-By") != "" || strings.Contains(text, "nginx/") {
			t.Errorf("%s tells of its make: %v", path, h)
		}
	}
	if response, _ := e.ask(t, "GET", "https://baq.kz/framed", nil); strings.Join(response.Header.Values("X-Frame-Options"), ",") != "DENY" {
		t.Errorf("an upstream's own header is not respected: %v", response.Header)
	}
}

func TestDeadServiceIsACleanAnswer(t *testing.T) {
	e := startEdge(t)
	for _, name := range services {
		e.upstreams[name].Close()
	}
	for _, path := range []string{"/", "/admin/", "/news/a"} {
		response, text := e.ask(t, "GET", "https://baq.kz"+path, nil)
		if response.StatusCode != 503 || response.Header.Get("Retry-After") == "" || !strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") ||
			!strings.Contains(text, "Сайт уақытша қолжетімсіз") || !strings.Contains(text, "Сайт временно недоступен") {
			t.Errorf("%s: %d %v %.200s", path, response.StatusCode, response.Header, text)
		}
	}
	for _, path := range []string{"/api/v1/news", "/api/admin/v1/news", "/api/admin/v1/pictures"} {
		response, text := e.ask(t, "GET", "https://baq.kz"+path, nil)
		if response.StatusCode != 503 || response.Header.Get("Content-Type") != "application/problem+json" || !strings.Contains(text, `"code":"edge.away"`) {
			t.Errorf("%s: %d %v %.200s", path, response.StatusCode, response.Header, text)
		}
	}
}

func TestServicesOwnErrorsPass(t *testing.T) {
	e := startEdge(t)
	response, text := e.ask(t, "GET", "https://baq.kz/own-trouble", nil)
	if response.StatusCode != 503 || !strings.HasPrefix(text, "content-service") {
		t.Errorf("%d %.80s", response.StatusCode, text)
	}
}

func TestPicturesOutliveTheirService(t *testing.T) {
	e := startEdge(t)
	const picture = "https://baq.kz/media/0f3a/800.webp"
	e.ask(t, "GET", picture, nil)
	if _, text := e.ask(t, "GET", "https://rus.baq.kz/media/0f3a/800.webp", nil); !strings.HasPrefix(text, "image-service") || e.hits["image-service"].Load() != 1 {
		t.Errorf("asked %d times for %.40s", e.hits["image-service"].Load(), text)
	}
	e.upstreams["image-service"].Close()
	if response, _ := e.ask(t, "GET", picture, nil); response.StatusCode != 200 {
		t.Errorf("%d", response.StatusCode)
	}
}

// A picture that readers may no longer see goes from the edge, too, and does not come
// back when its service dies.
func TestAWithdrawnPictureGoesFromTheEdge(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	e := startEdge(t)
	const picture = "https://baq.kz/media/changing/800.webp"
	if response, _ := e.ask(t, "GET", picture, nil); response.StatusCode != 200 {
		t.Fatal(response.StatusCode)
	}
	time.Sleep(2100 * time.Millisecond) // the edge counts in whole seconds
	for range 2 {
		if response, _ := e.ask(t, "GET", picture, nil); response.StatusCode != 404 {
			t.Errorf("withdrawn: %d", response.StatusCode)
		}
	}
	if n := e.hits["image-service"].Load(); n != 2 {
		t.Errorf("the service was asked %d times", n)
	}
	e.upstreams["image-service"].Close()
	time.Sleep(3100 * time.Millisecond)
	if response, _ := e.ask(t, "GET", picture, nil); response.StatusCode == 200 {
		t.Error("a withdrawn picture came back")
	}
}

// What somebody sees by a signature is nobody else's.
func TestSignedPicturesAreNotKept(t *testing.T) {
	e := startEdge(t)
	const picture, signature = "https://baq.kz/media/changing/800.webp", "?until=1&sig=abc"
	e.ask(t, "GET", picture, nil)
	time.Sleep(2100 * time.Millisecond) // the edge counts in whole seconds
	for _, c := range []struct {
		query  string
		status int
	}{{"", 404}, {signature, 200}, {"", 404}, {"?sig=", 404}, {signature, 200}} {
		if response, _ := e.ask(t, "GET", picture+c.query, nil); response.StatusCode != c.status {
			t.Errorf("%q: %d", c.query, response.StatusCode)
		}
	}
}

func TestPagesAreNotKept(t *testing.T) {
	e := startEdge(t)
	for range 3 {
		e.ask(t, "GET", "https://baq.kz/news/a", nil)
		e.ask(t, "GET", "https://baq.kz/preview/AAAAAAAAAAAAAAAAAAAAAA", nil)
	}
	if n := e.hits["content-service"].Load(); n != 6 {
		t.Errorf("the service was asked %d times, want 6", n)
	}
}

// Who has a preview's address can read it: the log must not be enough.
func TestLogTellsNoTokens(t *testing.T) {
	e := startEdge(t)
	for _, address := range []string{"https://rus.baq.kz/preview/AAAAAAAAAAAAAAAAAAAAAA", "https://baq.kz//preview/AAAAAAAAAAAAAAAAAAAAAA", "http://baq.kz/preview/AAAAAAAAAAAAAAAAAAAAAA", "https://baq.kz/news/a?q=AAAA"} {
		e.ask(t, "GET", address, nil)
	}
	var log []byte
	for range 100 {
		if log, _ = os.ReadFile(e.access); bytes.Count(log, []byte("\n")) >= 4 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if strings.Contains(string(log), "AAAA") || strings.Count(string(log), `"path":"/preview/..."`) != 3 || !strings.Contains(string(log), `"path":"/news/a"`) {
		t.Errorf("%s", log)
	}
}

func TestPagesAreCompressed(t *testing.T) {
	e := startEdge(t)
	response, text := e.ask(t, "GET", "https://baq.kz/", nil, "Accept-Encoding", "gzip")
	if response.Header.Get("Content-Encoding") != "gzip" || len(text) > 1000 {
		t.Errorf("%d bytes, %v", len(text), response.Header)
	}
}

// What a service has compressed passes as it is, and one coding's copy at the edge is
// not another's.
func TestNothingIsCompressedTwice(t *testing.T) {
	e := startEdge(t)
	for range 2 {
		for _, address := range []string{"https://baq.kz/coded.css", "https://baq.kz/assets/coded.css"} {
			for _, accept := range []string{"br, gzip", "gzip", "br;q=1"} {
				want, _, _ := strings.Cut(accept, ",")
				want, _, _ = strings.Cut(want, ";")
				response, text := e.ask(t, "GET", address, nil, "Accept-Encoding", accept)
				if got := response.Header.Get("Content-Encoding"); got != want || !strings.HasPrefix(text, want+"|") || response.Header.Get("ETag") != `"tag-`+want+`"` {
					t.Errorf("%s as %q: %q, %.10q, %v", address, accept, got, text, response.Header)
				}
			}
			if response, text := e.ask(t, "GET", address, nil); response.Header.Get("Content-Encoding") != "" || !strings.HasPrefix(text, "|x") {
				t.Errorf("%s: %.10q, %v", address, text, response.Header)
			}
		}
	}
}

func TestUploadLimits(t *testing.T) {
	e := startEdge(t)
	large := strings.Repeat("x", 3<<20)
	if response, _ := e.ask(t, "POST", "https://baq.kz/api/admin/v1/pictures", strings.NewReader(large)); response.StatusCode != 200 {
		t.Errorf("a picture of 3 MB: %d", response.StatusCode)
	}
	part := "https://baq.kz/api/admin/v1/picture-uploads/0198c6d4-5a5e-7000-8000-000000000000"
	for size, status := range map[int]int{16 << 20: 200, 18 << 20: 413} {
		if response, _ := e.ask(t, "PATCH", part, strings.NewReader(strings.Repeat("x", size))); response.StatusCode != status {
			t.Errorf("a part of %d MiB: %d", size>>20, response.StatusCode)
		}
	}
	response, text := e.ask(t, "POST", "https://baq.kz/api/admin/v1/news", strings.NewReader(large))
	if response.StatusCode != 413 || !strings.Contains(text, `"code":"edge.large"`) {
		t.Errorf("an article of 3 MB: %d %s", response.StatusCode, text)
	}
}

func TestLoginsAreLimitedReadingIsNot(t *testing.T) {
	e := startEdge(t)
	refused := 0
	for range 40 {
		if response, text := e.ask(t, "POST", "https://baq.kz/api/admin/v1/session", strings.NewReader("{}")); response.StatusCode == 429 {
			refused++
			if !strings.Contains(text, `"code":"edge.busy"`) {
				t.Errorf("%s", text)
			}
		}
	}
	if refused < 15 || refused > 20 {
		t.Errorf("%d of 40 attempts were refused, want all after the first 21", refused)
	}
	for range 40 {
		if response, _ := e.ask(t, "GET", "https://baq.kz/api/admin/v1/session", nil); response.StatusCode != 200 {
			t.Fatalf("reading: %d", response.StatusCode)
		}
	}
}
