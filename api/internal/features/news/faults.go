package news

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"

	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Refusals.
var (
	ErrNotFound        = fault.New(fault.NotFound, "news.not_found", "there is no such article")
	ErrKilled          = fault.New(fault.Gone, "news.killed", "the article was taken down")
	ErrStoryNotFound   = fault.New(fault.NotFound, "news.story_not_found", "there is no such story")
	ErrStale           = fault.New(fault.Conflict, "news.version_stale", "somebody else saved in between; current is the article as it is now")
	ErrSlugTaken       = fault.New(fault.Conflict, "news.slug_taken", "another article has this slug in this language", fault.Field{Field: "slug", Code: "taken", Message: "choose another"})
	ErrLanguageTaken   = fault.New(fault.Conflict, "news.language_taken", "the story has a version in this language", fault.Field{Field: "language", Code: "taken", Message: "open the version that is there"})
	ErrUnknownLanguage = fault.New(fault.Unprocessable, "languages.unknown", "no such language is configured", fault.Field{Field: "language", Code: "unknown_language", Message: "see GET /languages"})
	ErrPictureTrashed  = fault.New(fault.Unprocessable, "news.picture_trashed", "a picture of the article lies in the trash", fault.Field{Field: "body", Code: "picture_trash", Message: "take it out of the trash, or choose another"})
	ErrPictures        = fault.New(fault.Unprocessable, "news.pictures", "pictures lack what the photobank's rules ask for publication")
	ErrIncomplete      = fault.New(fault.Unprocessable, "news.incomplete", "something is missing for publication")
	ErrOneFilter       = fault.New(fault.Invalid, "request.invalid", "a list is narrowed by one of rubric, tag and author", fault.Field{Field: "rubric", Code: "exclusive", Message: "give one of rubric, tag and author"})
	ErrCreditedTwice   = fault.New(fault.Unprocessable, "news.credited_twice", "an author is named twice", fault.Field{Field: "credits", Code: "duplicate", Message: "an author stands once"})

	// Of the workflow.
	ErrForbiddenStep   = fault.New(fault.Conflict, "news.forbidden_step", "the article's state does not admit this; allowed says what it does")
	ErrStepNotAllowed  = fault.New(fault.Forbidden, "news.step_not_allowed", "in this state the step needs a right that you don't have")
	ErrPublishedLocked = fault.New(fault.Forbidden, "news.published_locked", "what is on the site or scheduled for it may be changed by those who may publish")
	ErrOutsideLimits   = fault.New(fault.Forbidden, "news.outside_limits", "your rights end at certain languages or rubrics, and this is not among them")
	ErrNotYours        = fault.New(fault.Forbidden, "news.not_yours", "you may write on your own drafts; this one is somebody else's")
	ErrEmbargoed       = fault.New(fault.Conflict, "news.embargoed", "the article's embargo is not over")
	ErrEmbargoOnLive   = fault.New(fault.Unprocessable, "news.embargo_on_live", "what is on the site can't be put under an embargo; unpublish it first", fault.Field{Field: "embargoUntil", Code: "on_live", Message: "unpublish the article first"})
	ErrNoTime          = fault.New(fault.Unprocessable, "news.no_time", "no time is given that this article can be scheduled for", fault.Field{Field: "publishAt", Code: "required", Message: "an article on its site takes unpublishAt, any other publishAt"})
	ErrTimePassed      = fault.New(fault.Unprocessable, "news.time_passed", "that time has passed", fault.Field{Field: "publishAt", Code: "passed", Message: "choose a time to come"})
	ErrEndPassed       = fault.New(fault.Unprocessable, "news.time_passed", "that time has passed", fault.Field{Field: "unpublishAt", Code: "passed", Message: "choose a time to come"})
	ErrBeforeEmbargo   = fault.New(fault.Unprocessable, "news.before_embargo", "the article would come out before its embargo ends", fault.Field{Field: "publishAt", Code: "before_embargo", Message: "choose a time after the embargo"})
	ErrEndsTooEarly    = fault.New(fault.Unprocessable, "news.unpublish_before_publish", "the publication would end before it begins", fault.Field{Field: "unpublishAt", Code: "before_publish", Message: "choose a time after the publication"})
	ErrNotLive         = fault.New(fault.Conflict, "news.not_live", "the article is not on its site")
	ErrSourceChanged   = fault.New(fault.Conflict, "news.source_changed", "the original has changed since it was looked at")
	ErrEmbargoHeld     = fault.New(fault.Forbidden, "news.embargo_held", "an embargo is lifted or shortened by those who may publish")
	ErrNoTranslation   = fault.New(fault.Conflict, "news.no_translation", "the article is no translation")

	// Of what hangs on an article.
	ErrLocked           = fault.New(fault.Conflict, "news.locked", "somebody else is writing on the article")
	ErrRevisionNotFound = fault.New(fault.NotFound, "news.revision_not_found", "there is no such revision")
	ErrNoWorkingCopy    = fault.New(fault.NotFound, "news.working_copy_not_found", "nothing unsaved of that person is kept")
	ErrCommentNotFound  = fault.New(fault.NotFound, "news.comment_not_found", "there is no such comment")
	ErrForeignVersion   = fault.New(fault.Unprocessable, "news.foreign_version", "the article is no version of this story", fault.Field{Field: "articleId", Code: "not_found", Message: "name a version of the story"})
	ErrPreviewNotFound  = fault.New(fault.NotFound, "news.preview_not_found", "there is no such preview link, or it has ended")
	ErrTooManyPreviews  = fault.New(fault.Conflict, "news.too_many_previews", "the article has a hundred preview links that work; revoke some")
	ErrFilterNotFound   = fault.New(fault.NotFound, "news.filter_not_found", "there is no such saved filter")
	ErrTooManyFilters   = fault.New(fault.Conflict, "news.too_many_filters", "fifty filters can be saved; delete one")
	ErrBadPeriod        = fault.New(fault.Invalid, "request.invalid", "the period is empty, or longer than 62 days", fault.Field{Field: "until", Code: "invalid", Message: "after from, and at most 62 days after it"})
	ErrBadTime          = fault.New(fault.Invalid, "request.invalid", "a time is none that can be kept")
	errNothingDue       = errors.New("nothing is due")
)

// references are the foreign keys by which an article points to other things.
var references = map[string]string{
	"articles_rubric_id_fkey":          "rubricId",
	"articles_picture_id_fkey":         "pictureId",
	"article_tags_tag_id_fkey":         "tagIds",
	"article_authors_author_id_fkey":   "credits",
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
	if postgres.Checked(err, photobank.TrashedUnused) {
		return ErrPictureTrashed
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
