// Package news is the agency's main job: articles, written and published in
// each language on their own, and bound into stories.
package news

import (
	"time"

	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/labels"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/richtext"
)

// State is where an article stands in its life.
type State string

// The states. A published article is on its site; an unpublished one was.
const (
	Draft       State = "draft"
	Published   State = "published"
	Unpublished State = "unpublished"
)

// Content is what an editor writes.
type Content struct {
	Title          string            `json:"title"`
	Slug           string            `json:"slug"` // empty: to be made from the title
	Lead           string            `json:"lead"`
	Body           richtext.Document `json:"body"`
	RubricID       *int64            `json:"rubricId"`
	TagIDs         []int64           `json:"tagIds"`
	AuthorIDs      []int64           `json:"authorIds"`
	PictureID      *int64            `json:"pictureId"`
	SEOTitle       string            `json:"seoTitle"`
	SEODescription string            `json:"seoDescription"`
	SEOKeywords    string            `json:"seoKeywords"`
}

// Article is the version of a story in one language.
type Article struct {
	ID       int64     `json:"id"`
	StoryID  int64     `json:"storyId"`
	Language lang.Code `json:"language"`
	State    State     `json:"state"`
	Version  int64     `json:"version"`
	Content
	CreatedBy   *int64     `json:"createdBy"` // nil: an import or a command
	UpdatedBy   *int64     `json:"updatedBy"`
	CreatedAt   time.Time  `json:"createdAt"`
	UpdatedAt   time.Time  `json:"updatedAt"`
	PublishedAt *time.Time `json:"publishedAt"` // the first publication
}

// Ref is a language version of a story, as others point to it.
type Ref struct {
	ID       int64
	StoryID  int64
	Language lang.Code
	State    State
	Title    string
	Slug     string
}

// checkComplete refuses to publish what a reader could not be shown.
func (a Article) checkComplete() error {
	var missing []fault.Field
	need := func(ok bool, field, message string) {
		if !ok {
			missing = append(missing, fault.Field{Field: field, Code: "required", Message: message})
		}
	}
	need(!labels.Blank(a.Title), "title", "a headline is needed")
	need(a.Slug != "", "slug", "the headline makes no address; give a slug")
	need(a.RubricID != nil, "rubricId", "a rubric is needed")
	need(!a.Body.Empty() || a.Lead != "", "body", "there is no text")
	if len(missing) == 0 {
		return nil
	}
	return ErrIncomplete.WithFields(missing...)
}

// Path is the address of an article on its site; empty while it has no slug.
func Path(slug string) string {
	if slug == "" {
		return ""
	}
	return "/news/" + slug
}
