package richtext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text is the plain text: a line for each paragraph, heading, caption and title
// of an info box that is not empty, and for each line that a break begins.
func (d Document) Text() string {
	var lines []string
	walk(d.blocks, func(n *node) {
		line := n.text
		switch n.kind {
		case paragraph, heading:
			line = inlineText(n.children)
		case picture, embed, infoBox:
		default:
			return
		}
		if line != "" {
			lines = append(lines, line)
		}
	})
	return strings.Join(lines, "\n")
}

// TextBlocks is the text of every paragraph and heading in reading order, those
// in lists, quotes, cells and boxes too; a break is a line end. Empty ones are
// there as well: the place in the list names the block to the panel's text check.
func (d Document) TextBlocks() []string {
	var blocks []string
	walk(d.blocks, func(n *node) {
		if n.kind == paragraph || n.kind == heading {
			blocks = append(blocks, inlineText(n.children))
		}
	})
	return blocks
}

// Words is how many words there are to read, in captions, titles and tables too.
func (d Document) Words() int {
	var c wordCounter
	walk(d.blocks, func(n *node) {
		switch n.kind {
		case paragraph, heading:
			for i := range n.children {
				c.read(n.children[i].text)
				if n.children[i].kind == hardBreak {
					c.within = false
				}
			}
		case picture, embed, infoBox:
			c.read(n.text)
		default:
			return
		}
		c.within = false
	})
	return c.words
}

// CountWords counts what stands between spaces and has a letter or a digit in it:
// "қыс-қыс", "3,5" and "BAQ.KZ" are one each, a dash between spaces is none.
func CountWords(text string) int {
	var c wordCounter
	c.read(text)
	return c.words
}

// wordCounter counts the words of a text that comes in pieces.
type wordCounter struct {
	words  int
	within bool // a word that has been counted
}

func (c *wordCounter) read(text string) {
	for i := 0; i < len(text); {
		if c.within && twoByteCyrillic(text, i) { // none of which is a space
			i += 2
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsSpace(r):
			c.within = false
		case !c.within && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			c.within = true
			c.words++
		}
		i += size
	}
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
