package richtext

import (
	"html"
	"strconv"
	"strings"
)

// Image is a picture as it is shown in a document.
type Image struct {
	// Renditions are its files, narrowest first; without any the picture is left out,
	// unless Withheld says what stands in its place.
	Renditions []Rendition
	// Width and Height are of the widest rendition, in pixels.
	Width, Height int
	Alt           string
	// Caption stands under the picture where the document has no caption of its own.
	Caption string
	// Credit is the line that names the source, ready to read ("Фото: …").
	Credit string
	// Sizes is the img element's sizes attribute; empty means the window's width.
	Sizes string
	// Class is put on the img element; for the colour of its place, which the
	// content security policy keeps out of style attributes.
	Class string
	// Withheld is said in the place of a picture that may no longer be shown.
	Withheld string
}

// Rendition is one file of a picture and its width in pixels.
type Rendition struct {
	URL   string
	Width int
}

// HTML renders the document. Only p, h2, h3, ul, ol, li, blockquote, hr, br,
// strong, em, s, a, figure, img, figcaption, span, div, table, tbody, tr, th,
// td, aside and button come out, balanced, and all text and attributes are
// escaped; in AMP, amp-img instead of img and no button. Empty paragraphs,
// headings, unknown pictures and unknown articles are left out.
func (d Document) HTML(from Resolve) string {
	w := writer{from: from}
	w.blocks(d.blocks)
	return w.String()
}

type writer struct {
	strings.Builder
	from Resolve
}

func (w *writer) blocks(nodes []node) {
	for i := range nodes {
		w.block(&nodes[i])
	}
}

func (w *writer) block(n *node) {
	switch n.kind {
	case paragraph:
		w.element("p", n.children)
	case heading:
		w.element("h"+strconv.Itoa(int(n.level)), n.children)
	case bulletList:
		w.list("<ul>", n.children, "</ul>")
	case orderedList:
		w.list(orderedTag(int(n.start)), n.children, "</ol>")
	case blockquote:
		w.WriteString("<blockquote>")
		w.blocks(n.children)
		w.WriteString("</blockquote>")
	case horizontalRule:
		w.WriteString("<hr>")
	case picture:
		w.picture(n)
	case gallery:
		w.gallery(n)
	case table:
		w.table(n)
	case embed:
		w.embed(n)
	case infoBox:
		w.box(n)
	case related:
		w.related(n)
	}
}

// element writes a paragraph or heading that has something in it.
func (w *writer) element(tag string, children []node) {
	if len(children) == 0 {
		return
	}
	w.WriteString("<" + tag + ">")
	w.inlines(children)
	w.WriteString("</" + tag + ">")
}

func orderedTag(start int) string {
	if start == 1 {
		return "<ol>"
	}
	return `<ol start="` + strconv.Itoa(start) + `">`
}

func (w *writer) list(open string, items []node, end string) {
	w.WriteString(open)
	for i := range items {
		w.WriteString("<li>")
		w.snug(items[i].children)
		w.WriteString("</li>")
	}
	w.WriteString(end)
}

// snug writes what stands in an item or cell; a first paragraph that is the only
// one needs no tag.
func (w *writer) snug(inside []node) {
	if tight(inside) {
		w.inlines(inside[0].children)
		inside = inside[1:]
	}
	w.blocks(inside)
}

func tight(blocks []node) bool {
	if len(blocks) == 0 || blocks[0].kind != paragraph {
		return false
	}
	paragraphs := 0
	for i := range blocks {
		if blocks[i].kind == paragraph {
			paragraphs++
		}
	}
	return paragraphs == 1
}

func (w *writer) escaped(s string) { w.WriteString(html.EscapeString(s)) }

func (w *writer) attribute(name, value string) {
	w.WriteString(" " + name + `="`)
	w.escaped(value)
	w.WriteByte('"')
}
