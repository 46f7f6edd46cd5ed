package redirects

import (
	"strings"
	"testing"
)

func TestOneAddressIsWrittenOneWay(t *testing.T) {
	for in, want := range map[string]string{
		"/old/":                           "/old",
		"/old///":                         "/old",
		"//evil.example/":                 "/evil.example",
		"/":                               "/",
		"/?id=7":                          "/?id=7",
		"/a/?id=7#part":                   "/a?id=7",
		"/%D2%93%D1%8B%D0%BB%D1%8B%D0%BC": "/ғылым",
		"/ғылым":                          "/ғылым",
		"/%d2%93%d1%8b":                   "/ғы",
		"/и\u0306":                        "/й", // NFC
		"/A/b":                            "/A/b",
		"/a%2Fb":                          "/a%2Fb",
		"/a%2fb":                          "/a%2Fb",
		"/a%3Fb":                          "/a%3Fb",
		"/100%":                           "/100%25",
		"/a%20b":                          "/a%20b",
		"/a b":                            "/a%20b",
		"/%00%0d%0aSet-Cookie":            "/%00%0D%0ASet-Cookie",
		"/%FF%zz":                         "/%FF%25zz",
		"/a?q=%26x&y=%D3%99":              "/a?q=%26x&y=ә",
		"/a?next=https://x.kz/?b":         "/a?next=https://x.kz/?b",
		`/\evil.example`:                  `/\evil.example`,
		"/%E2%80%8B" /* unseen */ :        "/%E2%80%8B",
	} {
		got, ok := Canonical(in)
		if !ok || got != want {
			t.Errorf("%q: %q (%v), want %q", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "old", "?id=7", "https://baq.kz/a", "/" + strings.Repeat("ғ", 1200), "/" + strings.Repeat("%", 9000)} {
		if got, ok := Canonical(in); ok {
			t.Errorf("%q is no address, but became %q", in, got)
		}
	}
	if got, ok := Canonical("/" + strings.Repeat("ғ", 499)); !ok || len(got) != 999 {
		t.Errorf("500 letters: %d bytes, %v", len(got), ok)
	}
}

func FuzzCanonical(f *testing.F) {
	for _, seed := range []string{"/a%2Fb?c=%26#d", "/%D2%93/", "/%%%", "/\xff", "//x", "/и\u0306%CC%86", "/?", "/%2F"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		once, ok := Canonical(address)
		if !ok {
			return
		}
		if again, ok := Canonical(once); !ok || again != once {
			t.Errorf("%q: %q, then %q", address, once, again)
		}
		encoded := Encode(once)
		if again, ok := Canonical(encoded); !ok || again != once {
			t.Errorf("%q: %q, encoded %q, then %q", address, once, encoded, again)
		}
		if strings.HasPrefix(encoded, "//") || strings.ContainsAny(encoded, "\\\r\n\x00 ") {
			t.Errorf("%q can't stand in a header: %q", address, encoded)
		}
	})
}
