// Package schemaorg is what search engines read of a page: things of the
// vocabulary schema.org, as JSON-LD. Members that are empty are left out; what
// each kind of page must tell is Google's list of structured data
// (developers.google.com/search/docs/appearance/structured-data).
package schemaorg

import (
	"encoding/json"
	"html/template"
)

// Thing is one of this package's things, with its name in the vocabulary.
type Thing interface{ thing() string }

// named is the first member of a thing: its name in the vocabulary.
type named[T Thing] struct{}

// MarshalText implements encoding.TextMarshaler.
func (named[T]) MarshalText() ([]byte, error) {
	var one T
	return []byte(one.thing()), nil
}

// Script is the body of a data block: all things of a page as one graph. What
// could end the element that it stands in is escaped.
func Script(things ...Thing) (template.JS, error) {
	text, err := json.Marshal(struct {
		Context string  `json:"@context"`
		Graph   []Thing `json:"@graph"`
	}{"https://schema.org", things})
	return template.JS(text), err //nolint:gosec // json.Marshal escapes <, > and &
}

// Ref names a thing of the same graph.
type Ref struct {
	ID string `json:"@id"`
}
