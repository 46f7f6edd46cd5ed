// Package authors keeps those who sign articles. An author need not be a user:
// freelancers and agencies sign too.
package authors

import (
	"maps"
	"slices"

	"baq.kz/portal/api/internal/platform/labels"
	"baq.kz/portal/api/internal/platform/lang"
)

// Label is an author's name, address and description in one language.
type Label struct {
	Name      string `json:"name"`
	Slug      string `json:"slug"`
	Position  string `json:"position"` // job title
	Biography string `json:"biography"`
}

// Author is a person or an agency.
type Author struct {
	ID        int64               `json:"id"`
	Version   int64               `json:"version"`
	PictureID *int64              `json:"pictureId"`
	Labels    map[lang.Code]Label `json:"labels"`
}

// In is the author's label in a language, or in another where that is missing:
// a byline is never left out for want of a translation.
func (a Author) In(language lang.Code) Label {
	if l, ok := a.Labels[language]; ok {
		return l
	}
	for _, code := range slices.Sorted(maps.Keys(a.Labels)) {
		return a.Labels[code]
	}
	return Label{}
}

// Query says which authors a list shows, ordered by their name in a language.
type Query = labels.Query

// Path is the address of an author's page on its site.
func Path(slug string) string { return "/author/" + slug }
