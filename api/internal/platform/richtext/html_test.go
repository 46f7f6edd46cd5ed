package richtext_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"baq.kz/portal/api/internal/platform/richtext"
)

func TestHTML(t *testing.T) {
	got := parsed(t, whole).HTML(richtext.Resolve{Pictures: onePicture})
	want := `<h2>Бәйтерек</h2>` +
		`<p>Астанада <a href="https://baq.kz/news/a?b=1&amp;c=2" rel="noopener"><strong>жаңа</strong></a><br><em><s>&lt;мектеп&gt;</s></em></p>` +
		`<ul><li>бір<ol start="3"><li>үш</li></ol></li></ul><blockquote><p>Дәйексөз</p></blockquote><hr>` +
		`<figure class="picture"><img class="k012" src="/media/ab/800.webp" srcset="/media/ab/400.webp 400w, /media/ab/800.webp 800w" sizes="100vw" width="800" height="600" alt="A &#34;b&#34;" loading="lazy" decoding="async"><figcaption>Көрініс <span class="credit">Фото: &lt;BAQ&gt;</span></figcaption></figure>`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	assertAllowed(t, got)
}

func TestHTMLOfParts(t *testing.T) {
	bare := richtext.Image{Renditions: []richtext.Rendition{{URL: "/a.webp", Width: 10}}, Width: 10, Height: 5, Sizes: "50vw"}
	cases := map[string]struct {
		blocks   []richtext.Block
		pictures richtext.Pictures
		want     string
	}{
		"empty paragraphs and headings": {blocks(richtext.Paragraph(), richtext.Heading(2), richtext.Paragraph(richtext.Text("a"))), nil, "<p>a</p>"},
		"script is text":                {blocks(richtext.Paragraph(richtext.Text("<script>alert('1')</script>&amp;"))), nil, "<p>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;</p>"},
		"a link that goes on": {
			blocks(richtext.Paragraph(richtext.Text("a").Link("/x"), richtext.Text("b").Bold().Link("/x"), richtext.Text("c").Bold())), nil,
			`<p><a href="/x">a<strong>b</strong></a><strong>c</strong></p>`,
		},
		"an item of two paragraphs": {
			blocks(richtext.BulletList(append(richtext.Item(richtext.Text("a")), richtext.Paragraph(richtext.Text("b"))))), nil,
			"<ul><li><p>a</p><p>b</p></li></ul>",
		},
		"a quote in the link's address": {blocks(richtext.Paragraph(richtext.Text("a").Link(`/x"onclick="y`))), nil, `<p><a href="/x&#34;onclick=&#34;y">a</a></p>`},
		"no pictures known":             {blocks(richtext.Picture(1, "a"), richtext.Rule()), nil, "<hr>"},
		"this picture not known":        {blocks(richtext.Picture(1, "a"), richtext.Rule()), func(int64) (richtext.Image, bool) { return richtext.Image{}, false }, "<hr>"},
		"a picture without files":       {blocks(richtext.Picture(1, "a"), richtext.Rule()), func(int64) (richtext.Image, bool) { return richtext.Image{}, true }, "<hr>"},
		"a picture without words": {
			blocks(richtext.Picture(1, "")), func(int64) (richtext.Image, bool) { return bare, true },
			`<figure class="picture"><img src="/a.webp" srcset="/a.webp 10w" sizes="50vw" width="10" height="5" alt="" loading="lazy" decoding="async"></figure>`,
		},
	}
	for name, c := range cases {
		d, err := richtext.New(c.blocks...)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := d.HTML(richtext.Resolve{Pictures: c.pictures})
		if got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
		assertAllowed(t, got)
	}
}

func TestFromParagraphs(t *testing.T) {
	d, err := richtext.FromParagraphs("бір", "", "екі")
	if err != nil || d.HTML(richtext.Resolve{}) != "<p>бір</p><p>екі</p>" {
		t.Errorf("%s %v", d.HTML(richtext.Resolve{}), err)
	}
	if _, err := richtext.New(richtext.Heading(1, richtext.Text("a"))); err == nil {
		t.Error("a builder's document is not checked")
	}
}

func blocks(all ...richtext.Block) []richtext.Block { return all }

func onePicture(int64) (richtext.Image, bool) {
	return richtext.Image{
		Renditions: []richtext.Rendition{{URL: "/media/ab/400.webp", Width: 400}, {URL: "/media/ab/800.webp", Width: 800}},
		Width:      800, Height: 600, Alt: `A "b"`, Caption: "of the photobank", Credit: "Фото: <BAQ>", Class: "k012",
	}, true
}

// plainPicture has no words of its own, so that HTML and document have the same text.
func plainPicture(int64) (richtext.Image, bool) {
	return richtext.Image{Renditions: []richtext.Rendition{{URL: "/a.webp", Width: 400}}, Width: 400, Height: 300}, true
}

func classOf(n *html.Node) string {
	for _, a := range n.Attr {
		if a.Key == "class" {
			return a.Val
		}
	}
	return ""
}

// textOf is what a reader sees of the editor's text: a line for each block that has some.
func textOf(nodes []*html.Node) string {
	var lines []string
	line := ""
	flush := func() {
		if line != "" {
			lines = append(lines, line)
		}
		line = ""
	}
	var read func(n *html.Node)
	read = func(n *html.Node) {
		isBlock := n.Type == html.ElementNode && !slices.Contains([]string{"a", "strong", "em", "s", "br", "span", "img"}, n.Data)
		switch {
		case classOf(n) == "embed-consent" || classOf(n) == "related": // the page's own words
			return
		case n.Type == html.TextNode:
			line += n.Data
		case n.Data == "br":
			line += "\n"
		case isBlock:
			flush()
		}
		for c := range n.ChildNodes() {
			read(c)
		}
		if isBlock {
			flush()
		}
	}
	for _, n := range nodes {
		read(n)
	}
	return strings.Join(lines, "\n")
}
