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

// Refusals of a program's key.
var (
	ErrKeyExpired = fault.New(fault.Unauthenticated, "accounts.key_expired", "the key has expired; have a new one made")
	// ErrKeyRefused is the one answer to a key that is unknown, was revoked, or
	// whose owner was shut out.
	ErrKeyRefused  = fault.New(fault.Unauthenticated, "accounts.key_refused", "the key is not acceptable")
	ErrKeyNotFound = fault.New(fault.NotFound, "accounts.key_not_found", "there is no such key")
	ErrInvalidKey  = fault.New(fault.Unprocessable, "accounts.invalid_key", "a key can't be made so; see fields")
)

// ErrBeyondRights is the refusal to give away, or to take from others, what one
// may not do oneself.
var ErrBeyondRights = fault.New(fault.Forbidden, "accounts.beyond_rights", "it would reach further than what you may do yourself")

// Refusals about users and sessions.
var (
	ErrInvalidUser = fault.New(fault.Unprocessable, "accounts.invalid_user", "the user's data are not acceptable; see fields")
	ErrEmailTaken  = fault.New(fault.Conflict, "accounts.email_taken", "there is a user with this e-mail")
	ErrUnknownRole = fault.New(fault.Unprocessable, "accounts.unknown_role", "there is no such role")
	ErrUserStale   = fault.New(fault.Conflict, "accounts.user_stale", "somebody has changed the user meanwhile; load it again")
	// ErrLastAdministrator keeps a portal from having nobody who can help.
	ErrLastAdministrator = fault.New(fault.Conflict, "accounts.last_administrator", "this is the last administrator who can log in")
	ErrUserNotFound      = fault.New(fault.NotFound, "accounts.user_not_found", "there is no such user")
	ErrSessionNotFound   = fault.New(fault.NotFound, "accounts.session_not_found", "there is no such session")
	// ErrTooManyExports carries RetryAfter.
	ErrTooManyExports = fault.New(fault.Limited, "accounts.too_many_exports", "the register has just been exported several times; wait a minute")
)

// Refusals about roles.
var (
	ErrInvalidRole        = fault.New(fault.Unprocessable, "accounts.invalid_role", "the role is not acceptable; see fields")
	ErrRoleTaken          = fault.New(fault.Conflict, "accounts.role_taken", "there is a role with this key")
	ErrRoleNotFound       = fault.New(fault.NotFound, "accounts.role_not_found", "there is no such role")
	ErrRoleStale          = fault.New(fault.Conflict, "accounts.role_stale", "somebody has changed the role meanwhile; load it again")
	ErrRoleBuiltIn        = fault.New(fault.Conflict, "accounts.role_built_in", "a built-in role can't be deleted")
	ErrRoleInUse          = fault.New(fault.Conflict, "accounts.role_in_use", "somebody has the role; take it away first")
	ErrAdministratorFixed = fault.New(fault.Conflict, "accounts.administrator_fixed", "the administrator's role always has every permission")
)

// Refusals of links and of new passwords.
var (
	// ErrLinkSpent is the one answer to a link that does not work, for whatever reason.
	ErrLinkSpent     = fault.New(fault.NotFound, "accounts.link_spent", "the link was used, is too old or was never given out; ask for a new one")
	ErrNoMail        = fault.New(fault.Unavailable, "accounts.no_mail", "no letters can be sent: the portal has no mail server")
	ErrUserDisabled  = fault.New(fault.Conflict, "accounts.user_disabled", "the user is disabled; enable the user first")
	ErrWrongPassword = fault.New(fault.Unprocessable, "accounts.wrong_password", "the current password is not right",
		fault.Field{Field: "current", Code: "wrong", Message: "is not your password"})
)

// Refusals of second factors, passkeys and confirmations.
var (
	// ErrChallengeOver: too late, too many wrong answers, or changed meanwhile.
	ErrChallengeOver   = fault.New(fault.Unauthenticated, "accounts.challenge_over", "this login is over; begin again with the password")
	ErrWrongCode       = fault.New(fault.Unprocessable, "accounts.wrong_code", "the code is not right, or was used before")
	ErrCeremonyOver    = fault.New(fault.Unprocessable, "accounts.ceremony_over", "this took too long or was ended before; begin again")
	ErrPasskeyRefused  = fault.New(fault.Unprocessable, "accounts.passkey_refused", "the passkey is not acceptable")
	ErrPasskeyTaken    = fault.New(fault.Conflict, "accounts.passkey_taken", "this passkey has been added before")
	ErrPasskeyName     = fault.New(fault.Unprocessable, "accounts.passkey_name", "the name is not acceptable; see fields")
	ErrPasskeyNotFound = fault.New(fault.NotFound, "accounts.passkey_not_found", "there is no such passkey of yours")
	ErrNoPasskey       = fault.New(fault.Conflict, "accounts.no_passkey", "there is no passkey")
	ErrTooManyPasskeys = fault.New(fault.Conflict, "accounts.too_many_passkeys", "there are 20 passkeys already; remove one first")
	ErrNoPasskeysHere  = fault.New(fault.Conflict, "accounts.no_passkeys_here", "passkeys need a site with a domain name")
	ErrNoTotp          = fault.New(fault.NotFound, "accounts.no_totp", "there is no authenticator app")
	ErrTotpNotBegun    = fault.New(fault.Conflict, "accounts.totp_not_begun", "begin to set the app up first; a secret waits for ten minutes")
	ErrNoFactor        = fault.New(fault.Conflict, "accounts.no_factor", "there is no second factor")
	ErrLastFactor      = fault.New(fault.Conflict, "accounts.last_factor", "a role asks for a second factor and this is the last one")
	ErrNotManageable   = fault.New(fault.Forbidden, "accounts.not_manageable", "you can't change yourself here, nor somebody who may do more than you")
	ErrProofIncomplete = fault.New(fault.Unprocessable, "accounts.proof_incomplete", "give the password, or a code, or a passkey's answer with its ceremony")
	ErrFactorNeeded    = fault.New(fault.Unprocessable, "accounts.factor_needed", "prove it with your second factor, not with the password")
	ErrNotConfirmed    = fault.New(fault.Unprocessable, "accounts.not_confirmed", "that is not right")
)
