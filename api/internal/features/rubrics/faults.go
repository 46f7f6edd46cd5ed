package rubrics

import "baq.kz/portal/api/internal/platform/fault"

// Refusals.
var (
	ErrNotFound      = fault.New(fault.NotFound, "rubrics.not_found", "there is no such rubric")
	ErrStale         = fault.New(fault.Conflict, "rubrics.version_stale", "somebody else changed the rubric in between")
	ErrSlugTaken     = fault.New(fault.Conflict, "rubrics.slug_taken", "another rubric has this slug in this language")
	ErrInUse         = fault.New(fault.Conflict, "rubrics.in_use", "articles or other rubrics stand under it")
	ErrBadParent     = fault.New(fault.Unprocessable, "rubrics.bad_parent", "a rubric can't stand under itself, below itself or under none that exists", fault.Field{Field: "parentId", Code: "bad_parent", Message: "not a possible parent"})
	ErrOutsideLimits = fault.New(fault.Forbidden, "rubrics.outside_limits", "your rights end at other rubrics")
	ErrNotAllIDs     = fault.New(fault.Conflict, "rubrics.order_stale", "the ids are not exactly the parent's children; read the list again", fault.Field{Field: "ids", Code: "order_stale", Message: "name each child once"})
)
