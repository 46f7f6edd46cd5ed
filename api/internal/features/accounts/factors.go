package accounts

import "time"

// Method is how somebody proves who it is, and how a session was opened.
type Method string

// The methods. Codes of an app and recovery codes come after the password; a
// passkey may, and is a whole login as well: the device it lives on is one
// factor, the finger or PIN that unlocks it the other.
const (
	ByPassword     Method = "password"
	ByTotp         Method = "totp"
	ByRecoveryCode Method = "recovery_code"
	ByPasskey      Method = "passkey"
)

// Factors are what somebody can prove with who it is.
type Factors struct {
	PasswordSet       bool
	TotpSince         *time.Time // nil: there is no authenticator app
	TotpShut          bool       // its codes are not taken: see mostTotpFailures
	RecoveryCodesLeft int
	Passkeys          []Passkey // oldest first, mostPasskeys at the most
	Required          bool      // a role asks for a second factor
}

// second tells whether a password alone is not enough. Recovery codes stand in
// for another factor and are none by themselves.
func (f Factors) second() bool { return f.TotpSince != nil || len(f.Passkeys) > 0 }

// methods are the ways to take the second step of a login.
func (f Factors) methods() []Method {
	var all []Method
	if len(f.Passkeys) > 0 {
		all = append(all, ByPasskey)
	}
	if f.TotpSince != nil && !f.TotpShut {
		all = append(all, ByTotp)
	}
	if f.RecoveryCodesLeft > 0 {
		all = append(all, ByRecoveryCode)
	}
	return all
}

// spare tells whether one of n factors may go: the last one may not while a
// role asks for one.
func (f Factors) spare() bool {
	n := len(f.Passkeys)
	if f.TotpSince != nil {
		n++
	}
	return n > 1 || !f.Required
}
