package richtext_test

import (
	"encoding/json"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/richtext"
)

func TestLinks(t *testing.T) {
	for _, href := range []string{
		"https://baq.kz/", "http://қазақ.қаз/жол?а=б#в", "HTTPS://BAQ.KZ/A", "https://baq.kz:8443/a%20b", "mailto:news@baq.kz?subject=a",
		"tel:+77172123456", "/", "/news/a-b?x=1#y", "https://[::1]/", " https://baq.kz ",
	} {
		if got := link(t, href); got != strings.TrimSpace(href) {
			t.Errorf("%q was kept as %q", href, got)
		}
	}
	for _, href := range []string{
		"", " ", "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)",
		"\x01javascript:alert(1)", "javascript\x00:alert(1)", "java\u00adscript:alert(1)", "javascript&colon;alert(1)", "&#106;avascript:alert(1)",
		"data:text/html,<script>alert(1)</script>", "DATA:text/html;base64,PHN2Zz4=", "vbscript:x", "file:///etc/passwd", "blob:https://a/b",
		"//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "https:\\\\evil.example", "https:/evil.example", "https:evil.example",
		"https://", "https:///path", "https://user@baq.kz", "https://baq.kz:pass@evil.example/", "http://[::1", "http://%zz", "a.html", "./a", "../a", "?a", "#a",
		"mailto:", "tel:", "ftp://a.example/", "feed:https://a.example", "view-source:https://a.example", "https://baq.kz/\u202egnp.exe",
		"https://baq.kz/" + strings.Repeat("a", 2000), "https://a b.example",
	} {
		mark, _ := json.Marshal(map[string]any{"type": "link", "attrs": map[string]string{"href": href}})
		f := refused(t, p(`{"type":"text","text":"a","marks":[`+string(mark)+`]}`), "richtext.invalid")
		if f.Fields[0].Code != "richtext.bad_link" {
			t.Errorf("%q: %+v", href, f.Fields)
		}
	}
}

// link sends a link through and returns its address as kept.
func link(t *testing.T, href string) string {
	t.Helper()
	d, err := richtext.New(richtext.Paragraph(richtext.Text("a").Link(href)))
	if err != nil {
		t.Fatalf("%q: %v", href, err)
	}
	var out struct {
		Content []struct {
			Content []struct {
				Marks []struct{ Attrs struct{ Href string } }
			}
		}
	}
	if err := json.Unmarshal(d.JSON(), &out); err != nil {
		t.Fatal(err)
	}
	return out.Content[0].Content[0].Marks[0].Attrs.Href
}

