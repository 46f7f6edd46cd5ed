package approvals

import "time"

// Kind is what a second person is needed for: a key of an enforced rule of
// features/alerts.
type Kind string

// The kinds.
const (
	MassDelete    Kind = "mass_delete"
	MassUnpublish Kind = "mass_unpublish"
)

// kinds are all of them.
func kinds() []Kind { return []Kind{MassDelete, MassUnpublish} }

// State is where a request stands, by the database's clock.
type State string

// The states. A granted request is used when nothing of its amount is left, and
// expired when its time is over or the one who granted it was shut out.
const (
	Open      State = "open"
	Granted   State = "granted"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
	Used      State = "used"
	Expired   State = "expired"
)

const (
	// openFor is how long a request waits for an answer.
	openFor = 24 * time.Hour
	// grantedFor is how long a granted one can be used: the person is at work on
	// it now, and a stolen session must not find old ones.
	grantedFor = time.Hour
	// askedPerDay is how many requests one person makes in 24 hours.
	askedPerDay = 20
)

// Approval is a request for a second person's word, and the answer.
type Approval struct {
	ID              int64
	Kind            Kind
	Amount          int // how many more are asked for
	Used            int
	Reason          string
	State           State
	RequestedBy     int64
	RequestedByName string
	RequestedAt     time.Time
	DecidedBy       *int64 // who granted or refused
	DecidedByName   string
	DecidedAt       *time.Time
	Note            string
	ExpiresAt       time.Time
}

// Query says which requests a list shows, the newest first.
type Query struct {
	State  State // empty: all
	Of     int64 // requests of this user; 0: of everybody
	Cursor string
	Limit  int
}
