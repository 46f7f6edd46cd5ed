package tags

import "baq.kz/portal/api/internal/platform/fault"

// Refusals.
var (
	ErrNotFound  = fault.New(fault.NotFound, "tags.not_found", "there is no such tag")
	ErrStale     = fault.New(fault.Conflict, "tags.version_stale", "somebody else changed the tag in between")
	ErrSlugTaken = fault.New(fault.Conflict, "tags.slug_taken", "another tag has this slug in this language")
	ErrInUse     = fault.New(fault.Conflict, "tags.in_use", "articles carry the tag")
)
