package kazscript

import (
	"bytes"
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
)

// Links changes an address that a document links to; false leaves it as it is.
type Links func(address string) (string, bool)

// HTML writes the texts of a document or a part of one: text between tags, what
// attributes say to people, and structured data. All other bytes stay as they are.
// What is marked as another language, as code, or as not to be translated is not
// touched; links, where given, changes the addresses of links and forms.
func (c *Converter) HTML(page []byte, links Links) []byte {
	d := document{Converter: c, links: links, out: make([]byte, 0, len(page)+len(page)/8)}
	z := html.NewTokenizer(bytes.NewReader(page))
	read := 0
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		raw := page[read : read+len(z.Raw())] // the tokenizer's own bytes do not last
		read += len(raw)
		d.token(kind, raw)
	}
	d.flush()
	return append(d.out, page[read:]...)
}

// document is the state of one pass over HTML. A block's text is written as a whole,
// with seams for the tags in it, because a word may go on behind a tag.
type document struct {
	*Converter
	links Links
	out   []byte

	text    []byte   // of the present block, with seams
	between [][]byte // the tags that the seams stand for
	spare   []byte   // where converted text waits for its tags

	closed string // the element that is left alone, until its end; empty: none
	depth  int    // elements of the same name that are open within it
	script bool   // the next text is structured data
}

func (d *document) token(kind html.TokenType, raw []byte) {
	switch kind {
	case html.TextToken:
		d.words(raw)
	case html.StartTagToken, html.SelfClosingTagToken:
		d.open(raw, kind == html.SelfClosingTagToken)
	case html.EndTagToken:
		d.close(raw)
	default:
		d.keep(raw, true)
	}
}

// keep adds bytes as they are; flow says that the text around them goes on.
func (d *document) keep(raw []byte, flow bool) {
	if flow && len(d.text) > 0 {
		d.text = append(d.text, string(seam)...)
		d.between = append(d.between, raw)
		return
	}
	d.flush()
	d.out = append(d.out, raw...)
}

func (d *document) words(raw []byte) {
	switch {
	case d.script:
		d.flush()
		d.out = append(d.out, d.data(raw)...)
	case d.closed != "", bytes.Contains(raw, []byte(string(seam))):
		d.keep(raw, d.closed != "")
	default:
		d.text = append(d.text, raw...)
	}
}

// flush writes the block's text with its tags.
func (d *document) flush() {
	if len(d.text) == 0 {
		return
	}
	if len(d.between) == 0 {
		if hasCyrillic(string(d.text)) {
			d.out = d.appendText(d.out, string(d.text), true)
		} else {
			d.out = append(d.out, d.text...)
		}
	} else {
		d.spare = d.appendText(d.spare[:0], string(d.text), true)
		rest := d.spare
		for _, tag := range d.between {
			before, after, _ := bytes.Cut(rest, []byte(string(seam)))
			d.out, rest = append(append(d.out, before...), tag...), after
		}
		d.out = append(d.out, rest...)
	}
	d.text, d.between = d.text[:0], d.between[:0]
}

// inline are elements that do not end what is said.
const inline = " a abbr b bdi bdo cite data del dfn em font i ins label mark q s small span strong sub sup time u var wbr "

// empty are elements without content (HTML, section 13.1.2).
const empty = " area base br col embed hr img input link meta source track wbr "

// alone are elements whose content is no text to read in another script.
const alone = " code kbd math pre samp script style textarea var iframe noscript object "

func in(list, name string) bool { return strings.Contains(list, " "+name+" ") }

func (d *document) open(raw []byte, selfClosing bool) {
	tag := parse(raw)
	leaf := selfClosing || in(empty, tag.name)
	if d.closed != "" {
		if tag.name == d.closed && !leaf {
			d.depth++
		}
		d.keep(d.rewrite(raw, tag, false), true)
		return
	}
	foreign := d.isOther(raw, tag)
	d.keep(d.rewrite(raw, tag, !foreign), in(inline, tag.name))
	switch {
	case leaf:
	case tag.name == "script" && tag.value(raw, "type") == "application/ld+json":
		d.script = true
	case foreign || in(alone, tag.name):
		d.closed, d.depth = tag.name, 0
	}
}

func (d *document) close(raw []byte) {
	name := parse(raw).name
	d.script = false
	flow := in(inline, name) || d.closed != ""
	if name == d.closed {
		if d.depth--; d.depth < 0 {
			d.closed, flow = "", in(inline, name) || in(alone, name)
		}
	}
	d.keep(raw, flow)
}

// isOther tells whether an element says of itself that it is of another language or
// script, or not to be changed.
func (d *document) isOther(raw []byte, tag tag) bool {
	if tag.value(raw, "translate") == "no" {
		return true
	}
	language := tag.value(raw, "lang")
	if language == "" {
		return false
	}
	language, script, _ := strings.Cut(strings.ToLower(language), "-")
	return language != Language || script != "" && script != strings.ToLower(d.alphabet.Script)
}

// data writes the texts of structured data (JSON-LD).
func (d *document) data(raw []byte) []byte {
	var out []byte
	key, from := "", 0
	for i := 0; i < len(raw); i++ {
		if raw[i] != '"' {
			continue
		}
		end := i + 1
		for end < len(raw) && raw[end] != '"' {
			if raw[end] == '\\' {
				end++
			}
			end++
		}
		end = min(end+1, len(raw))
		var value string
		if json.Unmarshal(raw[i:end], &value) != nil {
			return raw
		}
		switch rest := bytes.TrimLeft(raw[end:], " \n\t"); {
		case len(rest) > 0 && rest[0] == ':':
			key = value
		case in(said, key) && hasCyrillic(value):
			if text, err := json.Marshal(d.Text(value)); err == nil {
				out = append(append(out, raw[from:i]...), text...)
				from = end
			}
		}
		i = end - 1
	}
	return append(out, raw[from:]...)
}

// said are the members of structured data that hold texts for people.
const said = " name headline alternativeHeadline description abstract text caption articleSection articleBody keywords jobTitle dateline creditText copyrightNotice "
