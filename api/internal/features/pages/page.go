// Package pages keeps static pages, such as "About us": one row per language,
// bound by a key.
package pages

import (
	"time"

	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/richtext"
)

// State is whether readers see the page.
type State string

// The states.
const (
	Draft     State = "draft"
	Published State = "published"
)

// Page is a static page in one language.
type Page struct {
	ID             int64             `json:"id"`
	Key            string            `json:"key"` // the same for all language versions
	Language       lang.Code         `json:"language"`
	Title          string            `json:"title"`
	Slug           string            `json:"slug"`
	Body           richtext.Document `json:"body"`
	SEODescription string            `json:"seoDescription"`
	State          State             `json:"state"`
	Version        int64             `json:"version"`
	UpdatedAt      time.Time         `json:"updatedAt"`
}

// Path is the address of a page on its site.
func Path(slug string) string { return "/page/" + slug }
