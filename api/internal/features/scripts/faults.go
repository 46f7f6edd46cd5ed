package scripts

import "baq.kz/portal/api/internal/platform/fault"

// Refusals.
var (
	ErrNotFound = fault.New(fault.NotFound, "scripts.not_found", "there is no such exception")
	ErrStale    = fault.New(fault.Conflict, "scripts.version_stale", "somebody else changed the exception in between")
	ErrTaken    = fault.New(fault.Conflict, "scripts.taken", "the dictionary has the word already", fault.Field{Field: "stem", Code: "taken", Message: "change the exception that is there"})
	ErrFull     = fault.New(fault.Conflict, "scripts.full", "the dictionary has as many words as it may have")

	ErrStem   = fault.New(fault.Unprocessable, "scripts.bad_stem", "that is no Cyrillic word", fault.Field{Field: "stem", Code: "letters", Message: "two Cyrillic letters at least, no spaces"})
	ErrNoForm = fault.New(fault.Unprocessable, "scripts.no_form", "an exception says how a script writes the word", fault.Field{Field: "latin", Code: "required", Message: "give the Latin form, the Arabic one, or both"})
	ErrLatin  = fault.New(fault.Unprocessable, "scripts.bad_latin", "that is not written in Latin letters", fault.Field{Field: "latin", Code: "letters", Message: "Latin letters only"})
	ErrArabic = fault.New(fault.Unprocessable, "scripts.bad_arabic", "that is not written in Arabic letters", fault.Field{Field: "arabic", Code: "letters", Message: "Arabic letters only"})
)
