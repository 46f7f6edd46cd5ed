package accounts

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"baq.kz/portal/api/internal/platform/httpx"
)

// forgery is a token that is made by hand, from one that would be good.
type forgery struct {
	head, claims map[string]any
	key          ed25519.PrivateKey
}

func b64(v any) string {
	text, _ := json.Marshal(v) //nolint:errchkjson // maps of plain values
	return base64.RawURLEncoding.EncodeToString(text)
}

func (f forgery) input() string { return b64(f.head) + "." + b64(f.claims) }

func (f forgery) signature() string {
	return base64.RawURLEncoding.EncodeToString(ed25519.Sign(f.key, []byte(f.input())))
}

func (f forgery) token() string { return f.input() + "." + f.signature() }

// forge makes tokens for the session, with the key that signs.
func forge(t *testing.T, n node, in SignedIn) func() forgery {
	t.Helper()
	key, err := n.keys.signer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	now := n.clock.now().Unix()
	return func() forgery {
		return forgery{
			head: map[string]any{"alg": "EdDSA", "kid": key.id},
			claims: map[string]any{
				"iss": "https://baq.kz/test", "aud": "baq-portal-test", "sub": fmt.Sprint(in.Principal.UserID),
				"sid": in.Principal.SessionID.String(), "iat": now, "exp": now + 600, "jti": uuid.NewString(),
			},
			key: key.private,
		}
	}
}

func TestForgedTokensAreRefused(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	good := forge(t, n, n.enter(t, "aigul@baq.kz"))
	now := n.clock.now().Unix()
	head := func(name string, value any) func(*forgery) { return func(f *forgery) { f.head[name] = value } }
	claim := func(name string, value any) func(*forgery) { return func(f *forgery) { f.claims[name] = value } }
	without := func(name string) func(*forgery) { return func(f *forgery) { delete(f.claims, name) } }
	for name, change := range map[string]func(*forgery){
		"alg none, signed":          head("alg", "none"),
		"alg HS256, signed":         head("alg", "HS256"),
		"alg ES256":                 head("alg", "ES256"),
		"alg in small letters":      head("alg", "eddsa"),
		"alg is a list":             head("alg", []string{"EdDSA"}),
		"no alg":                    func(f *forgery) { delete(f.head, "alg") },
		"no kid":                    func(f *forgery) { delete(f.head, "kid") },
		"empty kid":                 head("kid", ""),
		"unknown kid":               head("kid", "nobodys-key"),
		"kid that asks SQL":         head("kid", "' OR ''='"),
		"kid with a NUL":            head("kid", "a\x00b"),
		"critical header":           head("crit", []string{"exp"}),
		"another type":              head("typ", "at+jwt"),
		"a key of its own":          func(f *forgery) { _, f.key, _ = ed25519.GenerateKey(nil) },
		"another issuer":            claim("iss", "https://baq.kz/production"),
		"no issuer":                 without("iss"),
		"another audience":          claim("aud", "baq-portal-production"),
		"two audiences":             claim("aud", []string{"baq-portal-test", "baq-portal-production"}),
		"no audience":               without("aud"),
		"no exp":                    without("exp"),
		"exp null":                  claim("exp", nil),
		"exp zero":                  claim("exp", 0),
		"exp before time":           claim("exp", -1),
		"exp a word":                claim("exp", "never"),
		"exp an object":             claim("exp", map[string]any{}),
		"expired by six seconds":    claim("exp", now-6),
		"no iat":                    without("iat"),
		"made tomorrow":             claim("iat", now+86400),
		"not before tomorrow":       claim("nbf", now+86400),
		"no sub":                    without("sub"),
		"sub null":                  claim("sub", nil),
		"sub empty":                 claim("sub", ""),
		"sub a word":                claim("sub", "admin"),
		"sub too large":             claim("sub", "9223372036854775808"),
		"somebody else's sub":       claim("sub", "424242"),
		"no sid":                    without("sid"),
		"sid no uuid":               claim("sid", "1"),
		"sid a number":              claim("sid", 1),
		"sid of no session":         claim("sid", uuid.NewString()),
		"larger than four kilobyte": claim("pad", strings.Repeat("x", 4096)),
	} {
		f := good()
		change(&f)
		refused(t, n, name, f.token())
	}
	if err := n.opens(t, good().token()); err != nil {
		t.Errorf("the token from which the forgeries are made: %v", err)
	}
}

func refused(t *testing.T, n node, name, token string) {
	t.Helper()
	switch err := n.opens(t, token); {
	case errors.Is(err, ErrTokenRefused), errors.Is(err, ErrTokenExpired), errors.Is(err, ErrSessionEnded):
	default:
		t.Errorf("%s: %v", name, err)
	}
}

func TestStrangeFormsAreRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	in := n.enter(t, "aigul@baq.kz")
	good := forge(t, n, in)
	f := good()
	input, signature, _ := strings.Cut(f.token()[len(b64(f.head))+1:], ".")
	none, confused, nested := good(), good(), good()
	none.head["alg"] = "none"
	confused.head["alg"] = "HS256"
	mac := hmac.New(sha256.New, f.key.Public().(ed25519.PublicKey))
	mac.Write([]byte(confused.input()))
	nested.head["cty"] = "JWT"
	wrapped := b64(nested.head) + "." + base64.RawURLEncoding.EncodeToString([]byte(f.token()))
	nestedSignature := base64.RawURLEncoding.EncodeToString(ed25519.Sign(f.key, []byte(wrapped)))
	other := maps.Clone(f.claims)
	other["sub"] = "424242"
	for name, token := range map[string]string{
		"empty":                             "",
		"dots":                              "..",
		"a word":                            "token",
		"none without signature":            none.input() + ".",
		"HS256 with the public key":         confused.input() + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)),
		"flattened JSON":                    fmt.Sprintf(`{"protected":%q,"payload":%q,"signature":%q}`, b64(f.head), input, signature),
		"general JSON":                      fmt.Sprintf(`{"payload":%q,"signatures":[{"protected":%q,"signature":%q}]}`, input, b64(f.head), signature),
		"nested":                            wrapped + "." + nestedSignature,
		"other claims, the same signature":  b64(f.head) + "." + b64(other) + "." + signature,
		"five parts":                        f.token() + ".AA.AA",
		"padding":                           f.token() + "==",
		"a space within":                    b64(f.head) + ". " + input + "." + signature,
		"a line feed":                       f.token() + "\n",
		"a megabyte":                        strings.Repeat("A", 1<<20),
		"a megabyte of claims, well signed": huge(good()).token(),
		"a refresh token":                   in.RefreshToken,
	} {
		if _, err := n.tokens.verify(t.Context(), token); !errors.Is(err, ErrTokenRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := n.tokens.verify(t.Context(), in.AccessToken); err != nil {
		t.Error(err)
	}
}

func huge(f forgery) forgery {
	f.claims["pad"] = strings.Repeat("x", 1<<20)
	return f
}

func TestTokenOfAnotherEnvironmentIsWorthless(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	in := n.enter(t, "aigul@baq.kz")
	b := bearer{userID: in.Principal.UserID, sessionID: in.Principal.SessionID}
	// Even the same key, the same database and the same session do not help.
	production := n.tokens
	production.issuer, production.audience = "https://baq.kz/production", "baq-portal-production"
	token, err := production.issue(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	refused(t, n, "production's", token)
	// And a copy of the database with the same secret can't use its keys.
	deps := n.deps
	deps.Environment = "production"
	if _, err := another(t, deps, n.clock).Login(t.Context(), "aigul@baq.kz", password); !errors.Is(err, errSealed) {
		t.Errorf("a copied key: %v", err)
	}
	if token, err = n.tokens.issue(t.Context(), b); err != nil || n.opens(t, token) != nil {
		t.Errorf("its own: %v", err)
	}
}

func TestTokenExpires(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz")
	in := n.enter(t, "aigul@baq.kz")
	n.clock.pass(n.deps.AccessLife + tokenSkew + time.Second)
	if err := n.opens(t, in.AccessToken); !errors.Is(err, ErrTokenExpired) {
		t.Errorf("too late: %v", err)
	}
	n.clock.pass(-2*tokenSkew - time.Second)
	if err := n.opens(t, in.AccessToken); err != nil {
		t.Errorf("in time: %v", err)
	}
}

func TestAuthorizationHeader(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz")
	in := n.enter(t, "aigul@baq.kz")
	good, bad := "Bearer "+in.AccessToken, "Bearer nonsense"
	for name, c := range map[string]struct {
		headers  []string
		cookie   string
		byCookie bool
		want     error
	}{
		"nothing":                     {nil, "", false, httpx.ErrNotLoggedIn},
		"twice":                       {[]string{good, good}, "", false, ErrTokenRefused},
		"twice, beside a good cookie": {[]string{bad, good}, in.AccessToken, false, ErrTokenRefused},
		"bad, beside a good cookie":   {[]string{bad}, in.AccessToken, false, ErrTokenRefused},
		"empty, beside a good cookie": {[]string{"Bearer"}, in.AccessToken, false, ErrTokenRefused},
		"a bad cookie":                {nil, "nonsense", false, ErrTokenRefused},
		"Basic alone":                 {[]string{"Basic YTpi"}, "", false, httpx.ErrNotLoggedIn},
		"Basic beside a good cookie":  {[]string{"Basic YTpi"}, in.AccessToken, true, nil},
		"good":                        {[]string{good}, "", false, nil},
		"good, in small letters":      {[]string{"bearer " + in.AccessToken}, "", false, nil},
		"good, beside a bad cookie":   {[]string{good}, "nonsense", false, nil},
		"a good cookie":               {nil, in.AccessToken, true, nil},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.Header["Authorization"] = c.headers
		if c.cookie != "" {
			r.AddCookie(&http.Cookie{Name: accessCookie, Value: c.cookie})
		}
		p, byCookie, err := n.Authenticate(r)
		if !errors.Is(err, c.want) || (err == nil && (byCookie != c.byCookie || p.Email != "aigul@baq.kz")) {
			t.Errorf("%s: %v, %v, %v", name, p.Email, byCookie, err)
		}
	}
}
