package tags

import "baq.kz/portal/api/internal/platform/fault"

// Refusals.
var (
	ErrNotFound  = fault.New(fault.NotFound, "tags.not_found", "there is no such tag")
	ErrStale     = fault.New(fault.Conflict, "tags.version_stale", "somebody else changed the tag in between")
	ErrSlugTaken = fault.New(fault.Conflict, "tags.slug_taken", "another tag has this slug in this language")
	ErrInUse     = fault.New(fault.Conflict, "tags.in_use", "articles carry the tag")
	ErrMergeSelf = fault.New(fault.Unprocessable, "tags.merge_self", "a tag can't be merged into itself", fault.Field{Field: "into", Code: "same", Message: "name another tag"})
	ErrMergeInto = fault.New(fault.Unprocessable, "tags.merge_into", "the tag that is to take over is not there", fault.Field{Field: "into", Code: "not_found", Message: "name a tag that is there"})

	// ErrMergeUnfinished says that many articles have moved and more are left: the same
	// request again goes on.
	ErrMergeUnfinished = fault.New(fault.Unavailable, "tags.merge_unfinished", "articles have moved, and more are left; ask again to go on")
)
