package accounts

import (
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"
)

// mostPasskeys is how many passkeys one person may have; the contract's limit.
const mostPasskeys = 20

// Passkey is a WebAuthn credential of somebody.
type Passkey struct {
	ID         int64
	Name       string // the person's own, 1 to 60 letters
	CreatedAt  time.Time
	LastUsedAt *time.Time // nil: never
}

// relyingParty is the portal as authenticators know it. The site's host is its
// id, and only pages of the site's own origin may use its passkeys: the panel
// stands under the main site. Nil where the site's address has an IP address
// for a host, which WebAuthn does not allow.
func relyingParty(site string) (*webauthn.WebAuthn, error) {
	address, err := url.Parse(site)
	if err != nil {
		return nil, fmt.Errorf("accounts: the issuer is no address: %w", err)
	}
	if protocol.ValidateRPID(address.Hostname()) != nil {
		return nil, nil //nolint:nilnil // a portal without passkeys is none that fails
	}
	needed := true
	return webauthn.New(&webauthn.Config{
		RPID: address.Hostname(), RPDisplayName: "BAQ", RPOrigins: []string{address.Scheme + "://" + address.Host},
		// Which make an authenticator is would tell about the person, and changes nothing.
		AttestationPreference: protocol.PreferNoAttestation,
		// Discoverable: it finds the person without a name being typed. With the
		// finger or PIN verified: it replaces the password as well.
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			RequireResidentKey: &needed, ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired,
		},
		Timeouts: webauthn.TimeoutsConfig{
			Login:        webauthn.TimeoutConfig{Timeout: challengeLife},
			Registration: webauthn.TimeoutConfig{Timeout: challengeLife},
		},
		// Some password managers answer extensions that nobody asked for. None is read.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
}

// owner is somebody with passkeys, as the library asks for one.
type owner struct {
	credentials
	Handle uuid.UUID
	keys   []passkeyRow
}

// WebAuthnID implements webauthn.User: random, and the same for life.
func (o owner) WebAuthnID() []byte { return o.Handle[:] }

// WebAuthnName implements webauthn.User.
func (o owner) WebAuthnName() string { return o.Email }

// WebAuthnDisplayName implements webauthn.User.
func (o owner) WebAuthnDisplayName() string { return o.Name }

// WebAuthnCredentials implements webauthn.User.
func (o owner) WebAuthnCredentials() []webauthn.Credential {
	all := make([]webauthn.Credential, len(o.keys))
	for i, k := range o.keys {
		all[i] = k.credential()
	}
	return all
}

// descriptors name the passkeys to the browser.
func (o owner) descriptors() []protocol.CredentialDescriptor {
	return webauthn.Credentials(o.WebAuthnCredentials()).CredentialDescriptors()
}

func (r passkeyRow) credential() webauthn.Credential {
	transports := make([]protocol.AuthenticatorTransport, len(r.Transports))
	for i, t := range r.Transports {
		transports[i] = protocol.AuthenticatorTransport(t)
	}
	return webauthn.Credential{
		ID: r.CredentialID, PublicKey: r.PublicKey, Transport: transports,
		Flags: webauthn.CredentialFlags{
			UserPresent: true, UserVerified: true, BackupEligible: r.BackupEligible, BackupState: r.BackupState,
		},
		Authenticator: webauthn.Authenticator{AAGUID: r.AAGUID, SignCount: uint32(r.SignCount)}, //nolint:gosec // it came from one
	}
}

// passkeyOf is what is stored of a credential.
func passkeyOf(userID int64, name string, c *webauthn.Credential, now time.Time) passkeyRow {
	row := passkeyRow{
		UserID: userID, Name: name, CredentialID: c.ID, PublicKey: c.PublicKey, AAGUID: c.Authenticator.AAGUID,
		SignCount: int64(c.Authenticator.SignCount), BackupEligible: c.Flags.BackupEligible, BackupState: c.Flags.BackupState,
		CreatedAt: now,
	}
	for _, t := range c.Transport {
		row.Transports = append(row.Transports, string(t))
	}
	return row
}

// Ceremony is a conversation with an authenticator that has begun.
type Ceremony struct {
	ID        string          // names it in the call that ends it
	Options   json.RawMessage // for navigator.credentials
	ExpiresAt time.Time
}
