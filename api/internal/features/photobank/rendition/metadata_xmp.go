package rendition

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"unicode/utf8"
)

// phrase is a text and the language that it is said to be in.
type phrase struct{ language, text string }

// xmp is the values of an XMP packet by the customary name of the property.
type xmp map[string][]phrase

func (x xmp) texts(property string) (all []string) {
	for _, p := range x[property] {
		all = append(all, p.text)
	}
	return all
}

func (x xmp) text(property string) string {
	if len(x[property]) == 0 {
		return ""
	}
	return x[property][0].text
}

const rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

// prefixOf is the customary prefix of a vocabulary that is looked at. Files may
// use others.
func prefixOf(space string) string {
	switch space {
	case "http://purl.org/dc/elements/1.1/":
		return "dc:"
	case "http://ns.adobe.com/photoshop/1.0/":
		return "photoshop:"
	case "http://ns.adobe.com/xap/1.0/":
		return "xmp:"
	case "http://ns.adobe.com/xap/1.0/rights/":
		return "xmpRights:"
	case "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/":
		return "Iptc4xmpCore:"
	case "http://iptc.org/std/Iptc4xmpExt/2008-02-29/":
		return "Iptc4xmpExt:"
	case "http://ns.adobe.com/exif/1.0/":
		return "exif:"
	case "http://ns.adobe.com/exif/1.0/aux/":
		return "aux:"
	case "http://ns.adobe.com/tiff/1.0/":
		return "tiff:"
	}
	return ""
}

// maxValues is how many values of one property are kept.
const maxValues = 200

func (x xmp) add(name xml.Name, p phrase) {
	prefix := prefixOf(name.Space)
	if p.text = strings.TrimSpace(p.text); prefix != "" && p.text != "" && len(x[prefix+name.Local]) < maxValues {
		x[prefix+name.Local] = append(x[prefix+name.Local], p)
	}
}

// readXMP keeps what came before a mistake in the XML. (imagemeta's reader leaves
// the languages out, and does not look into PNGs.)
func readXMP(packet []byte) xmp {
	found := xmp{}
	d := xml.NewDecoder(bytes.NewReader(allowed(packet)))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // XMP is in UTF-8, whatever it says
	w := walk{found: found}
	for {
		token, err := d.Token()
		if err != nil {
			return found
		}
		switch token := token.(type) {
		case xml.StartElement:
			w.begin(token)
		case xml.CharData:
			w.write(token)
		case xml.EndElement:
			w.end()
		}
	}
}

// walk is the way through a packet: rdf:RDF, rdf:Description, a property, and in
// it its text or a list (rdf:Alt, rdf:Bag, rdf:Seq) of rdf:li. What is nested
// deeper belongs to structures, which are not looked at.
type walk struct {
	found xmp
	open  []element
}

type element struct {
	name     xml.Name
	language string
	text     []byte
}

// maxDepth is that of an item of a list, with room to spare for wrappers.
const maxDepth = 12

func (w *walk) begin(start xml.StartElement) {
	e := element{name: start.Name}
	w.open = append(w.open, e)
	property := w.isProperty(len(w.open) - 1)
	for _, a := range start.Attr {
		switch {
		case a.Name.Local == "lang" && (a.Name.Space == "xml" || strings.HasPrefix(a.Name.Space, "http://www.w3.org/XML/")):
			w.open[len(w.open)-1].language = a.Value
		case property && a.Name == xml.Name{Space: rdf, Local: "resource"}:
			w.found.add(start.Name, phrase{text: a.Value})
		case w.isDescription(len(w.open) - 1): // the short form of properties
			w.found.add(a.Name, phrase{text: a.Value})
		}
	}
}

func (w *walk) write(text []byte) {
	at := len(w.open) - 1
	if at >= 0 && at < maxDepth && (w.isProperty(at) || w.isItem(at)) && len(w.open[at].text) < maxBlock {
		w.open[at].text = append(w.open[at].text, text...)
	}
}

func (w *walk) end() {
	at := len(w.open) - 1
	if at < 0 {
		return
	}
	e := w.open[at]
	switch {
	case w.isItem(at):
		w.found.add(w.open[at-2].name, phrase{e.language, string(e.text)})
	case w.isProperty(at):
		w.found.add(e.name, phrase{e.language, string(e.text)})
	}
	w.open = w.open[:at]
}

func (w *walk) isDescription(at int) bool {
	return at >= 1 && w.open[at].name == xml.Name{Space: rdf, Local: "Description"} && w.open[at-1].name == xml.Name{Space: rdf, Local: "RDF"}
}

func (w *walk) isProperty(at int) bool { return at >= 1 && w.isDescription(at-1) }

func (w *walk) isItem(at int) bool {
	return at >= 2 && w.open[at].name == xml.Name{Space: rdf, Local: "li"} && w.open[at-1].name.Space == rdf && w.isProperty(at-2)
}

// allowed replaces what XML does not allow, at which its reader would stop.
func allowed(packet []byte) []byte {
	return bytes.Map(func(r rune) rune {
		if (r < ' ' && r != '\t' && r != '\n' && r != '\r') || r == utf8.RuneError || r == '\ufffe' || r == '\uffff' {
			return ' '
		}
		return r
	}, packet)
}
