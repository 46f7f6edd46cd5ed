package amprules

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// relations are what a link element may say; a style sheet of others is not among them.
var relations = []string{"canonical", "alternate", "icon", "manifest", "apple-touch-icon", "license", "author"}

// part counts the elements that the page must have, and checks those with rules
// of their own.
func (c *check) part(token html.Token) {
	switch token.Data {
	case "html":
		_, amp := attribute(token, "amp")
		_, lightning := attribute(token, "⚡")
		if amp || lightning {
			c.seen["html"]++
		}
	case "head", "body", "title":
		c.seen[token.Data]++
	case "meta":
		c.meta(token)
	case "link":
		c.link(token)
	case "amp-img":
		c.picture(token)
	case "a":
		if target, has := attribute(token, "target"); has && target != "_blank" && target != "_top" && target != "_self" {
			c.fail("a link opens in %q", target)
		}
	}
}

func (c *check) meta(token html.Token) {
	if charset, has := attribute(token, "charset"); has {
		if strings.ToLower(charset) != "utf-8" || c.elements != 2 { // after html and head
			c.fail("charset %q must be utf-8 and come first in the head", charset)
		}
		c.seen["charset"]++
	}
	name, _ := attribute(token, "name")
	if content, _ := attribute(token, "content"); name == "viewport" {
		if !strings.Contains(strings.ReplaceAll(content, " ", ""), "width=device-width") {
			c.fail("viewport %q", content)
		}
		c.seen["viewport"]++
	}
}

func (c *check) link(token html.Token) {
	relation, _ := attribute(token, "rel")
	address, _ := attribute(token, "href")
	if !slices.Contains(relations, relation) || c.parent() != "head" {
		c.fail("a link rel=%q in %s", relation, c.parent())
	}
	if relation == "canonical" {
		if !strings.HasPrefix(address, "http") {
			c.fail("canonical %q is not absolute", address)
		}
		c.seen["canonical"]++
	}
}

// picture needs a size of whole pixels: nothing on the page may move when it comes.
func (c *check) picture(token html.Token) {
	for _, side := range []string{"width", "height"} {
		value, _ := attribute(token, side)
		if n, err := strconv.Atoi(value); err != nil || n <= 0 {
			c.fail("amp-img with %s=%q", side, value)
		}
	}
	if source, _ := attribute(token, "src"); source == "" {
		c.fail("amp-img without src")
	}
	if _, described := attribute(token, "alt"); !described {
		c.fail("amp-img without alt")
	}
	if layout, _ := attribute(token, "layout"); !slices.Contains([]string{"responsive", "fixed", "intrinsic", "fill"}, layout) {
		c.fail("amp-img with layout=%q", layout)
	}
}
