package cachekeeping

import (
	"encoding/base64"
	"unicode/utf8"
)

// Kind is what a page is.
type Kind string

// The kinds. StaticPage is one of the pages like "About us", Problem one that says what
// went wrong, API an answer of the public API.
const (
	Home       Kind = "home"
	Latest     Kind = "latest"
	Rubric     Kind = "rubric"
	Tag        Kind = "tag"
	Author     Kind = "author"
	Article    Kind = "article"
	AMP        Kind = "amp"
	StaticPage Kind = "page"
	Archive    Kind = "archive"
	Search     Kind = "search"
	Feed       Kind = "feed"
	Sitemap    Kind = "sitemap"
	OEmbed     Kind = "oembed"
	Offline    Kind = "offline"
	Problem    Kind = "error"
	API        Kind = "api"
	Other      Kind = "other"
)

// Address is where a page is asked for.
type Address struct {
	Host string
	Path string // with the query
}

// Place is where readers find a page.
type Place struct {
	Kind     Kind
	Language string // BCP 47; empty for answers of the API
	Host     string
	Path     string // with the query; empty for what has no address
	URL      string
}

// ID is an entry's name in addresses.
func ID(key string) string { return base64.RawURLEncoding.EncodeToString([]byte(key)) }

// keyOf is the opposite of ID.
func keyOf(id string) (string, error) {
	key, err := base64.RawURLEncoding.DecodeString(id)
	if err != nil || !utf8.Valid(key) {
		return "", ErrEntryNotFound
	}
	return string(key), nil
}
