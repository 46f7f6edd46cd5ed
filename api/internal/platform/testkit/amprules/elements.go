package amprules

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// void elements have no end.
var void = map[string]bool{"meta": true, "link": true, "br": true, "hr": true, "wbr": true}

// global attributes may stand on every element; so may data-* and aria-*.
var global = []string{"class", "dir", "hidden", "id", "lang", "role", "tabindex", "title", "itemprop", "itemscope", "itemtype"}

// allowed are the elements an article may have, each with its own attributes.
var allowed = map[string][]string{
	"html": {"amp", "⚡"}, "head": nil, "body": nil, "title": nil, "noscript": nil,
	"meta": {"charset", "content", "name", "property"}, "link": {"href", "hreflang", "rel", "sizes", "type"},
	"script": {"async", "custom-element", "src", "type"}, "style": {"amp-boilerplate", "amp-custom"},
	"header": nil, "nav": nil, "main": nil, "footer": nil, "section": nil, "article": nil, "aside": nil, "div": nil,
	"h1": nil, "h2": nil, "h3": nil, "h4": nil, "p": nil, "ul": nil, "ol": {"start"}, "li": {"value"}, "dl": nil, "dt": nil, "dd": nil, "blockquote": {"cite"},
	"hr": nil, "br": nil, "wbr": nil, "figure": nil, "figcaption": nil, "span": nil, "strong": nil, "em": nil, "s": nil, "b": nil, "i": nil, "small": nil,
	"time": {"datetime"}, "a": {"href", "hreflang", "rel", "target"}, "details": {"open"}, "summary": nil,
	"table": nil, "thead": nil, "tbody": nil, "caption": nil, "tr": nil, "th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"},
	"svg": {"viewbox", "viewBox", "width", "height", "focusable"}, "path": {"d", "fill-rule"},
	"amp-img": {"alt", "height", "layout", "src", "srcset", "width"},
}

// builtin elements of AMP need no script of their own.
var builtin = []string{"amp-img"}

func (c *check) element(token html.Token) {
	own, known := allowed[token.Data]
	if !known {
		c.fail("<%s> is not allowed", token.Data)
	}
	if strings.HasPrefix(token.Data, "amp-") && !slices.Contains(builtin, token.Data) {
		c.used[token.Data] = true
	}
	for _, a := range token.Attr {
		c.attribute(token.Data, a, own, known)
	}
	c.part(token)
}

// named finds the names of a tag's attributes as they are written: the tokenizer
// hides one that stands twice.
var named = regexp.MustCompile(`\s([^\s"'>/=]+)(?:="[^"]*")?`)

func (c *check) twice(raw string) {
	names := map[string]bool{}
	for _, match := range named.FindAllStringSubmatch(raw, -1) {
		if names[match[1]] {
			c.fail("%.60s has %s twice", raw, match[1])
		}
		names[match[1]] = true
	}
}

func (c *check) attribute(element string, a html.Attribute, own []string, known bool) {
	plain := slices.Contains(global, a.Key) || strings.HasPrefix(a.Key, "data-") || strings.HasPrefix(a.Key, "aria-")
	if known && !plain && !slices.Contains(own, a.Key) {
		c.fail("<%s> may not have %s=%q", element, a.Key, a.Val)
	}
	if (a.Key == "id" || a.Key == "class") && strings.Contains(a.Val, "amphtml") {
		c.fail("<%s %s=%q>: the name is AMP's own", element, a.Key, a.Val)
	}
	if a.Key == "id" {
		if c.ids[a.Val] {
			c.fail("id %q twice", a.Val)
		}
		c.ids[a.Val] = true
	}
	if (a.Key == "href" || a.Key == "src") && !reachable(a.Val) {
		c.fail("<%s %s=%q> leads where AMP does not", element, a.Key, a.Val)
	}
}

// reachable addresses are relative ones and those of a few schemes.
func reachable(address string) bool {
	scheme, _, absolute := strings.Cut(address, ":")
	if !absolute || strings.ContainsAny(scheme, "/?#") {
		return true
	}
	return slices.Contains([]string{"http", "https", "mailto", "tel"}, strings.ToLower(scheme))
}

// attribute finds an attribute of an element.
func attribute(token html.Token, name string) (string, bool) {
	for _, a := range token.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}
