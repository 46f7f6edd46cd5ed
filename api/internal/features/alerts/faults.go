package alerts

import "baq.kz/portal/api/internal/platform/fault"

// Refusals.
var (
	ErrNotFound     = fault.New(fault.NotFound, "alerts.not_found", "there is no such alert")
	ErrAcknowledged = fault.New(fault.Conflict, "alerts.acknowledged", "somebody has acknowledged the alert already")
	ErrAboutYou     = fault.New(fault.Forbidden, "alerts.about_you", "a critical alert about yourself is for somebody else to acknowledge")
	ErrNoNote       = fault.New(fault.Unprocessable, "alerts.no_note", "say what it was", fault.Field{Field: "note", Code: "min_length", Message: "must not be blank"})
	ErrRuleNotFound = fault.New(fault.NotFound, "alerts.rule_not_found", "there is no such rule")
	ErrRuleStale    = fault.New(fault.Conflict, "alerts.rule_version_stale", "somebody else changed the rule in between")
	ErrOutOfLimits  = fault.New(fault.Unprocessable, "alerts.out_of_limits", "the rule does not take these values; see its limits")
)
