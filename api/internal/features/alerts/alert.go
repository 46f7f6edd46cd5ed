package alerts

import (
	"encoding/json"
	"strconv"
	"time"
)

// State says whether somebody has looked at an alert.
type State string

// The states.
const (
	Open         State = "open"
	Acknowledged State = "acknowledged"
)

// SubjectType says whom an alert is about.
type SubjectType string

// An alert is about a user, an address of the network, or the portal itself.
const (
	User    SubjectType = "user"
	Address SubjectType = "address"
	System  SubjectType = "system"
)

// Alert is unusual activity of one subject by one rule.
type Alert struct {
	ID               int64
	Rule             string
	Severity         Severity
	SubjectType      SubjectType
	SubjectID        string // a user's id or an address; empty for the system
	Subject          string // by name
	FirstAt, LastAt  time.Time
	Count            int64 // how many events it stands for
	Details          json.RawMessage
	Open             bool
	AcknowledgedAt   *time.Time
	AcknowledgedBy   *int64
	AcknowledgedName string
	Note             string
}

// Query says which alerts a list shows, those with the latest event first.
type Query struct {
	State    State
	Severity Severity // empty: all
	Rule     string   // empty: all
	Cursor   string
	Limit    int
}

// concerns tells whether the alert is about a user.
func (a Alert) concerns(user *int64) bool {
	return user != nil && a.SubjectType == User && a.SubjectID == strconv.FormatInt(*user, 10)
}
