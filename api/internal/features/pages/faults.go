package pages

import "baq.kz/portal/api/internal/platform/fault"

// Refusals.
var (
	ErrNotFound      = fault.New(fault.NotFound, "pages.not_found", "there is no such page")
	ErrStale         = fault.New(fault.Conflict, "pages.version_stale", "somebody else changed the page in between")
	ErrSlugTaken     = fault.New(fault.Conflict, "pages.slug_taken", "another page has this slug in this language", fault.Field{Field: "slug", Code: "taken", Message: "choose another"})
	ErrLanguageTaken = fault.New(fault.Conflict, "pages.language_taken", "the page has a version in this language", fault.Field{Field: "language", Code: "taken", Message: "open the version that is there"})
	ErrOutsideLimits = fault.New(fault.Forbidden, "pages.outside_limits", "your rights end at other languages")
	ErrLanguage      = fault.New(fault.Unprocessable, "languages.unknown", "no such language is configured", fault.Field{Field: "language", Code: "unknown_language", Message: "see GET /languages"})
	ErrPicture       = fault.New(fault.Unprocessable, "pages.no_picture", "a picture of the text is not in the photobank, or lies in its trash", fault.Field{Field: "body", Code: "not_found", Message: "choose another picture"})
	ErrNoTitle       = fault.New(fault.Invalid, "request.invalid", "a title must not be blank", fault.Field{Field: "title", Code: "min_length", Message: "must not be blank"})
	ErrNoSlug        = fault.New(fault.Unprocessable, "pages.no_slug", "the title makes no address", fault.Field{Field: "slug", Code: "required", Message: "give a slug"})
)
