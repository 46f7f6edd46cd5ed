package authors

import "baq.kz/portal/api/internal/platform/fault"

// Refusals.
var (
	ErrNotFound  = fault.New(fault.NotFound, "authors.not_found", "there is no such author")
	ErrStale     = fault.New(fault.Conflict, "authors.version_stale", "somebody else changed the author in between")
	ErrSlugTaken = fault.New(fault.Conflict, "authors.slug_taken", "another author has this slug in this language")
	ErrInUse     = fault.New(fault.Conflict, "authors.in_use", "articles are signed with the name")
	ErrNoPicture = fault.New(fault.Unprocessable, "authors.no_picture", "there is no such picture", fault.Field{Field: "pictureId", Code: "not_found", Message: "not in the photobank"})
)
