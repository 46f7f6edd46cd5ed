package redirects

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// longest is how many bytes of an address are kept: 500 characters of the contract
// in any script, and within what an index of PostgreSQL takes.
const longest = 2000

// Canonical is the one way in which an address below a host is written here: its
// letters themselves instead of their percent-encoding, in Unicode's form NFC,
// without slashes at the end and without a fragment. What would mean something
// else when written itself, such as an encoded slash, stays encoded. Upper and
// lower case stay as they are. False: that is no address, or too long.
func Canonical(address string) (string, bool) {
	address, _, _ = strings.Cut(address, "#")
	path, query, _ := strings.Cut(address, "?")
	if !strings.HasPrefix(path, "/") || len(address) > 3*longest {
		return "", false
	}
	out := "/" + strings.Trim(readable(path, "/"), "/")
	if query != "" {
		out += "?" + readable(query, "/&=+;")
	}
	return out, len(out) <= longest
}

// withoutQuery is the path alone.
func withoutQuery(canonical string) string {
	path, _, _ := strings.Cut(canonical, "?")
	return path
}

// readable decodes what is percent-encoded, but for what means something itself:
// the given characters, and those by which an address is divided.
func readable(text, meaning string) string {
	var out strings.Builder
	var pending []byte // decoded bytes, which may be parts of one letter
	flush := func() {
		pending = norm.NFC.Bytes(pending)
		for len(pending) > 0 {
			r, size := utf8.DecodeRune(pending)
			if r == utf8.RuneError && size <= 1 || !unicode.IsGraphic(r) || unicode.IsSpace(r) || strings.ContainsRune("%?#"+meaning, r) {
				escape(&out, pending[:size])
			} else {
				out.WriteRune(r)
			}
			pending = pending[size:]
		}
	}
	for i := 0; i < len(text); i++ {
		switch b, encoded := decoded(text[i:]); {
		case encoded:
			pending = append(pending, b)
			i += 2
		case strings.IndexByte(meaning+"?", b) >= 0: // stands for itself
			flush()
			out.WriteByte(b)
		default:
			pending = append(pending, b)
		}
	}
	flush()
	return out.String()
}

// decoded is the byte at the beginning of text, and whether it is percent-encoded.
func decoded(text string) (byte, bool) {
	if len(text) < 3 || text[0] != '%' {
		return text[0], false
	}
	high, low := digit(text[1]), digit(text[2])
	if high < 0 || low < 0 {
		return text[0], false
	}
	return byte(high<<4 | low), true
}

func digit(b byte) int { return strings.IndexByte("0123456789ABCDEF", upper(b)) }

func upper(b byte) byte {
	if b >= 'a' && b <= 'z' {
		return b - 'a' + 'A'
	}
	return b
}

func escape(out *strings.Builder, bytes []byte) {
	const digits = "0123456789ABCDEF"
	for _, b := range bytes {
		out.WriteByte('%')
		out.WriteByte(digits[b>>4])
		out.WriteByte(digits[b&15])
	}
}

// Encode writes a canonical address as a header or a link needs it: in ASCII.
func Encode(canonical string) string {
	var out strings.Builder
	for i := range len(canonical) {
		if b := canonical[i]; b >= utf8.RuneSelf || strings.IndexByte(`"<>\^`+"`{|}", b) >= 0 {
			escape(&out, []byte{b})
		} else {
			out.WriteByte(b)
		}
	}
	return out.String()
}

// foreign are the beginnings of addresses that are no pages: nothing of the sites
// answers there, and no redirect does.
func foreign(path string) bool {
	for _, first := range []string{"/api", "/admin", "/assets", "/media"} {
		if path == first || strings.HasPrefix(path, first+"/") {
			return true
		}
	}
	return false
}

// fixed tells whether one of the sites' pages that are of no thing has the address:
// lists, the search, what is for machines. A test of package website asks for each.
func fixed(path string) bool {
	switch path {
	case "/", "/latest", "/search", "/archive", "/accessible", "/offline", "/feed.rss", "/feed.atom", "/feed/yandex.xml", "/feed/google.xml",
		"/favicon.ico", "/robots.txt", "/sitemap.xml", "/sitemap-news.xml", "/sitemaps/pages.xml", "/manifest.webmanifest", "/sw.js", "/oembed",
		"/docs", "/redoc", "/healthz", "/readyz", "/metrics", "/.well-known/jwks.json":
		return true
	}
	return false
}
