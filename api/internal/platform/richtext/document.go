// Package richtext is the document that the editor writes: read from
// TipTap/ProseMirror JSON with every rule of the schema checked, kept in one
// canonical form, and rendered to HTML that needs no further cleaning because
// nothing but this package's own tags can come out of it.
package richtext

import (
	"strings"
)

// Limits of a document.
const (
	MaxBytes    = 4 << 20   // of the JSON
	MaxDepth    = 32        // of nodes within each other
	MaxNodes    = 50_000    // of all kinds
	MaxRunes    = 1_000_000 // of text and captions
	MaxPictures = 200
	MaxCaption  = 500       // characters of a picture's caption
	MaxLink     = 2_000     // characters of a link's address
	MaxStart    = 1_000_000 // a list's first number
)

// Document is rich text that keeps the schema. The zero value is the empty
// document. A document is never changed; it may be shared.
type Document struct {
	blocks []node
}

// node is one node of the tree. Which members mean something follows from its kind.
type node struct {
	kind     kind
	level    int    // heading: 2 or 3
	start    int    // orderedList: the first number
	picture  int64  // picture: its id in the photobank
	text     string // text, or a picture's caption
	marks    marks  // of text
	children []node
}

// marks are what a piece of text is marked with; href is empty without a link.
type marks struct {
	bold, italic, strike bool
	href                 string
}

// Empty tells whether there is nothing to read or see.
func (d Document) Empty() bool {
	return strings.TrimSpace(d.Text()) == "" && len(d.PictureIDs()) == 0
}

// PictureIDs are the photobank's ids of the pictures, each once, in the order
// of their first appearance.
func (d Document) PictureIDs() []int64 {
	var ids []int64
	seen := map[int64]bool{}
	walk(d.blocks, func(n *node) {
		if n.kind == picture && !seen[n.picture] {
			seen[n.picture] = true
			ids = append(ids, n.picture)
		}
	})
	return ids
}

// Text is the plain text: a line for each paragraph, heading and caption that
// is not empty, and for each line that a break begins.
func (d Document) Text() string {
	var lines []string
	walk(d.blocks, func(n *node) {
		line := n.text
		switch n.kind {
		case paragraph, heading:
			line = inlineText(n.children)
		case picture:
		default:
			return
		}
		if line != "" {
			lines = append(lines, line)
		}
	})
	return strings.Join(lines, "\n")
}

func inlineText(children []node) string {
	var b strings.Builder
	for i := range children {
		if children[i].kind == hardBreak {
			b.WriteByte('\n')
			continue
		}
		b.WriteString(children[i].text)
	}
	return b.String()
}

// walk visits all nodes in reading order.
func walk(nodes []node, visit func(*node)) {
	for i := range nodes {
		visit(&nodes[i])
		walk(nodes[i].children, visit)
	}
}
