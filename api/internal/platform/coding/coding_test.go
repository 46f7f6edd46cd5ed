package coding_test

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"

	"baq.kz/portal/api/internal/platform/coding"
)

// text is a page that compresses as pages do.
func text() []byte {
	return []byte("<!doctype html>" + strings.Repeat("<p>Үкімет бюджетті бекітті: қазақша мәтін.</p>\n", 500))
}

func plain(t *testing.T, name string, body coding.Text) []byte {
	t.Helper()
	var r io.Reader = bytes.NewReader(body.Join())
	switch name {
	case coding.Gzip:
		unzip, err := gzip.NewReader(r)
		if err != nil {
			t.Fatal(err)
		}
		r = unzip
	case coding.Brotli:
		r = brotli.NewReader(r)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out
}

func TestWhatAClientAsksForIsWhatItGets(t *testing.T) {
	b := coding.ForPages().Encode("text/html; charset=utf-8", text())
	for accept, want := range map[string]string{
		"":                                   "", // said and empty: only as it is
		"gzip, deflate, br, zstd":            "br",
		"gzip, deflate":                      "gzip",
		"x-gzip":                             "gzip",
		"GZIP":                               "gzip",
		"br;q=0.5, gzip;q=0.9":               "gzip",
		"br;q=0.9, gzip;q=0.9":               "br",
		"br;q=0, gzip;q=0":                   "",
		"br;q=0.001":                         "br",
		"gzip;q=0.5, identity":               "",
		"gzip;q=0.5, identity;q=0.5":         "gzip",
		"gzip ; q=1.0 , identity ; q=0":      "gzip",
		"*":                                  "br",
		"*;q=0.1, br;q=0":                    "gzip",
		"*;q=0":                              "",
		"identity;q=0":                       "",
		"identity;q=0, *;q=0.2":              "br",
		"deflate, zstd":                      "",
		"gzip;q=2":                           "",
		"gzip;q=NaN":                         "",
		"gzip;level=9":                       "",
		",,gzip,,":                           "gzip",
		"\x00;q=\xff,br":                     "br",
		strings.Repeat("a,", 5000) + "gzip":  "gzip",
		"brotli, gzipped, identity;q=0, br2": "",
	} {
		name, body := b.Choose([]string{accept})
		if name != want {
			t.Errorf("%.60q: %q, want %q", accept, name, want)
		}
		if !bytes.Equal(plain(t, name, body), text()) {
			t.Errorf("%.60q: another body", accept)
		}
	}
	if name, _ := b.Choose(nil); name != "" {
		t.Errorf("who says nothing gets %q", name)
	}
	if name, _ := b.Choose([]string{"gzip;q=0.2", "br"}); name != "br" {
		t.Errorf("of two headers: %q", name)
	}
}

func TestWhatDoesNotGetSmallerStaysAsItIs(t *testing.T) {
	noise := make([]byte, 4000)
	_, _ = rand.Read(noise)
	for name, body := range map[string][]byte{
		"text/plain":       text()[:coding.Least-1],
		"image/webp":       text(),
		"font/woff2":       text(),
		"text/css":         noise,
		"application/json": nil,
	} {
		b := coding.ForPages().Encode(name, body)
		if b.Gzip != nil || b.Brotli != nil || !bytes.Equal(b.Plain.Join(), body) {
			t.Errorf("%s: gzip %d, brotli %d", name, len(b.Gzip), len(b.Brotli))
		}
		if chosen, _ := b.Choose([]string{"br, gzip, identity;q=0"}); chosen != "" {
			t.Errorf("%s is sent as %q, which it is not", name, chosen)
		}
	}
	for _, name := range []string{"application/json", "application/problem+json", "application/rss+xml; charset=utf-8", "image/svg+xml", "text/javascript"} {
		if b := coding.ForPages().Encode(name, text()); b.Gzip == nil || b.Brotli == nil {
			t.Errorf("%s is not compressed", name)
		}
	}
}

func TestOnlyMakesWhatIsAskedFor(t *testing.T) {
	e := coding.ForPages()
	if b := e.Only("text/html", text(), []string{"gzip, br"}); b.Brotli == nil || b.Gzip != nil {
		t.Error("brotli was asked for")
	}
	if b := e.Only("text/html", text(), []string{"gzip"}); b.Brotli != nil || b.Gzip == nil {
		t.Error("gzip was asked for")
	}
	if b := e.Only("text/html", text(), nil); b.Brotli != nil || b.Gzip != nil {
		t.Error("nothing was asked for")
	}
}

// TestManyAtOnce is for the race detector, and finds writers that two use at once.
func TestManyAtOnce(t *testing.T) {
	e := coding.ForPages()
	var group sync.WaitGroup
	for i := range 32 {
		group.Go(func() {
			want := append(text(), byte('a'+i%26))
			b := e.Encode("text/html", want)
			if !bytes.Equal(plain(t, coding.Gzip, b.Gzip), want) || !bytes.Equal(plain(t, coding.Brotli, b.Brotli), want) {
				t.Error("another's body")
			}
		})
	}
	group.Wait()
}

func FuzzChoose(f *testing.F) {
	b := coding.Bodies{Plain: coding.Whole([]byte("p")), Gzip: coding.Whole([]byte("g")), Brotli: coding.Whole([]byte("b"))}
	f.Add("gzip;q=0.5, br, *;q=0")
	f.Fuzz(func(t *testing.T, accept string) {
		name, body := b.Choose([]string{accept})
		if want := map[string]string{"": "p", "gzip": "g", "br": "b"}[name]; want == "" || string(body.Join()) != want {
			t.Errorf("%q: %q as %q", accept, body, name)
		}
		if name == coding.Brotli && !bytes.Contains([]byte(accept), []byte("*")) && !strings.Contains(strings.ToLower(accept), "br") {
			t.Errorf("%q: brotli unasked", accept)
		}
	})
}
