package website

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"image/png"
	"net/http"
	"strings"
	"testing"
)

// TestManifest: each site is an app of its own, in its language.
func TestManifest(t *testing.T) {
	n := open(t)
	for host, want := range map[string][2]string{kkHost: {"kk", "Соңғы жаңалықтар"}, ruHost: {"ru", "Последние новости"}} {
		answer := n.ask(host, "/manifest.webmanifest")
		var m manifest
		if err := json.Unmarshal(answer.Body.Bytes(), &m); err != nil || answer.Header().Get("Content-Type") != "application/manifest+json" {
			t.Fatalf("%s: %v %s", host, err, answer.Header())
		}
		if m.Lang != want[0] || m.Shortcuts[0].Name != want[1] || m.StartURL != "/" || m.Name == "" || m.ShortName == "" {
			t.Errorf("%s: %+v", host, m)
		}
		masks := 0
		for _, icon := range m.Icons {
			file := n.ask(host, icon.Source)
			if file.Code != http.StatusOK || file.Header().Get("Content-Type") != icon.Type {
				t.Errorf("%s: %d %s", icon.Source, file.Code, file.Header().Get("Content-Type"))
			}
			if icon.Purpose == "maskable" {
				masks++
			}
			if icon.Type == "image/png" {
				picture, err := png.DecodeConfig(file.Body)
				if err != nil || strings.Split(icon.Sizes, "x")[0] != map[int]string{192: "192", 512: "512"}[picture.Width] || picture.Width != picture.Height {
					t.Errorf("%s is not %s: %v", icon.Source, icon.Sizes, err)
				}
			}
		}
		if masks != 2 {
			t.Errorf("%d maskable icons", masks)
		}
		for _, one := range m.Shortcuts {
			if got := n.ask(host, one.URL); got.Code != http.StatusOK {
				t.Errorf("the shortcut %s: %d", one.URL, got.Code)
			}
		}
	}
}

// TestServiceWorker: small, asked for anew each time, and all that it keeps from the
// first visit on is there.
func TestServiceWorker(t *testing.T) {
	n := open(t)
	answer := n.ask(kkHost, "/sw.js")
	script := answer.Body.String()
	if answer.Code != http.StatusOK || answer.Header().Get("Cache-Control") != "no-cache" || !strings.HasPrefix(answer.Header().Get("Content-Type"), "text/javascript") {
		t.Errorf("%d %v", answer.Code, answer.Header())
	}
	if len(script) > 5<<10 || zippedSize(t, script) > 3<<10 {
		t.Errorf("the worker has %d bytes, %d compressed", len(script), zippedSize(t, script))
	}
	if !strings.Contains(answer.Header().Get("Content-Security-Policy"), "worker-src 'self'") {
		t.Error("the policy lets no worker in")
	}
	if !strings.Contains(script, n.site.edition) {
		t.Error("the worker does not change with the edition")
	}
	_, list, _ := strings.Cut(script, "const fixed = ")
	list, _, _ = strings.Cut(list, "\n")
	var fixed []string
	if err := json.Unmarshal([]byte(list), &fixed); err != nil || len(fixed) < 3 {
		t.Fatalf("%v: %s", err, list)
	}
	for _, path := range fixed {
		if got := n.ask(kkHost, path); got.Code != http.StatusOK {
			t.Errorf("%s: %d", path, got.Code)
		}
	}
	if page := n.page(ruHost, "/offline"); !strings.Contains(page, "Нет подключения к интернету") || !strings.Contains(page, `content="noindex`) {
		t.Error("the offline page isn't Russian, or is for search engines")
	}
	if again := n.ask(kkHost, "/sw.js", "If-None-Match", answer.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("the same worker again: %d", again.Code)
	}
}

func zippedSize(t *testing.T, text string) int {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}
