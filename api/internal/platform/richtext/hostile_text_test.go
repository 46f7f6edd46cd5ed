package richtext_test

import (
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/richtext"
)

// Wherever a text stands, it stays text: the tree of the page is the same as
// with a harmless one.
func TestHostileTexts(t *testing.T) {
	for _, evil := range []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `</td></tr></table><b>`, `</figcaption></figure></aside><h1>`,
		`<!--`, `-->`, `]]>`, `<![CDATA[`, `<svg/onload=alert(1)>`, `<style>*{}</style>`, `<plaintext>`, `<textarea>`, `&lt;b&gt;`, `&#60;b&#62;`, `&quot;`, `{{.}}`, `javascript:alert(1)`,
		"a\u0000b", "\u202eтекст\u2066", "a\u2028b", "<a\tid=x style=y>", strings.Repeat("<b>", 60),
	} {
		d, err := richtext.New(everywhere(evil)...)
		if err != nil {
			t.Fatalf("%q: %v", evil, err)
		}
		of := func(text string) richtext.Resolve {
			resolve := everything
			resolve.Related = func(int64) (richtext.Card, bool) { return richtext.Card{URL: "/a", Title: text}, true }
			resolve.Pictures = func(int64) (richtext.Image, bool) {
				i, _ := plainPicture(1)
				i.Alt, i.Credit = text, text
				return i, true
			}
			resolve.Words.Table, resolve.Words.EmbedNote = text, func(string) string { return text }
			return resolve
		}
		if strings.ContainsFunc(evil, hidden) {
			assertAllowed(t, d.HTML(everything))
			continue
		}
		page := d.HTML(of(evil))
		assertAllowed(t, page)
		harmless, err := richtext.New(everywhere("мәтін")...)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := strings.Count(page, "<"), strings.Count(harmless.HTML(of("мәтін")), "<"); got != want {
			t.Errorf("%q made %d tags of %d", evil, got, want)
		}
	}
}

// everywhere is a document that says a text in every place that has one.
func everywhere(text string) []richtext.Block {
	say := richtext.Paragraph(richtext.Text(text).Bold().Link("/a"))
	return []richtext.Block{
		say, richtext.Heading(2, richtext.Text(text)), richtext.Quote(say), richtext.BulletList(richtext.Item(richtext.Text(text))), richtext.Picture(1, text),
		richtext.Table([]richtext.Cell{richtext.HeaderCell(say), richtext.DataCell(say, say)}), richtext.Gallery(richtext.Picture(1, text), richtext.Picture(2, "")),
		richtext.Embed("youtube", "dQw4w9WgXcQ", text), richtext.InfoBox(text, say, richtext.Picture(1, text)), richtext.Related(1),
	}
}
