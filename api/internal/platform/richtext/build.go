package richtext

import (
	"encoding/json"
	"strconv"
)

// Block is a paragraph or what stands where a paragraph can stand.
type Block struct{ raw raw }

// Inline is a piece of text within a paragraph or heading.
type Inline struct{ raw raw }

// New builds a document from blocks, by the same rules as Parse.
func New(blocks ...Block) (Document, error) {
	return shape(raw{kind: doc, content: rawBlocks(blocks)})
}

// FromParagraphs builds a document of plain paragraphs; empty ones are left out.
func FromParagraphs(texts ...string) (Document, error) {
	var blocks []Block
	for _, t := range texts {
		if t != "" {
			blocks = append(blocks, Paragraph(Text(t)))
		}
	}
	return New(blocks...)
}

// Paragraph is a paragraph.
func Paragraph(inlines ...Inline) Block {
	return Block{raw{kind: paragraph, content: rawInlines(inlines)}}
}

// Heading is a heading of level 2 or 3; the headline of the page is level 1.
func Heading(level int, inlines ...Inline) Block {
	return Block{raw{kind: heading, attrs: number("level", int64(level)), content: rawInlines(inlines)}}
}

// Quote is a quotation.
func Quote(blocks ...Block) Block {
	return Block{raw{kind: blockquote, content: rawBlocks(blocks)}}
}

// BulletList is a list whose items are blocks each; an item begins with a paragraph.
func BulletList(items ...[]Block) Block {
	return Block{raw{kind: bulletList, content: rawItems(items)}}
}

// OrderedList is a list that is numbered from start.
func OrderedList(start int, items ...[]Block) Block {
	return Block{raw{kind: orderedList, attrs: number("start", int64(start)), content: rawItems(items)}}
}

// Item is a list item of one paragraph.
func Item(inlines ...Inline) []Block { return []Block{Paragraph(inlines...)} }

// Rule is a line across the column.
func Rule() Block { return Block{raw{kind: horizontalRule}} }

// Picture shows a picture of the photobank; without a caption it has the photobank's.
func Picture(id int64, caption string) Block {
	return Block{raw{kind: picture, attrs: append(number("pictureId", id), attr{"caption", caption})}}
}

// Text is plain text.
func Text(s string) Inline { return Inline{raw{kind: text, text: s}} }

// Break begins a new line within the paragraph.
func Break() Inline { return Inline{raw{kind: hardBreak}} }

// Bold returns the text in bold.
func (i Inline) Bold() Inline { return i.marked(rawMark{kind: "bold"}) }

// Italic returns the text in italics.
func (i Inline) Italic() Inline { return i.marked(rawMark{kind: "italic"}) }

// Strike returns the text struck through.
func (i Inline) Strike() Inline { return i.marked(rawMark{kind: "strike"}) }

// Link returns the text as a link.
func (i Inline) Link(href string) Inline {
	return i.marked(rawMark{kind: "link", attrs: []attr{{"href", href}}})
}

func (i Inline) marked(m rawMark) Inline {
	i.raw.marks = append(append([]rawMark{}, i.raw.marks...), m)
	return i
}

func number(name string, n int64) []attr {
	return []attr{{name, json.Number(strconv.FormatInt(n, 10))}}
}

func rawBlocks(blocks []Block) []raw {
	out := make([]raw, len(blocks))
	for i, b := range blocks {
		out[i] = b.raw
	}
	return out
}

func rawInlines(inlines []Inline) []raw {
	out := make([]raw, len(inlines))
	for i, one := range inlines {
		out[i] = one.raw
	}
	return out
}

func rawItems(items [][]Block) []raw {
	out := make([]raw, len(items))
	for i, blocks := range items {
		out[i] = raw{kind: listItem, content: rawBlocks(blocks)}
	}
	return out
}
