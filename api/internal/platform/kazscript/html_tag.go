package kazscript

import (
	"html"
	"strings"
)

// tag is where the parts of a tag stand in its bytes.
type tag struct {
	name       string
	attributes []attribute
}

// attribute is a name, and where its value stands; quote is 0 for one without quotes.
type attribute struct {
	name       string
	start, end int
	quote      byte
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

// parse reads a tag as the tokenizer delimited it.
func parse(raw []byte) tag {
	i := 1
	if i < len(raw) && raw[i] == '/' {
		i++
	}
	from := i
	for i < len(raw) && !isSpace(raw[i]) && raw[i] != '>' && raw[i] != '/' {
		i++
	}
	t := tag{name: strings.ToLower(string(raw[from:i]))}
	for i < len(raw) {
		for i < len(raw) && (isSpace(raw[i]) || raw[i] == '/') {
			i++
		}
		if i >= len(raw) || raw[i] == '>' {
			break
		}
		var a attribute
		a, i = readAttribute(raw, i)
		t.attributes = append(t.attributes, a)
	}
	return t
}

func readAttribute(raw []byte, i int) (attribute, int) {
	from := i
	for i < len(raw) && !isSpace(raw[i]) && raw[i] != '=' && raw[i] != '>' && (raw[i] != '/' || i == from) {
		i++
	}
	if i == from {
		i++ // a lone sign
	}
	a := attribute{name: strings.ToLower(string(raw[from:i])), start: i, end: i}
	next := i
	for next < len(raw) && isSpace(raw[next]) {
		next++
	}
	if next >= len(raw) || raw[next] != '=' {
		return a, i
	}
	for i = next + 1; i < len(raw) && isSpace(raw[i]); i++ {
	}
	if i < len(raw) && (raw[i] == '"' || raw[i] == '\'') {
		a.quote = raw[i]
		a.start = i + 1
		for i = a.start; i < len(raw) && raw[i] != a.quote; i++ {
		}
		a.end = i
		return a, min(i+1, len(raw))
	}
	a.start = i
	for i < len(raw) && !isSpace(raw[i]) && raw[i] != '>' {
		i++
	}
	a.end = i
	return a, i
}

// value is an attribute's value; empty: it has none.
func (t tag) value(raw []byte, name string) string {
	for _, a := range t.attributes {
		if a.name == name {
			return html.UnescapeString(string(raw[a.start:a.end]))
		}
	}
	return ""
}

// spoken are attributes that say something to people.
const spoken = " alt title placeholder aria-label aria-description aria-roledescription aria-valuetext label data-copied "

// told are the names of meta elements whose content does.
const told = " description keywords og:title og:description og:site_name og:image:alt article:section article:tag " +
	"twitter:title twitter:description twitter:image:alt apple-mobile-web-app-title application-name "

func (t tag) says(raw []byte, a attribute) bool {
	switch {
	case in(spoken, a.name):
		return true
	case a.name == "content" && t.name == "meta":
		return in(told, t.value(raw, "name")) || in(told, t.value(raw, "property"))
	case a.name == "value" && t.name == "input":
		kind := t.value(raw, "type")
		return kind == "submit" || kind == "button" || kind == "reset"
	}
	return false
}

func (t tag) leads(a attribute) bool {
	switch t.name {
	case "a", "area":
		return a.name == "href"
	case "form":
		return a.name == "action"
	}
	return false
}

// rewrite writes what the tag's attributes say, and where it leads to.
func (d *document) rewrite(raw []byte, t tag, says bool) []byte {
	var out []byte
	from := 0
	for _, a := range t.attributes {
		value := string(raw[a.start:a.end])
		var to string
		switch {
		case value == "":
			continue
		case d.links != nil && t.leads(a):
			address, changed := d.links(html.UnescapeString(value))
			if !changed {
				continue
			}
			to = html.EscapeString(address)
		case says && a.quote != 0 && hasCyrillic(value) && t.says(raw, a):
			to = string(d.appendText(nil, value, true))
		default:
			continue
		}
		out = append(append(out, raw[from:a.start]...), to...)
		from = a.end
	}
	if from == 0 {
		return raw
	}
	return append(out, raw[from:]...)
}
