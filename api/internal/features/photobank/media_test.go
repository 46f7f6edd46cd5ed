package photobank

import (
	"bytes"
	"image"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/image/webp"
)

func (w web) get(method, path string, headers ...string) *http.Response {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return w.do(r)
}

func TestMediaAreDelivered(t *testing.T) {
	b := start(t)
	w, p := serve(t, b), b.published(t, Upload{})
	for _, f := range p.WebP() {
		answer := w.get(http.MethodGet, Path(p.Hash, f.Name))
		config, err := webp.DecodeConfig(answer.Body)
		if err != nil || answer.StatusCode != http.StatusOK || image.Pt(config.Width, config.Height) != image.Pt(f.Width, f.Height) || answer.ContentLength != f.Bytes {
			t.Errorf("%s: %d, %+v, %d, %v", f.Name, answer.StatusCode, config, answer.ContentLength, err)
		}
		for name, want := range map[string]string{
			"Content-Type": "image/webp", "Cache-Control": "public, max-age=31536000, s-maxage=300, immutable",
			"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
			"Cross-Origin-Resource-Policy": "cross-origin",
		} {
			if got := answer.Header.Get(name); got != want {
				t.Errorf("%s: %q", name, got)
			}
		}
	}
}

func TestMediaAnswerConditionsAndRanges(t *testing.T) {
	b := start(t)
	w, p := serve(t, b), b.published(t, Upload{Content: bytes.NewReader(sample(t, 1000, 500))})
	path := Path(p.Hash, "800.webp")
	head := w.get(http.MethodHead, path)
	if body, _ := io.ReadAll(head.Body); head.StatusCode != http.StatusOK || len(body) > 0 || head.ContentLength != p.Renditions[1].Bytes {
		t.Errorf("HEAD: %d, %d bytes of %d", head.StatusCode, len(body), head.ContentLength)
	}
	tag := head.Header.Get("ETag")
	if tag == "" || tag == w.get(http.MethodGet, Path(p.Hash, "400.webp")).Header.Get("ETag") {
		t.Error("the tag", tag, "is not this file's own")
	}
	if answer := w.get(http.MethodGet, path, "If-None-Match", tag); answer.StatusCode != http.StatusNotModified {
		t.Error(answer.StatusCode)
	}
	part := w.get(http.MethodGet, path, "Range", "bytes=0-3")
	if body, _ := io.ReadAll(part.Body); part.StatusCode != http.StatusPartialContent || string(body) != "RIFF" {
		t.Errorf("%d, %q", part.StatusCode, body)
	}
}

func TestNothingElseIsDelivered(t *testing.T) {
	b := start(t)
	w, p := serve(t, b), b.published(t, Upload{})
	none := strings.Repeat("0", 40)
	for _, path := range []string{
		"/media/" + none + "/800.webp", Path(p.Hash, "801.webp"), "/media/" + p.Hash + "/800.jpg", "/media/" + p.Hash + "/0800.webp",
		"/media/" + p.Hash + "/+800.webp", "/media/" + p.Hash + "/", "/media/" + p.Hash, "/media/", "/media",
		"/media/" + strings.ToUpper(p.Hash) + "/800.webp", "/media/" + p.Hash[:39] + "/800.webp", "/media/" + p.Hash + "0/800.webp",
		"/media/" + p.Hash + "%00/800.webp", "/media/..%2f..%2f" + p.Hash + "/800.webp", "/media/" + p.Hash + "/..%2f800.webp",
		"/media/originals/" + p.Hash[:2], "/media/" + p.Hash + "/800.webp/x", "/media/" + p.Hash + "%0a/800.webp",
	} {
		answer := w.get(http.MethodGet, path)
		if answer.StatusCode != http.StatusNotFound || strings.Contains(answer.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d, %s", path, answer.StatusCode, answer.Header.Get("Cache-Control"))
		}
	}
	if answer := w.get(http.MethodPost, Path(p.Hash, "800.webp")); answer.StatusCode != http.StatusMethodNotAllowed {
		t.Error(answer.StatusCode)
	}
}