func TestHostileJSON(t *testing.T) {
	nested := func(n int) string {
		return strings.Repeat(`{"type":"blockquote","content":[`, n) + strings.Repeat(`]}`, n)
	}
	paragraph := `{"type":"paragraph","content":[{"type":"text","text":"Мәтін"}]}`
	cases := map[string]struct{ in, code string }{
		"nothing like JSON":        {`<p>`, "richtext.not_json"},
		"cut off":                  {whole[:len(whole)-1], "richtext.not_json"},
		"something behind":         {whole + `{}`, "richtext.not_json"},
		"an array":                 {`[]`, "richtext.not_json"},
		"a string":                 {`"doc"`, "richtext.not_json"},
		"a number":                 {`1`, "richtext.not_json"},
		"content is no array":      {`{"type":"doc","content":{"0":{}}}`, "richtext.not_json"},
		"a node is a string":       {docOf(`"a"`), "richtext.not_json"},
		"text is a number":         {p(`{"type":"text","text":1}`), "richtext.not_json"},
		"type is null":             {docOf(`{"type":null}`), "richtext.not_json"},
		"an attribute is a tree":   {docOf(`{"type":"paragraph","attrs":{"a":{"b":[1]}}}`), "richtext.not_json"},
		"a key twice":              {docOf(`{"type":"paragraph","type":"heading"}`), "richtext.not_json"},
		"an attribute twice":       {p(`{"type":"text","text":"a","marks":[{"type":"link","attrs":{"href":"/a","href":"javascript:a"}}]}`), "richtext.not_json"},
		"a thousand keys":          {docOf(`{"type":"paragraph",` + strings.Repeat(`"a":1,`, 1000) + `"b":1}`), "richtext.not_json"},
		"a thousand marks":         {p(`{"type":"text","text":"a","marks":[` + strings.Repeat(`{"type":"bold"},`, 1000) + `{"type":"bold"}]}`), "richtext.not_json"},
		"a NUL behind":             {whole + "\x00", "richtext.not_json"},
		"no colon":                 {`{"type" "doc"}`, "richtext.not_json"},
		"a comma too many":         {`{"type":"doc",}`, "richtext.not_json"},
		"no comma":                 {docOf(`{"type":"paragraph"}{"type":"paragraph"}`), "richtext.not_json"},
		"an open string":           {`{"type":"doc`, "richtext.not_json"},
		"an open escape":           {`{"type":"doc\`, "richtext.not_json"},
		"a bad escape":             {`{"type":"\q"}`, "richtext.not_json"},
		"a bad number":             {docOf(`{"type":"picture","attrs":{"pictureId":01}}`), "richtext.not_json"},
		"a bad word":               {docOf(`{"type":"paragraph","attrs":{"a":nul}}`), "richtext.not_json"},
		"no value":                 {docOf(`{"type":"paragraph","attrs":{"a":}}`), "richtext.not_json"},
		"broken UTF-8":             {p("{\"type\":\"text\",\"text\":\"\xc3(\"}"), "richtext.bad_encoding"},
		"a million arrays":         {strings.Repeat(`[`, 1_000_000), "richtext.not_json"},
		"a million arrays unknown": {`{"type":"doc","a":` + strings.Repeat(`[`, 1_000_000) + strings.Repeat(`]`, 1_000_000) + `}`, "richtext.not_json"},
		"600 quotes":               {docOf(nested(600)), "richtext.too_deep"},
		"32 quotes":                {docOf(nested(32)), "richtext.too_deep"},
		"5 MB of text":             {p(`{"type":"text","text":"` + strings.Repeat("a", 5<<20) + `"}`), "richtext.too_large"},
		"a million characters":     {p(`{"type":"text","text":"` + strings.Repeat("ә", 1_000_001) + `"}`), "richtext.too_much_text"},
		"60,000 paragraphs":        {docOf(strings.Repeat(`{"type":"paragraph"},`, 60_000) + paragraph), "richtext.too_many_nodes"},
		"201 pictures":             {docOf(strings.Repeat(`{"type":"picture","attrs":{"pictureId":1}},`, 200) + `{"type":"picture","attrs":{"pictureId":1}}`), "richtext.too_many_pictures"},
		"grows beyond its limit":   {p(`{"type":"text","text":"` + strings.Repeat("\u0958", 990_000) + `"}`), "richtext.too_much_text"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) { refused(t, c.in, c.code) })
	}
	if d := parsed(t, docOf(nested(29)+`,`+paragraph)); d.Text() != "Мәтін" {
		t.Error("empty quotes within quotes are not cleared away")
	}
	twenty := parsed(t, docOf(strings.Repeat(paragraph+",", 19_999)+paragraph))
	page := twenty.HTML(richtext.Resolve{})
	assertAllowed(t, page)
	if got := strings.Count(page, "<p>"); got != 20_000 {
		t.Errorf("20,000 paragraphs gave %d", got)
	}
	if d := parsed(t, p(`{"type":"text","text":"`+strings.Repeat("ә", 1_000_000)+`"}`)); len(d.Text()) != 2_000_000 {
		t.Error("a million characters are not kept")
	}
	pieces := strings.Repeat(`{"type":"text","text":"`+strings.Repeat("a", 20)+`"},`, 49_000)
	if d := parsed(t, p(pieces+`{"type":"hardBreak"}`)); len(d.Text()) != 49_000*20+1 {
		t.Error("49,000 pieces are not one text")
	}
}
