package journal

import "baq.kz/portal/api/internal/platform/fault"

// Refusals.
var (
	ErrNotFound             = fault.New(fault.NotFound, "journal.not_found", "there is no such entry")
	ErrBadTime              = fault.New(fault.Invalid, "request.invalid", "a time is out of range; see fields")
	ErrVerificationNotFound = fault.New(fault.NotFound, "journal.verification_not_found", "there is no such verification")
	ErrAlreadyVerifying     = fault.New(fault.Conflict, "journal.already_verifying", "a verification is running; wait for it, or stop it")
	ErrNotVerifying         = fault.New(fault.Conflict, "journal.not_verifying", "this verification is not running any more")
	// ErrTooManyExports carries RetryAfter.
	ErrTooManyExports = fault.New(fault.Limited, "journal.too_many_exports", "the journal was exported several times within a minute; try again later")
)
