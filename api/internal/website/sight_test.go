package website

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/cache"
)

// read asks for a page as somebody with weak sight does.
func (n *newsroom) read(host, path, chosen string, header ...string) *httptest.ResponseRecorder {
	n.Helper()
	return n.ask(host, path, append(header, "Cookie", sightCookie+"="+chosen)...)
}

func TestAForeignSightIsTheOrdinaryVersion(t *testing.T) {
	n := open(t)
	plain := n.page(kkHost, "/latest")
	for _, value := range []string{"", "150", "150.dark.wide.sans", "150.dark.wide.sans.on.x", `150.dark.wide.sans."onload=`, "999.dark.wide.sans.on", "....", strings.Repeat("1", 4000)} {
		if got := n.read(kkHost, "/latest", value); got.Code != http.StatusOK || got.Body.String() != plain {
			t.Errorf("%q: %d, another page", value, got.Code)
		}
	}
}

func TestSight(t *testing.T) {
	n, e := filled(t)
	path := "/news/" + e.kk.Slug
	plain := n.ask(kkHost, path)
	special := n.read(kkHost, path, "200.dark.widest.sans.off")
	if got := special.Body.String(); !strings.Contains(got, `<html data-size="200" data-contrast="dark" data-spacing="widest" data-face="sans" data-pictures="off" data-sight lang="kk">`) || strings.Contains(got, "<img") {
		t.Errorf("%.300s", got)
	}
	if special.Header().Get("ETag") == plain.Header().Get("ETag") || special.Header().Get("Cache-Control") != "private, no-cache" {
		t.Errorf("%v", special.Header())
	}
	if again := n.read(kkHost, path, "200.dark.widest.sans.off", "If-None-Match", plain.Header().Get("ETag")); again.Code != http.StatusOK {
		t.Errorf("the ordinary page stands for the special one: %d", again.Code)
	}
	if again := n.read(kkHost, path, "200.dark.widest.sans.off", "If-None-Match", special.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("%d", again.Code)
	}
	if after := n.ask(kkHost, path); after.Body.String() != plain.Body.String() {
		t.Error("the choice of one is in the page of all")
	}
	if missing := n.read(kkHost, "/nothing", "200.dark.widest.sans.on"); missing.Code != http.StatusNotFound || !strings.Contains(missing.Body.String(), "data-sight") {
		t.Errorf("the page of a missing address: %d", missing.Code)
	}
}

func TestPicturesBecomeTheirDescriptions(t *testing.T) {
	page := cache.Page{ETag: `"x"`, Body: []byte(`<html lang="kk"><img src="/a.webp" alt="Мектеп &lt;b&gt; &#34;алаңы&#34;" width="4"><img alt="" src="b"><img src="c">`)}
	locale := open(t).site.locales["kk"]
	got := string(sight{"100", "ordinary", "ordinary", "ordinary", "off"}.apply(page, say(locale, "sight.picture")).Body)
	if want := `<span class="described">Сурет: Мектеп &lt;b&gt; &#34;алаңы&#34;</span>`; !strings.HasSuffix(got, want) || strings.Contains(got, "<img") {
		t.Error(got)
	}
}

func TestTheFormOfSight(t *testing.T) {
	n := open(t)
	form := url.Values{"size": {"150"}, "contrast": {"blue"}, "spacing": {"wide"}, "face": {"sans"}, "pictures": {"on"}, "to": {"/latest?before=x"}}
	post := func(form url.Values, origin string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, sightPath, strings.NewReader(form.Encode()))
		r.Host = kkHost
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if origin != "" {
			r.Header.Set("Origin", origin)
		}
		w := httptest.NewRecorder()
		n.web.ServeHTTP(w, r)
		return w
	}
	if got := post(form, "https://evil.example"); got.Code != http.StatusForbidden || got.Header().Get("Set-Cookie") != "" {
		t.Errorf("a form of another site: %d", got.Code)
	}
	if got := post(url.Values{"size": {"150"}}, ""); got.Code != http.StatusBadRequest {
		t.Errorf("half a choice: %d", got.Code)
	}
	got := post(form, "http://"+kkHost)
	cookie := got.Header().Get("Set-Cookie")
	if got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/latest?before=x" || !strings.HasPrefix(cookie, "sight=150.blue.wide.sans.on;") || !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") {
		t.Errorf("%d %v", got.Code, got.Header())
	}
	form.Set("off", "1")
	form.Set("to", "//evil.example/")
	if got := post(form, ""); got.Header().Get("Location") != "/" || !strings.Contains(got.Header().Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("%v", got.Header())
	}
	shown := n.read(kkHost, sightPath, "200.dark.widest.sans.off")
	if !strings.Contains(shown.Body.String(), `value="200" checked`) || shown.Header().Get("Cache-Control") != "private, no-store" {
		t.Errorf("the form does not show the choice: %v", shown.Header())
	}
}
