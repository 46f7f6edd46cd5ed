package accounts

import "github.com/google/uuid"

// UserChanged says that a user was made, disabled, enabled, or got other roles
// or another password.
type UserChanged struct {
	UserID int64 `json:"userId"`
}

// EventName implements outbox.Event.
func (UserChanged) EventName() string { return "accounts.user_changed" }

// RefreshReused says that a session was ended because somebody used one of its
// refresh tokens twice: most likely a copy of it was stolen.
type RefreshReused struct {
	UserID    int64     `json:"userId"`
	SessionID uuid.UUID `json:"sessionId"`
}

// EventName implements outbox.Event.
func (RefreshReused) EventName() string { return "accounts.refresh_reused" }
