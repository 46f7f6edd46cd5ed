package accounts

import "baq.kz/portal/api/internal/platform/fault"

// Refusals of a login.
var (
	// ErrWrongCredentials is the one answer to an unknown e-mail, a wrong
	// password and a disabled user.
	ErrWrongCredentials = fault.New(fault.Unauthenticated, "accounts.wrong_credentials", "the e-mail or the password is not right")
	// ErrTooManyAttempts carries RetryAfter.
	ErrTooManyAttempts = fault.New(fault.Limited, "accounts.too_many_attempts", "too many failed logins; try again later")
	// ErrBusy is the refusal of a login when too many are waiting for their turn.
	ErrBusy = fault.New(fault.Limited, "accounts.busy", "too many people are logging in; try again in a moment")
)

// Refusals of a token. They say no more than a client needs to choose between
// refreshing and logging in.
var (
	ErrTokenExpired   = fault.New(fault.Unauthenticated, "accounts.token_expired", "the access token has expired; refresh it")
	ErrTokenRefused   = fault.New(fault.Unauthenticated, "accounts.token_refused", "the access token is not acceptable")
	ErrSessionEnded   = fault.New(fault.Unauthenticated, "accounts.session_ended", "the session has ended; log in again")
	ErrRefreshRefused = fault.New(fault.Unauthenticated, "accounts.refresh_refused", "the refresh token is not acceptable; log in again")
	ErrRefreshReused  = fault.New(fault.Unauthenticated, "accounts.refresh_reused", "the refresh token was used before; the session has been ended")
)

// Refusals about users and sessions.
var (
	ErrInvalidUser     = fault.New(fault.Unprocessable, "accounts.invalid_user", "the user's data are not acceptable; see fields")
	ErrEmailTaken      = fault.New(fault.Conflict, "accounts.email_taken", "there is a user with this e-mail")
	ErrUnknownRole     = fault.New(fault.Unprocessable, "accounts.unknown_role", "there is no such role")
	ErrUserNotFound    = fault.New(fault.NotFound, "accounts.user_not_found", "there is no such user")
	ErrSessionNotFound = fault.New(fault.NotFound, "accounts.session_not_found", "there is no such session of yours")
)
