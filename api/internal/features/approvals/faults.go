package approvals

import "baq.kz/portal/api/internal/platform/fault"

// Refusals.
var (
	// ErrSecondPersonNeeded carries kind, threshold and windowSeconds.
	ErrSecondPersonNeeded = fault.New(fault.Conflict, "approvals.second_person_needed", "so many in so short a time need a second person; ask for an approval")
	ErrNotFound           = fault.New(fault.NotFound, "approvals.not_found", "there is no such request, or none of yours")
	ErrNotOpen            = fault.New(fault.Conflict, "approvals.not_open", "the request has been answered, taken back or has lapsed")
	ErrOwn                = fault.New(fault.Forbidden, "approvals.own", "a second person has to answer: this is your own request")
	ErrPersonNeeded       = fault.New(fault.Forbidden, "approvals.person_needed", "a person has to answer, not a program")
	ErrAlreadyAsked       = fault.New(fault.Conflict, "approvals.already_asked", "you have a request of this kind that is open or granted")
	ErrTooMany            = fault.New(fault.Limited, "approvals.too_many", "you have asked too often today")
	ErrNoReason           = fault.New(fault.Unprocessable, "approvals.no_reason", "say why", fault.Field{Field: "reason", Code: "min_length", Message: "must not be blank"})
	ErrNoNote             = fault.New(fault.Unprocessable, "approvals.no_note", "say why", fault.Field{Field: "note", Code: "min_length", Message: "must not be blank"})
)
