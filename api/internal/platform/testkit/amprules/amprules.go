// Package amprules checks a page by the published rules of AMP HTML
// (https://amp.dev/documentation/guides-and-tutorials/learn/spec/amphtml/), as far
// as articles use them. It is stricter than AMP's own validator: an element or
// attribute that is not in its tables is a violation, also where AMP would know it.
package amprules

import (
	"bytes"
	"fmt"

	"golang.org/x/net/html"
)

// Check returns what a page does against the rules; nothing for a valid one.
func Check(page []byte) []string {
	c := &check{seen: map[string]int{}, ids: map[string]bool{}, used: map[string]bool{}, scripts: map[string]int{}}
	c.read(page)
	c.whole()
	return c.violations
}

// check is what has been seen of a page, and what was wrong.
type check struct {
	violations []string
	seen       map[string]int // by the name of a required part
	ids        map[string]bool
	used       map[string]bool // amp-* elements that need a script
	scripts    map[string]int  // scripts of such elements
	within     []string        // open elements
	elements   int
}

func (c *check) fail(format string, values ...any) {
	c.violations = append(c.violations, fmt.Sprintf(format, values...))
}

// read walks the tokens: a tree would hide what a browser mends.
func (c *check) read(page []byte) {
	tokens := html.NewTokenizer(bytes.NewReader(page))
	for kind := tokens.Next(); kind != html.ErrorToken; kind = tokens.Next() {
		raw := string(tokens.Raw())
		token := tokens.Token()
		switch kind {
		case html.DoctypeToken:
			c.seen["doctype"]++
			if token.Data != "html" || c.elements > 0 {
				c.fail("the document does not begin with <!doctype html>")
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			c.twice(raw)
			c.element(token)
			c.elements++
			switch token.Data {
			case "script", "style":
				c.content(tokens, token)
			case "noscript":
				tokens.NextIsNotRawText() // AMP reads what browsers without script do
			}
			if kind == html.StartTagToken && !void[token.Data] && token.Data != "script" && token.Data != "style" {
				c.within = append(c.within, token.Data)
			}
		case html.EndTagToken:
			c.end(token.Data)
		}
	}
}

// end closes an element; what is left open or closed out of turn is wrong.
func (c *check) end(name string) {
	if name == "script" || name == "style" {
		return
	}
	last := len(c.within) - 1
	if last < 0 || c.within[last] != name {
		c.fail("</%s> closes nothing: %v are open", name, c.within)
		return
	}
	c.within = c.within[:last]
}

// content reads what stands in a script or style element.
func (c *check) content(tokens *html.Tokenizer, token html.Token) {
	text := ""
	if tokens.Next() == html.TextToken {
		text = tokens.Token().Data
	}
	if token.Data == "style" {
		c.style(token, text)
		return
	}
	c.script(token, text)
}

// parent is the element that is open around the present one.
func (c *check) parent() string {
	if len(c.within) == 0 {
		return ""
	}
	return c.within[len(c.within)-1]
}
