package accounts

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/lestrrat-go/jwx/v2/jwa"
	"github.com/lestrrat-go/jwx/v2/jws"
	"github.com/lestrrat-go/jwx/v2/jwt"
)

const (
	// largestToken is the most bytes of an access token that are looked at. Ours
	// have about 500.
	largestToken = 4096
	// tokenSkew is how far the clocks of two nodes may be apart.
	tokenSkew = 5 * time.Second
	// sessionClaim is the session that the token belongs to.
	sessionClaim = "sid"
)

// bearer is who an access token speaks for.
type bearer struct {
	userID    int64
	sessionID uuid.UUID
}

// tokens issues and verifies access tokens: JWTs signed with EdDSA.
type tokens struct {
	keys     *keyring
	issuer   string
	audience string
	life     time.Duration
	now      func() time.Time
}

// issue signs a token for a session.
func (t tokens) issue(ctx context.Context, b bearer) (string, error) {
	key, err := t.keys.signer(ctx)
	if err != nil {
		return "", err
	}
	now := t.now()
	token, err := jwt.NewBuilder().Issuer(t.issuer).Audience([]string{t.audience}).
		Subject(strconv.FormatInt(b.userID, 10)).Claim(sessionClaim, b.sessionID.String()).
		IssuedAt(now).Expiration(now.Add(t.life)).JwtID(uuid.NewString()).Build()
	if err != nil {
		return "", err
	}
	headers := jws.NewHeaders()
	if err := headers.Set(jws.KeyIDKey, key.id); err != nil {
		return "", err
	}
	signed, err := jwt.Sign(token, jwt.WithKey(jwa.EdDSA, key.private, jws.WithProtectedHeaders(headers)))
	return string(signed), err
}

// verify says who a token speaks for. It goes by hand through what jwt.Parse
// would leave open: the JSON serialisation, nested and encrypted tokens, the
// choice of the algorithm, critical headers, and claims that are not there.
func (t tokens) verify(ctx context.Context, text string) (bearer, error) {
	id, ok := keyOf(text)
	if !ok {
		return bearer{}, ErrTokenRefused
	}
	key, ok, err := t.keys.find(ctx, id)
	if err != nil {
		return bearer{}, err
	}
	if !ok {
		return bearer{}, ErrTokenRefused
	}
	payload, err := jws.Verify([]byte(text), jws.WithKey(jwa.EdDSA, key.public()))
	if err != nil {
		return bearer{}, ErrTokenRefused
	}
	return t.read(payload)
}

// keyOf is the key id of a token in compact form whose header is one of ours.
func keyOf(text string) (id string, ok bool) {
	if len(text) > largestToken || !compact(text) {
		return "", false
	}
	message, err := jws.Parse([]byte(text), jws.WithCompact())
	if err != nil || len(message.Signatures()) != 1 {
		return "", false
	}
	head := message.Signatures()[0].ProtectedHeaders()
	if head.Algorithm() != jwa.EdDSA || len(head.Critical()) > 0 || (head.Type() != "" && head.Type() != "JWT") {
		return "", false
	}
	return head.KeyID(), head.KeyID() != ""
}

// compact tells whether text is three parts of base64url.
func compact(text string) bool {
	parts := strings.Split(text, ".")
	for _, part := range parts {
		if part == "" || strings.Trim(part, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return false
		}
	}
	return len(parts) == 3
}

// read checks the claims of a payload whose signature is right.
func (t tokens) read(payload []byte) (bearer, error) {
	token := jwt.New()
	if json.Unmarshal(payload, token) != nil {
		return bearer{}, ErrTokenRefused
	}
	err := jwt.Validate(token, jwt.WithClock(jwt.ClockFunc(t.now)), jwt.WithAcceptableSkew(tokenSkew),
		jwt.WithIssuer(t.issuer), jwt.WithAudience(t.audience),
		jwt.WithRequiredClaim(jwt.ExpirationKey), jwt.WithRequiredClaim(jwt.IssuedAtKey),
		jwt.WithRequiredClaim(jwt.SubjectKey), jwt.WithRequiredClaim(sessionClaim))
	// jwt.Validate takes an "exp" of 0 for one that never comes.
	if errors.Is(err, jwt.ErrTokenExpired()) || (err == nil && !token.Expiration().Add(tokenSkew).After(t.now())) {
		return bearer{}, ErrTokenExpired
	}
	if err != nil || len(token.Audience()) != 1 {
		return bearer{}, ErrTokenRefused
	}
	session, _ := token.Get(sessionClaim)
	text, _ := session.(string)
	sessionID, errSession := uuid.Parse(text)
	userID, errUser := strconv.ParseInt(token.Subject(), 10, 64)
	if errSession != nil || errUser != nil {
		return bearer{}, ErrTokenRefused
	}
	return bearer{userID: userID, sessionID: sessionID}, nil
}
