package blocks

import "baq.kz/portal/api/internal/platform/fault"

// Refusals.
var (
	ErrNotFound        = fault.New(fault.NotFound, "blocks.not_found", "there is no such page that is made of blocks")
	ErrStale           = fault.New(fault.Conflict, "blocks.version_stale", "somebody else changed the page in between")
	ErrVersionNotFound = fault.New(fault.NotFound, "blocks.version_not_found", "no such version was published")
	ErrNothingToDo     = fault.New(fault.Conflict, "blocks.nothing_arranged", "nobody has arranged this page")
	ErrNotScheduled    = fault.New(fault.Conflict, "blocks.not_scheduled", "no publication is planned")
	ErrTimePassed      = fault.New(fault.Unprocessable, "blocks.time_passed", "the time lies in the past", fault.Field{Field: "at", Code: "time_passed", Message: "a time to come, or none for now"})
	ErrInvalid         = fault.New(fault.Unprocessable, "blocks.invalid", "some blocks can't be shown as they are set up")
	ErrHTMLForbidden   = fault.New(fault.Forbidden, "blocks.html_forbidden", "only who may place HTML can add or change it")
	ErrOutsideLimits   = fault.New(fault.Forbidden, "blocks.outside_limits", "your rights end at other rubrics")
	ErrUnknownLanguage = fault.New(fault.Unprocessable, "blocks.unknown_language", "no such language is configured", fault.Field{Field: "language", Code: "unknown_language", Message: "see GET /languages"})
	ErrPreviewNotFound = fault.New(fault.NotFound, "blocks.preview_not_found", "the link is none of ours, or has ended")
	ErrFeedNotFound    = fault.New(fault.NotFound, "blocks.feed_not_found", "there is no such feed")
	ErrFeedInUse       = fault.New(fault.Conflict, "blocks.feed_in_use", "a block shows the feed")
	ErrFeedInvalid     = fault.New(fault.Unprocessable, "blocks.feed_invalid", "the figures can't be shown as they are")
	ErrTooManyFeeds    = fault.New(fault.Conflict, "blocks.too_many_feeds", "there are as many feeds as there may be")
)
