package news

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"

	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Refusals.
var (
	ErrNotFound         = fault.New(fault.NotFound, "news.not_found", "there is no such article")
	ErrStoryNotFound    = fault.New(fault.NotFound, "news.story_not_found", "there is no such story")
	ErrStale            = fault.New(fault.Conflict, "news.version_stale", "somebody else saved in between; current is the article as it is now")
	ErrSlugTaken        = fault.New(fault.Conflict, "news.slug_taken", "another article has this slug in this language", fault.Field{Field: "slug", Code: "taken", Message: "choose another"})
	ErrLanguageTaken    = fault.New(fault.Conflict, "news.language_taken", "the story has a version in this language", fault.Field{Field: "language", Code: "taken", Message: "open the version that is there"})
	ErrUnknownLanguage  = fault.New(fault.Unprocessable, "languages.unknown", "no such language is configured", fault.Field{Field: "language", Code: "unknown_language", Message: "see GET /languages"})
	ErrAlreadyPublished = fault.New(fault.Conflict, "news.already_published", "the article is on its site")
	ErrNotPublished     = fault.New(fault.Conflict, "news.not_published", "the article is not on its site")
	ErrIncomplete       = fault.New(fault.Unprocessable, "news.incomplete", "something is missing for publication")
	ErrOneFilter        = fault.New(fault.Invalid, "request.invalid", "a list is narrowed by one of rubric, tag and author", fault.Field{Field: "rubric", Code: "exclusive", Message: "give one of rubric, tag and author"})
	ErrPublishedLocked  = fault.New(fault.Forbidden, "news.published_locked", "what is on the site may be changed by those who may publish")
)

// references are the foreign keys by which an article points to other things.
var references = map[string]string{
	"articles_rubric_id_fkey":          "rubricId",
	"articles_picture_id_fkey":         "pictureId",
	"article_tags_tag_id_fkey":         "tagIds",
	"article_authors_author_id_fkey":   "authorIds",
	"article_pictures_picture_id_fkey": "body",
}

// refusal turns what the database's constraints say into what a person can mend.
func refusal(err error) error {
	switch {
	case postgres.Unique(err, "articles_slug_key"):
		return ErrSlugTaken
	case postgres.Unique(err, "articles_story_language_key"):
		return ErrLanguageTaken
	}
	var e *pgconn.PgError
	if errors.As(err, &e) && postgres.Referenced(err) {
		if field, ok := references[e.ConstraintName]; ok {
			return fault.New(fault.Unprocessable, "news.unknown_reference", "something that the article names is not there",
				fault.Field{Field: field, Code: "not_found", Message: "there is no such thing"})
		}
		if e.ConstraintName == "articles_story_id_fkey" {
			return ErrStoryNotFound
		}
	}
	return err
}
