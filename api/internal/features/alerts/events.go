package alerts

// Raised says that an alert was raised: a new one, not one that grew.
type Raised struct {
	ID       int64    `json:"id"`
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
}

// EventName implements outbox.Event.
func (Raised) EventName() string { return "alerts.raised" }
