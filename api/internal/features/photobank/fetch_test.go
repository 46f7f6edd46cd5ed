package photobank

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/fetch"
)

func TestAPictureFromTheWeb(t *testing.T) {
	file := sample(t, 60, 40)
	outer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/суреттер/ғимарат.jpg":
			_, _ = w.Write(file)
		case "/page.html":
			_, _ = w.Write([]byte("<!DOCTYPE html><title>Жоқ</title>"))
		case "/large":
			_, _ = w.Write(make([]byte, uploadLimit+1))
		case "/inner":
			http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	}))
	defer outer.Close()
	admitted := netip.MustParseAddrPort(outer.Listener.Addr().String())
	b := start(t, func(d *Deps) {
		d.Fetch = fetch.New(fetch.Options{Admit: func(a netip.AddrPort) bool { return a == admitted }})
	})
	for path, code := range map[string]string{"/inner": "photobank.fetch_refused", "/nothing": "photobank.fetch_failed", "/large": "photobank.too_large", "/page.html": "photobank.not_an_image"} {
		_, err := b.FetchPicture(t.Context(), outer.URL+path)
		f, ok := fault.As(err)
		if !ok || f.Code != code || strings.Contains(f.Detail, "169.254") {
			t.Errorf("%s: %v", path, err)
		}
	}
	for _, address := range []string{"http://127.0.0.1:22/", "http://[::1]:5432/", "http://localhost:1/", "ftp://" + admitted.String() + "/"} {
		if _, err := b.FetchPicture(t.Context(), address); !errors.Is(err, ErrFetchRefused) {
			t.Errorf("%s: %v", address, err)
		}
	}
	if b.count(t, "pictures") != 0 {
		t.Error("a refused file became a picture")
	}
	p, err := b.FetchPicture(t.Context(), outer.URL+"/суреттер/ғимарат.jpg?w=1200#x")
	if err != nil || p.FileName != "ғимарат.jpg" || p.Bytes != int64(len(file)) {
		t.Errorf("%+v, %v", p, err)
	}
}
