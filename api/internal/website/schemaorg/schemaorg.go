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

// Script is the body of a data block: all things of a page as one graph. What
// could end the element that it stands in is escaped.
func Script(things ...Thing) (template.JS, error) {
	nodes := make([]json.RawMessage, len(things))
	for i, t := range things {
		node, err := encode(t)
		if err != nil {
			return "", err
		}
		nodes[i] = node
	}
	text, err := json.Marshal(struct {
		Context string            `json:"@context"`
		Graph   []json.RawMessage `json:"@graph"`
	}{"https://schema.org", nodes})
	return template.JS(text), err //nolint:gosec // json.Marshal escapes <, > and &
}

// encode puts the thing's name before its members.
func encode(t Thing) (json.RawMessage, error) {
	members, err := json.Marshal(t)
	if err != nil {
		return nil, err
	}
	name, err := json.Marshal(t.thing())
	if err != nil {
		return nil, err
	}
	out := append([]byte(`{"@type":`), name...)
	if len(members) > len("{}") {
		out = append(out, ',')
	}
	return append(out, members[1:]...), nil
}

// Of is a thing within another one.
type Of[T Thing] struct{ Thing T }

// MarshalJSON implements json.Marshaler.
func (o Of[T]) MarshalJSON() ([]byte, error) { return encode(o.Thing) }

// In is a thing as a member of another one.
func In[T Thing](t T) *Of[T] { return &Of[T]{t} }

// All are things as a member of another one.
func All[T Thing](things []T) []Of[T] {
	out := make([]Of[T], len(things))
	for i, t := range things {
		out[i] = Of[T]{t}
	}
	return out
}

// Ref names a thing of the same graph.
type Ref struct {
	ID string `json:"@id"`
}
