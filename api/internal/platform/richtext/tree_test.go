package richtext_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baq.kz/portal/api/internal/platform/richtext"
)

// value tells whether an attribute may have a value.
type value func(string) bool

func only(values ...string) value { return func(v string) bool { return slices.Contains(values, v) } }

func like(pattern string) value { return regexp.MustCompile(pattern).MatchString }

var (
	number  = like(`^[0-9]{1,7}$`)
	words   = value(func(v string) bool { return !strings.ContainsFunc(v, hidden) })
	address = value(func(v string) bool { return words(v) && goodHref(v) })
	local   = like(`^/[a-z0-9/.]+( [0-9]+w)?(, /[a-z0-9/.]+ [0-9]+w)*$`)
)

// allowed are the elements that may come out, with their attributes and what
// these may say. There is no id, no style and no handler of events among them.
var allowed = map[string]map[string]value{
	"p": {"class": only("embed-name", "embed-note", "embed-ways", "info-box-title")}, "h2": {}, "h3": {},
	"ul": {}, "ol": {"start": number}, "li": {}, "blockquote": {}, "hr": {}, "br": {}, "strong": {}, "em": {}, "s": {},
	"a": {"href": address, "rel": only("noopener", "noopener noreferrer nofollow"), "target": only("_blank"), "lang": like(`^[a-z]{2}$`), "hreflang": like(`^[a-z]{2}$`)},
	"figure": {
		"class": like(`^(picture|gallery|embed embed-(youtube|telegram|instagram|x|facebook|tiktok))$`), "aria-label": words,
		"data-player": ofPlayer, "data-title": words, "data-referrer": only("strict-origin-when-cross-origin"),
	},
	"figcaption": {}, "span": {"class": only("credit", "related-text", "related-kicker", "related-title")},
	"img": {
		"class": like(`^k[0-5]{3}$`), "src": local, "srcset": local, "sizes": like(`^[0-9]+vw$`), "width": number, "height": number,
		"alt": words, "loading": only("lazy"), "decoding": only("async"),
	},
	"div":    {"class": only("table", "embed-consent", "related"), "tabindex": only("0"), "role": only("region"), "aria-label": words},
	"button": {"class": only("button"), "type": only("button"), "hidden": only("")},
	"table":  {}, "tbody": {}, "tr": {}, "td": {"colspan": number, "rowspan": number},
	"th":    {"colspan": number, "rowspan": number, "scope": only("col", "row")},
	"aside": {"class": only("info-box")},
}

// assertAllowed parses HTML as a browser does and rebuilds it from what is
// allowed alone. Both must be the same to the byte: then nothing else was in it,
// and every element ends where the package ended it.
func assertAllowed(t *testing.T, source string) []*html.Node {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(source), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatal(err)
	}
	var again strings.Builder
	for _, n := range nodes {
		rebuild(&again, n)
	}
	if got := again.String(); got != source {
		at := 0
		for at < len(got) && at < len(source) && got[at] == source[at] {
			at++
		}
		t.Fatalf("what is allowed of the page differs at %q, which was %q", around(got, at), around(source, at))
	}
	return nodes
}

func around(s string, at int) string { return s[max(0, at-60):min(len(s), at+120)] }

func rebuild(out *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		if words(n.Data) {
			out.WriteString(html.EscapeString(n.Data))
		}
		return
	}
	attributes, ok := allowed[n.Data]
	if n.Type != html.ElementNode || !ok {
		return
	}
	out.WriteString("<" + n.Data)
	for _, a := range n.Attr {
		may := attributes[a.Key]
		switch {
		case may == nil || !may(a.Val):
		case a.Key == "hidden":
			out.WriteString(" hidden")
		default:
			out.WriteString(" " + a.Key + `="` + html.EscapeString(a.Val) + `"`)
		}
	}
	out.WriteByte('>')
	if slices.Contains([]string{"br", "hr", "img"}, n.Data) {
		return
	}
	for c := range n.ChildNodes() {
		rebuild(out, c)
	}
	out.WriteString("</" + n.Data + ">")
}

// hidden knows control characters and those that turn the direction of the text
// after them.
func hidden(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

func ofPlayer(address string) bool {
	return !strings.ContainsAny(address, "\"<> \\") && slices.ContainsFunc(richtext.EmbedOrigins(), func(origin string) bool {
		return strings.HasPrefix(address, origin+"/")
	})
}

func goodHref(href string) bool {
	href = strings.ToLower(href)
	for _, start := range []string{"https://", "http://", "mailto:", "tel:"} {
		if strings.HasPrefix(href, start) {
			return true
		}
	}
	return strings.HasPrefix(href, "/") && !strings.HasPrefix(href, "//") && !strings.HasPrefix(href, `/\`)
}

// attribute is the first value of an attribute in a page, as a browser reads it.
func attribute(t *testing.T, source, name string) string {
	t.Helper()
	_, rest, found := strings.Cut(source, " "+name+`="`)
	if !found {
		t.Fatalf("no %s in %s", name, source)
	}
	quoted, _, _ := strings.Cut(rest, `"`)
	return html.UnescapeString(quoted)
}

// The helper itself sees what it is for.
func TestTreeIsStrict(t *testing.T) {
	for _, bad := range []string{
		`<p>a`, `<p><b>a</b></p>`, `<p id="a">a</p>`, `<p style="a">a</p>`, `<p onclick="a">a</p>`, `<a href="javascript:a">a</a>`, `<a href="//evil.example">a</a>`,
		`<p>a</p></div>`, `<strong><p>a</strong></p>`, "<p>a\u202eb</p>", `<div class="table"><table><tr><td>a</td></tr></table></div>`, `<!-- a -->`,
		`<figure class="embed embed-x" data-player="https://evil.example/"></figure>`, `<img src="https://evil.example/a.webp">`, `<iframe></iframe>`,
	} {
		nodes, err := html.ParseFragment(strings.NewReader(bad), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
		if err != nil {
			t.Fatal(err)
		}
		var again strings.Builder
		for _, n := range nodes {
			rebuild(&again, n)
		}
		if again.String() == bad {
			t.Errorf("%s passes", bad)
		}
	}
}
