package banners

import "baq.kz/portal/api/internal/platform/fault"

// Refusals.
var (
	ErrNotFound        = fault.New(fault.NotFound, "banners.not_found", "there is no such banner")
	ErrStale           = fault.New(fault.Conflict, "banners.version_stale", "somebody else changed the banner in between")
	ErrOutsideLimits   = fault.New(fault.Forbidden, "banners.outside_limits", "your rights end at other languages or rubrics")
	ErrNoPicture       = fault.New(fault.Unprocessable, "banners.no_picture", "there is no such picture")
	ErrNoRubric        = fault.New(fault.Unprocessable, "banners.no_rubric", "there is no such rubric", fault.Field{Field: "rubricIds", Code: "not_found", Message: "a rubric that there is not"})
	ErrBadAddress      = fault.New(fault.Unprocessable, "banners.bad_address", "a banner leads to http, https or a path of the site")
	ErrBlank           = fault.New(fault.Invalid, "request.invalid", "a text must not be blank")
	ErrUnknownLanguage = fault.New(fault.Unprocessable, "languages.unknown", "a language is not configured")
	ErrBadTime         = fault.New(fault.Unprocessable, "banners.bad_time", "a banner ends after it begins", fault.Field{Field: "until", Code: "before_from", Message: "not after the beginning"})
	ErrBadPeriod       = fault.New(fault.Unprocessable, "banners.bad_period", "a period is of 1 to 400 days", fault.Field{Field: "until", Code: "bad_period", Message: "1 to 400 days after from"})
)
