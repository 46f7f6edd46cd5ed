package integrity

import (
	"errors"

	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Refusals.
var (
	ErrCheckNotFound   = fault.New(fault.NotFound, "integrity.check_not_found", "there is no such check")
	ErrRunning         = fault.New(fault.Conflict, "integrity.running", "such a check is running already")
	ErrNotRunning      = fault.New(fault.Conflict, "integrity.not_running", "the check is not running")
	ErrNotStopped      = fault.New(fault.Conflict, "integrity.not_stopped", "only a stopped check can be gone on with")
	ErrFindingNotFound = fault.New(fault.NotFound, "integrity.finding_not_found", "there is no such finding")
	ErrResolved        = fault.New(fault.Conflict, "integrity.resolved", "the finding is closed")
	ErrNotAcceptable   = fault.New(fault.Conflict, "integrity.not_acceptable", "a file is missing, or an original is not what its address says: put it back from a backup or upload it again")
)

// errStopped ends a check that somebody stopped.
var errStopped = errors.New("the check was stopped")

// refusal turns what the database's constraints say into what a person understands.
func refusal(err error) error {
	if postgres.Unique(err, "integrity_checks_running") {
		return ErrRunning
	}
	return err
}
