package kazscript_test

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"baq.kz/portal/api/internal/platform/kazscript"
)

func TestHTML(t *testing.T) {
	links := func(address string) (string, bool) {
		if strings.HasPrefix(address, "/news/") {
			return "/arab" + address, true
		}
		return address, false
	}
	c := converter(t, "arabic-tote", kazscript.Exception{Stem: "Қазинформ", Form: "قازينفورم"})
	for from, want := range map[string]string{
		`<p>білім</p>`:                                                        `<p>ءبىلىم</p>`,
		`<p>ө<mark>ңірл</mark>ер</p>`:                                         `<p>و<mark>ڭىرل</mark>ەر</p>`, // one word: е shows its vowels
		`<p>Қазин<b>форм</b>ның</p>`:                                          `<p>قازينفورم<b></b>نىڭ</p>`,
		`<a href="/news/x?a=1&amp;b=2" title="Білім">ол</a>`:                  `<a href="/arab/news/x?a=1&amp;b=2" title="ءبىلىم">ول</a>`,
		`<a href="/media/x" class="білім">ол</a>`:                             `<a href="/media/x" class="білім">ول</a>`,
		`<p lang="ru">Привет, <b>мир</b></p>ол`:                               `<p lang="ru">Привет, <b>мир</b></p>ول`,
		`<p lang="kk">ол</p><p lang="kk-Cyrl">ол</p>`:                         `<p lang="kk">ول</p><p lang="kk-Cyrl">ол</p>`,
		`<p lang="kk-Arab">ол</p><p translate=no>ол</p>ол`:                    `<p lang="kk-Arab">ول</p><p translate=no>ол</p>ول`,
		`<code>ол</code><pre>ол<code>ол</code>ол</pre>ол`:                     `<code>ол</code><pre>ол<code>ол</code>ол</pre>ول`,
		`<span lang=ru>да<span>да</span>да</span>ол`:                          `<span lang=ru>да<span>да</span>да</span>ول`,
		`<script>let ол = "ол"</script><style>ол</style>ол`:                   `<script>let ол = "ол"</script><style>ол</style>ول`,
		`<title>Ол, ол</title><!-- ол --><p>ол`:                               `<title>ول، ول</title><!-- ол --><p>ول`,
		`<meta name="description" content="ол"><meta name="x" content="ол">`:  `<meta name="description" content="ول"><meta name="x" content="ол">`,
		`<input value="ол" placeholder='ол'><input type="submit" value="ол">`: `<input value="ол" placeholder='ول'><input type="submit" value="ول">`,
		`<p>а&amp;ә &#34;ол&#34;, &nbsp;ол &; &қ;</p>`:                        `<p>ا&amp;ءا &#34;ول&#34;، &nbsp;ول &؛ &ق؛</p>`,
		`<script type="application/ld+json">{"@type":"Ол","name":"Ол \u003c \"ол\"","keywords":["ол","ә"],"url":"/ол"}</script>`: `<script type="application/ld+json">{"@type":"Ол","name":"ول \u003c \"ول\"","keywords":["ول","ءا"],"url":"/ол"}</script>`,
		`<p>ол < 5 <3 <b`: `<p>ول < 5 <3 <b`,
		"":                "",
	} {
		if got := string(c.HTML([]byte(from), links)); got != want {
			t.Errorf("%s became\n%s, want\n%s", from, got, want)
		}
	}
}

// FuzzHTML: whatever the bytes, tags without texts of their own stay as they are, and
// what has no Cyrillic letter stays byte for byte.
func FuzzHTML(f *testing.F) {
	for _, seed := range []string{"<p>Қала <b>ө</b>", "<a title='ә' x=ә>ә</a", "<script>ә", "&#1179;\uFDD0<i>\uFDD0ә", "<p lang=ru>ә<p>ә</p></p>", "http://ә,ә ә@", "\xd0\xff<ә>", `<script type="application/ld+json">{"name":"ә`} {
		f.Add(seed)
	}
	c := converter(f, "arabic-tote", kazscript.Exception{Stem: "қала", Form: "شەھەر"})
	f.Fuzz(func(t *testing.T, page string) {
		got := c.HTML([]byte(page), nil)
		if a, b := skeleton([]byte(page)), skeleton(got); a != b {
			t.Errorf("%q has the tags\n%s, then\n%s", page, a, b)
		}
		if !strings.ContainsFunc(page, func(r rune) bool { return r >= 0x400 && r < 0x530 }) && string(got) != page {
			t.Errorf("%q became %q", page, got)
		}
	})
}

// skeleton is the page without texts: the names of its tags and their attributes.
func skeleton(page []byte) string {
	var out strings.Builder
	z := html.NewTokenizer(bytes.NewReader(page))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		if kind == html.TextToken {
			continue
		}
		name, more := z.TagName()
		out.WriteString(kind.String() + " " + string(name))
		for more {
			var key []byte
			key, _, more = z.TagAttr()
			out.WriteString(" " + string(key))
		}
		out.WriteString("\n")
	}
	return out.String()
}
