// Package tags keeps the tags that articles carry.
package tags

import (
	"baq.kz/portal/api/internal/platform/labels"
	"baq.kz/portal/api/internal/platform/lang"
)

// Label is a tag's name and address in one language.
type Label struct {
	Name string `json:"name"`
	Slug string `json:"slug"`
}

// Tag is a subject that articles of any rubric share.
type Tag struct {
	ID      int64               `json:"id"`
	Version int64               `json:"version"`
	Labels  map[lang.Code]Label `json:"labels"`
}

// Query says which tags a list shows, ordered by their name in a language.
type Query = labels.Query

// Path is the address of a tag's page on its site.
func Path(slug string) string { return "/tag/" + slug }
