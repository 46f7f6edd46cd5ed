// Package richtext is the document that the editor writes: read from
// TipTap/ProseMirror JSON with every rule of the schema checked, kept in one
// canonical form, and rendered to HTML that needs no further cleaning because
// nothing but this package's own tags can come out of it.
package richtext

import "strings"

// Limits of a document.
const (
	MaxBytes    = 4 << 20   // of the JSON
	MaxDepth    = 32        // of nodes within each other
	MaxNodes    = 50_000    // of all kinds
	MaxRunes    = 1_000_000 // of text and captions
	MaxPictures = 200
	MaxEmbeds   = 50
	MaxRelated  = 20
	MaxCaption  = 500       // characters of a picture's or an embed's caption
	MaxTitle    = 200       // characters of an info box's title
	MaxLink     = 2_000     // characters of a link's address
	MaxStart    = 1_000_000 // a list's first number
	MaxRows     = 200       // of a table
	MaxColumns  = 20        // of a table: cells of a row, and what one cell may span
	MinGallery  = 2         // pictures of a gallery
	MaxGallery  = 30
)

// Document is rich text that keeps the schema. The zero value is the empty
// document. A document is never changed; it may be shared.
type Document struct {
	blocks []node
}

// node is one node of the tree. Which members mean something follows from its kind.
type node struct {
	kind     kind
	level    uint8  // heading: 2 or 3
	colspan  uint8  // tableHeader, tableCell: columns it takes
	rowspan  uint8  // and rows
	start    int32  // orderedList: the first number
	id       int64  // picture: its id in the photobank; related: the article's
	text     string // text, a picture's or embed's caption, or an info box's title
	marks    marks  // of text
	embedded *embedded
	children []node
}

// marks are what a piece of text is marked with; href is empty without a link.
type marks struct {
	bold, italic, strike bool
	href                 string
}

// Empty tells whether there is nothing to read or see.
func (d Document) Empty() bool {
	seen := false
	walk(d.blocks, func(n *node) {
		seen = seen || n.kind == picture || n.kind == embed || n.kind == related
	})
	return !seen && strings.TrimSpace(d.Text()) == ""
}

// PictureIDs are the photobank's ids of the pictures, those of galleries too,
// each once, in the order of their first appearance.
func (d Document) PictureIDs() []int64 { return d.ids(picture) }

// RelatedIDs are the ids of the articles that the document leads to by a card,
// each once, in the order of their first appearance.
func (d Document) RelatedIDs() []int64 { return d.ids(related) }

func (d Document) ids(of kind) []int64 {
	var ids []int64
	seen := map[int64]bool{}
	walk(d.blocks, func(n *node) {
		if n.kind == of && !seen[n.id] {
			seen[n.id] = true
			ids = append(ids, n.id)
		}
	})
	return ids
}

// walk visits all nodes in reading order.
func walk(nodes []node, visit func(*node)) {
	for i := range nodes {
		visit(&nodes[i])
		walk(nodes[i].children, visit)
	}
}
