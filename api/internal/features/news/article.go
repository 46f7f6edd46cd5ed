// Package news is the agency's main job: articles, written and published in
// each language on their own, and bound into stories.
package news

import (
	"slices"
	"time"

	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/labels"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/richtext"
)

// Urgency is how much a piece of news presses.
type Urgency string

// The urgencies. Breaking news also stands in the bar on every page, for a time.
const (
	Ordinary Urgency = "ordinary"
	Urgent   Urgency = "urgent"
	Breaking Urgency = "breaking"
)

// Role is what somebody did for an article.
type Role string

// RoleAuthor is the role of those of whom nothing else is said.
const RoleAuthor Role = "author"

// Credit says who signs an article, and as what.
type Credit struct {
	AuthorID int64 `json:"authorId"`
	Role     Role  `json:"role"`
}

// Content is what an editor writes.
type Content struct {
	Title          string            `json:"title"`
	Slug           string            `json:"slug"` // empty: to be made from the title
	Lead           string            `json:"lead"`
	Body           richtext.Document `json:"body"`
	RubricID       *int64            `json:"rubricId"`
	TagIDs         []int64           `json:"tagIds"`
	Credits        []Credit          `json:"credits"` // an author stands once
	PictureID      *int64            `json:"pictureId"`
	SEOTitle       string            `json:"seoTitle"`
	SEODescription string            `json:"seoDescription"`
	SEOKeywords    string            `json:"seoKeywords"`
	Urgency        Urgency           `json:"urgency"`
	Source         string            `json:"source"` // whom the material is from
	SourceURL      string            `json:"sourceUrl"`
	Location       string            `json:"location"`     // the dateline's place
	EmbargoUntil   *time.Time        `json:"embargoUntil"` // not on the site before
}

// Article is the version of a story in one language.
type Article struct {
	ID       int64     `json:"id"`
	StoryID  int64     `json:"storyId"`
	Language lang.Code `json:"language"`
	State    State     `json:"state"`
	Version  int64     `json:"version"`
	Content
	PublishAt     *time.Time   `json:"publishAt"`     // due, while scheduled
	UnpublishAt   *time.Time   `json:"unpublishAt"`   // due, while scheduled or live
	BreakingUntil *time.Time   `json:"breakingUntil"` // stands in the breaking bar until then
	CorrectedAt   *time.Time   `json:"correctedAt"`
	KillReason    string       `json:"killReason"`
	TextVersion   int64        `json:"textVersion"` // grows with title, lead and body alone
	TextChangedAt time.Time    `json:"-"`           // when it last grew
	Translation   *Translation `json:"translation"` // nil: an original
	CreatedBy     *int64       `json:"createdBy"`   // nil: an import or a command
	UpdatedBy     *int64       `json:"updatedBy"`
	CreatedAt     time.Time    `json:"createdAt"`
	UpdatedAt     time.Time    `json:"updatedAt"`
	PublishedAt   *time.Time   `json:"publishedAt"` // the first publication

	readAt    time.Time // the database's clock when the article was read
	backdated bool      // written elsewhere: its last change is its publication
}

// Translation says what an article was translated from.
type Translation struct {
	From        int64 `json:"from"`        // the original's id
	TextVersion int64 `json:"textVersion"` // the original's text that was translated
	Behind      bool  `json:"behind"`      // that text has changed since
}

// Ref is a language version of a story, as others point to it.
type Ref struct {
	ID       int64
	StoryID  int64
	Language lang.Code
	State    State
	Title    string
	Slug     string
	Behind   bool
}

// AuthorIDs are the people who sign, in their order.
func (c Content) AuthorIDs() []int64 {
	ids := make([]int64, len(c.Credits))
	for i, credit := range c.Credits {
		ids[i] = credit.AuthorID
	}
	return ids
}

// SignedBy are credits of authors.
func SignedBy(ids ...int64) []Credit {
	credits := make([]Credit, len(ids))
	for i, id := range ids {
		credits[i] = Credit{AuthorID: id, Role: RoleAuthor}
	}
	return credits
}

// Text is what a translator translates.
func (c Content) text() string { return c.Title + "\x00" + c.Lead + "\x00" + string(c.Body.JSON()) }

// wordsPerMinute is how fast news is read. Brysbaert (2019) measured 238 words of
// English a minute; words of Kazakh and Russian are longer, so that a fifth less
// is taken.
const wordsPerMinute = 180

// Words are the words of the lead and the text.
func (c Content) Words() int { return richtext.CountWords(c.Lead) + c.Body.Words() }

// ReadingMinutes is how long so many words take to read, rounded up; at least 1.
func ReadingMinutes(words int) int { return max(1, (words+wordsPerMinute-1)/wordsPerMinute) }

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

// embargoed tells whether the article's embargo is not over.
func (a Article) embargoed() bool { return a.EmbargoUntil != nil && a.EmbargoUntil.After(a.readAt) }

// checkCredits refuses to name one person twice.
func (c Content) checkCredits() error {
	ids := c.AuthorIDs()
	slices.Sort(ids)
	if len(slices.Compact(ids)) < len(c.Credits) {
		return ErrCreditedTwice
	}
	return nil
}

// present is an id that may be lacking, as a list.
func present(id *int64) []int64 {
	if id == nil {
		return nil
	}
	return []int64{*id}
}

// Path is the address of an article on its site; empty while it has no slug.
func Path(slug string) string {
	if slug == "" {
		return ""
	}
	return "/news/" + slug
}
