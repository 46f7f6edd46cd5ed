// Package accounts knows the staff: who they are, what their roles allow, and
// how they prove it.
//
// A person logs in by e-mail and password and gets a session. The session gives
// out short access tokens (JWT) and, for each, a refresh token that works once.
// Every request looks its session and user up, so that a logout, a disabled
// user, another role or another password take effect at once on every node: the
// JWT spares the database nothing; it keeps forged and foreign tokens away from it.
package accounts

import (
	"errors"
	"log/slog"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/redis/rueidis"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/mail"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Deps is what the service is made of.
type Deps struct {
	DB      *postgres.Databases
	Journal *audit.Journal
	Outbox  *outbox.Outbox
	// Redis counts failed logins for all nodes; nil counts in this process alone.
	Redis rueidis.Client
	// Secret seals the signing keys and the secrets of authenticator apps; at
	// least 32 bytes, the same on every node.
	Secret []byte
	// Issuer is the main site's address, such as "https://baq.kz": it issues the
	// tokens, and passkeys belong to it.
	Issuer string
	// Environment makes the tokens of one environment worthless in another.
	Environment string
	// Languages are those that a user's rights can be limited to.
	Languages lang.Set
	// Zone is that of the times which people read in the register; nil: UTC.
	Zone *time.Location
	// Secure says that the site is served over https; see cookies.go.
	Secure bool
	Now    func() time.Time
	// AccessLife is how long an access token lives, SessionLife how long a
	// session does after its last refresh.
	AccessLife, SessionLife time.Duration
	Mail                    mail.Sender  // nil: no letters can be sent
	Log                     *slog.Logger // nil: nothing is logged
}

// Service carries out what people do with their accounts.
type Service struct {
	db          *bun.DB // always the primary: a replica would not know of a logout yet
	journal     *audit.Journal
	outbox      *outbox.Outbox
	log         *slog.Logger
	now         func() time.Time
	sessionLife time.Duration
	mail        mail.Sender
	site        string // the main site's address
	languages   lang.Set
	zone        *time.Location
	production  bool
	hasher      *hasher
	guesses     *guesses
	keys        *keyring
	tokens      tokens
	cookies     cookies
	recoveryKey recoveryKey
	totpIssuer  string             // names the account in an authenticator app
	passkeys    *webauthn.WebAuthn // nil: the site's address allows none
}

// New puts the service together. It fails when the secret is too short or a
// part is missing, and touches no database.
func New(d Deps) (*Service, error) {
	if d.DB == nil || d.Journal == nil || d.Outbox == nil || d.Now == nil || d.Issuer == "" || d.Environment == "" || d.AccessLife <= 0 || d.SessionLife <= 0 {
		return nil, errors.New("accounts: a part is missing")
	}
	sealing, err := newSeal(d.Secret, d.Environment)
	if err != nil {
		return nil, err
	}
	recovery, err := newRecoveryKey(d.Secret, d.Environment)
	if err != nil {
		return nil, err
	}
	party, err := relyingParty(d.Issuer)
	if err != nil {
		return nil, err
	}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	if d.Zone == nil {
		d.Zone = time.UTC
	}
	if d.Mail == nil {
		d.Mail = mail.None{}
	}
	// PostgreSQL keeps microseconds: what is compared with it must not have more.
	now := func() time.Time { return d.Now().UTC().Truncate(time.Microsecond) }
	keys := &keyring{db: d.DB.Primary, journal: d.Journal, seal: sealing, now: now, life: d.AccessLife}
	return &Service{
		db: d.DB.Primary, journal: d.Journal, outbox: d.Outbox, log: d.Log, now: now, sessionLife: d.SessionLife,
		mail: d.Mail, site: d.Issuer, languages: d.Languages, zone: d.Zone, production: d.Environment == config.Production,
		hasher:  newHasher(),
		guesses: &guesses{redis: d.Redis, local: newWindows(), now: now, log: d.Log},
		keys:    keys,
		tokens: tokens{
			keys: keys, now: now, life: d.AccessLife,
			issuer: d.Issuer + "/" + d.Environment, audience: "baq-portal-" + d.Environment,
		},
		cookies:     cookies{secure: d.Secure, accessLife: d.AccessLife},
		recoveryKey: recovery, totpIssuer: issuerOf(d.Environment), passkeys: party,
	}, nil
}
