package amprules

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
)

// Runtime is the address of AMP's script.
const Runtime = "https://cdn.ampproject.org/v0.js"

// styleLimit is how many bytes the custom style may have.
const styleLimit = 75_000

// The boilerplate, word for word.
const (
	boilerplate = "body{-webkit-animation:-amp-start 8s steps(1,end) 0s 1 normal both;-moz-animation:-amp-start 8s steps(1,end) 0s 1 normal both;" +
		"-ms-animation:-amp-start 8s steps(1,end) 0s 1 normal both;animation:-amp-start 8s steps(1,end) 0s 1 normal both}" +
		"@-webkit-keyframes -amp-start{from{visibility:hidden}to{visibility:visible}}@-moz-keyframes -amp-start{from{visibility:hidden}to{visibility:visible}}" +
		"@-ms-keyframes -amp-start{from{visibility:hidden}to{visibility:visible}}@-o-keyframes -amp-start{from{visibility:hidden}to{visibility:visible}}" +
		"@keyframes -amp-start{from{visibility:hidden}to{visibility:visible}}"
	withoutScript = "body{-webkit-animation:none;-moz-animation:none;-ms-animation:none;animation:none}"
)

// required parts must stand in a page exactly once.
var required = []string{
	"doctype", "html", "head", "body", "title", "charset", "viewport", "canonical", "runtime", "boilerplate", "boilerplate without script", "custom style",
}

// whole judges the page when all of it has been read.
func (c *check) whole() {
	for _, part := range required {
		if c.seen[part] != 1 {
			c.fail("%s: there are %d, must be one", part, c.seen[part])
		}
	}
	for name := range c.used {
		if c.scripts[name] != 1 {
			c.fail("<%s> has %d scripts, must be one", name, c.scripts[name])
		}
	}
	for name := range c.scripts {
		if !c.used[name] {
			c.fail("the script of <%s> is not used", name)
		}
	}
	if len(c.within) > 0 {
		c.fail("left open: %v", c.within)
	}
}

// style allows the boilerplate and one style of the page's own.
func (c *check) style(token html.Token, text string) {
	_, isBoilerplate := attribute(token, "amp-boilerplate")
	_, isCustom := attribute(token, "amp-custom")
	switch {
	case isBoilerplate && c.parent() == "noscript" && text == withoutScript:
		c.seen["boilerplate without script"]++
	case isBoilerplate && c.parent() == "head" && text == boilerplate:
		c.seen["boilerplate"]++
	case isCustom && c.parent() == "head":
		c.seen["custom style"]++
		c.custom(text)
	default:
		c.fail("a style that AMP does not know in %s: %.60s", c.parent(), text)
	}
}

func (c *check) custom(css string) {
	if len(css) > styleLimit {
		c.fail("the custom style has %d bytes, may have %d", len(css), styleLimit)
	}
	lower := strings.ToLower(css)
	for _, forbidden := range []string{"!important", "@import", "@charset", "@namespace", "i-amphtml-", "-amp-", "{behavior:", ";behavior:", "-moz-binding", "expression(", "javascript:", "<!--"} {
		if strings.Contains(lower, forbidden) {
			c.fail("the custom style has %s", forbidden)
		}
	}
}

// script allows the runtime, scripts of components, and data for machines.
func (c *check) script(token html.Token, text string) {
	kind, _ := attribute(token, "type")
	source, _ := attribute(token, "src")
	component, isComponent := attribute(token, "custom-element")
	_, async := attribute(token, "async")
	switch {
	case kind == "application/ld+json" && source == "":
		if !json.Valid([]byte(text)) {
			c.fail("data for machines that is no JSON: %.60s", text)
		}
	case c.parent() != "head" || !async || text != "" || kind != "":
		c.fail("a script that AMP does not know: %v %.60s", token.Attr, text)
	case source == Runtime && !isComponent:
		c.seen["runtime"]++
	case isComponent && strings.HasPrefix(source, "https://cdn.ampproject.org/v0/"+component+"-"):
		c.scripts[component]++
	default:
		c.fail("a script of %s", source)
	}
}
