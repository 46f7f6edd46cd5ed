package news

import (
	"fmt"
	"slices"

	"baq.kz/portal/api/internal/platform/lang"
)

// WasPublished says that an article came onto its site.
type WasPublished struct{ Change }

// EventName implements outbox.Event.
func (WasPublished) EventName() string { return "news.published" }

// WasUpdated says that an article changed while on its site.
type WasUpdated struct{ Change }

// EventName implements outbox.Event.
func (WasUpdated) EventName() string { return "news.updated" }

// WasUnpublished says that an article was taken off its site.
type WasUnpublished struct{ Change }

// EventName implements outbox.Event.
func (WasUnpublished) EventName() string { return "news.unpublished" }

// WasKilled says that an article was taken down for good.
type WasKilled struct{ Change }

// EventName implements outbox.Event.
func (WasKilled) EventName() string { return "news.killed" }

// BreakingEnded says that an article's time in the breaking bar is over.
type BreakingEnded struct{ Change }

// EventName implements outbox.Event.
func (BreakingEnded) EventName() string { return "news.breaking_ended" }

// Change is what the events of an article tell.
type Change struct {
	ArticleID int64     `json:"articleId"`
	StoryID   int64     `json:"storyId"`
	Language  lang.Code `json:"language"`
	Tags      []string  `json:"tags"`  // cache tags, of before and after
	Slugs     []string  `json:"slugs"` // under which readers find the article, or found it
}

// CacheTags are the pages that the change outdates.
func (c Change) CacheTags() []string { return c.Tags }

// Cache tags. A page that shows an article carries the article's; a page that
// shows a list carries the list's, which changes when an article comes or goes.

// ArticleTag marks pages that show anything of an article.
func ArticleTag(id int64) string { return fmt.Sprintf("article:%d", id) }

// StoryTag marks pages that show which language versions a story has.
func StoryTag(id int64) string { return fmt.Sprintf("story:%d", id) }

// LatestTag marks pages that list a language's newest articles.
func LatestTag(language lang.Code) string { return "latest:" + string(language) }

// RubricTag marks pages that list a rubric's articles.
func RubricTag(language lang.Code, id int64) string {
	return fmt.Sprintf("rubric-news:%s:%d", language, id)
}

// TagTag marks pages that list a tag's articles.
func TagTag(language lang.Code, id int64) string { return fmt.Sprintf("tag-news:%s:%d", language, id) }

// AuthorTag marks pages that list an author's articles.
func AuthorTag(language lang.Code, id int64) string {
	return fmt.Sprintf("author-news:%s:%d", language, id)
}

// BreakingTag marks pages that show a language's breaking bar: all of them.
func BreakingTag(language lang.Code) string { return "breaking:" + string(language) }

// changed tells what outdates when the article turns from before into after.
func changed(before, after Article) Change {
	tags := append(cacheTags(before), cacheTags(after)...)
	slices.Sort(tags)
	return Change{ArticleID: after.ID, StoryID: after.StoryID, Language: after.Language, Tags: slices.Compact(tags), Slugs: known(before, after)}
}

// known are the slugs that readers know or come to know by a change: not that of a
// draft.
func known(before, after Article) []string {
	slugs := []string{after.Slug}
	if before.State.Live() && before.Slug != after.Slug {
		slugs = append(slugs, before.Slug)
	}
	return slugs
}

func cacheTags(a Article) []string {
	tags := []string{ArticleTag(a.ID), StoryTag(a.StoryID), LatestTag(a.Language)}
	if a.BreakingUntil != nil {
		tags = append(tags, BreakingTag(a.Language))
	}
	if a.RubricID != nil {
		tags = append(tags, RubricTag(a.Language, *a.RubricID))
	}
	for _, id := range a.TagIDs {
		tags = append(tags, TagTag(a.Language, id))
	}
	for _, id := range a.AuthorIDs() {
		tags = append(tags, AuthorTag(a.Language, id))
	}
	return tags
}
