package accounts

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v2/jwa"
	"github.com/lestrrat-go/jwx/v2/jwk"
	"github.com/lestrrat-go/jwx/v2/jws"
)

// kid is the key id of a token.
func kid(t *testing.T, token string) string {
	t.Helper()
	id, ok := keyOf(token)
	if !ok {
		t.Fatalf("%q is no token of ours", token)
	}
	return id
}

func TestSecretIsLongEnough(t *testing.T) {
	if _, err := newSeal(make([]byte, 31), "test"); err == nil {
		t.Error("31 bytes are accepted")
	}
	if _, err := newSeal(make([]byte, 32), "test"); err != nil {
		t.Error(err)
	}
}

func TestFirstKeyIsMadeOnce(t *testing.T) {
	n := start(t)
	nodes := []node{n, another(t, n.deps, n.clock), another(t, n.deps, n.clock)}
	done := make(chan error)
	for _, one := range nodes {
		for range 5 {
			go func() {
				_, err := one.keys.signer(t.Context())
				done <- err
			}()
		}
	}
	for range 15 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if keys := n.count(t, "SELECT count(*) FROM signing_keys"); keys != 1 {
		t.Errorf("%d keys", keys)
	}
	if n.journalled(t, "accounts.rotate_key") != 1 {
		t.Error("the first key is not in the journal once")
	}
}

func TestKeysRotate(t *testing.T) {
	n := start(t)
	other := another(t, n.deps, n.clock)
	n.hire(t, "aigul@baq.kz", "editor")
	before := n.enter(t, "aigul@baq.kz")
	if err := other.opens(t, before.AccessToken); err != nil {
		t.Fatal(err)
	}
	n.clock.pass(time.Millisecond) // of two keys of one instant none is the newer
	fresh, err := n.RotateKey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n.clock.pass(KeySettles - time.Second)
	between := n.enter(t, "aigul@baq.kz")
	if kid(t, between.AccessToken) == fresh {
		t.Error("the new key signs before every node has read it")
	}
	n.clock.pass(time.Second)
	after := other.enter(t, "aigul@baq.kz") // the node that did not rotate
	if kid(t, after.AccessToken) != fresh {
		t.Error("the new key does not sign")
	}
	n.clock.pass(n.deps.AccessLife - 2*time.Second)
	for _, one := range []node{n, other} {
		for _, in := range []SignedIn{between, after} {
			if err := one.opens(t, in.AccessToken); err != nil {
				t.Errorf("a living token of %s: %v", kid(t, in.AccessToken), err)
			}
		}
	}
	n.clock.pass(keyRetires)
	gone := kid(t, between.AccessToken)
	if _, found, err := other.keys.find(t.Context(), gone); found || err != nil {
		t.Errorf("the old key after its end: %v, %v", found, err)
	}
	if _, err := n.RotateKey(t.Context()); err != nil || n.count(t, "SELECT count(*) FROM signing_keys WHERE kid = ?", gone) != 0 {
		t.Errorf("a retired key is kept: %v", err)
	}
}

func TestUnknownKeyIsLookedForOnceASecond(t *testing.T) {
	n := start(t)
	other := another(t, n.deps, n.clock)
	n.hire(t, "aigul@baq.kz", "editor")
	if err := other.opens(t, n.enter(t, "aigul@baq.kz").AccessToken); err != nil {
		t.Fatal(err)
	}
	if _, err := n.RotateKey(t.Context()); err != nil {
		t.Fatal(err)
	}
	other.keys.loadedAt = n.clock.now() // as if a stranger's token had made it look just now
	fresh := n.count(t, "SELECT count(*) FROM signing_keys")
	known := func() int {
		_, _, err := other.keys.find(t.Context(), "nobodys-key")
		if err != nil {
			t.Fatal(err)
		}
		return len(other.keys.keys)
	}
	if known() == fresh {
		t.Error("it looked again at once")
	}
	n.clock.pass(keysRetry)
	if known() != fresh {
		t.Error("it did not look again after a second")
	}
}

func TestKeysAreSealed(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz")
	old := n.enter(t, "aigul@baq.kz")
	key, err := n.keys.signer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var sealed []byte
	if err := n.db.NewRaw("SELECT sealed FROM signing_keys").Scan(t.Context(), &sealed); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, key.private.Seed()) {
		t.Error("the private key is readable in the database")
	}
	if _, err := n.keys.seal.open("another-id", sealed); !errors.Is(err, errSealed) {
		t.Errorf("a key in another one's place: %v", err)
	}
	n.deps.Secret = []byte(strings.Repeat("x", 32))
	changed := another(t, n.deps, n.clock)
	if _, err := changed.Login(t.Context(), "aigul@baq.kz", password); !errors.Is(err, errSealed) {
		t.Errorf("another secret: %v", err)
	}
	if _, err := changed.RotateKey(t.Context()); err != nil {
		t.Fatal(err)
	}
	refused(t, changed, "a token of the key that can't be opened", old.AccessToken)
	if err := changed.opens(t, changed.enter(t, "aigul@baq.kz").AccessToken); err != nil {
		t.Errorf("after the rotation: %v", err)
	}
}

func TestPublicKeysVerify(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz")
	token := n.enter(t, "aigul@baq.kz").AccessToken
	if _, err := n.RotateKey(t.Context()); err != nil {
		t.Fatal(err)
	}
	n.clock.pass(keysReload)
	answer := n.send(t, http.MethodGet, "/.well-known/jwks.json", "")
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK || answer.Header.Get("Cache-Control") != "public, max-age=300" {
		t.Fatalf("%d %s %v", answer.StatusCode, text, err)
	}
	var members struct{ Keys []map[string]any }
	if err := json.Unmarshal(text, &members); err != nil || len(members.Keys) != 2 {
		t.Fatalf("%s: %v", text, err)
	}
	for _, key := range members.Keys {
		if key["d"] != nil || key["alg"] != "EdDSA" || key["use"] != "sig" || key["kty"] != "OKP" {
			t.Errorf("%v", key)
		}
	}
	set, err := jwk.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	public, ok := set.LookupKeyID(kid(t, token))
	if !ok {
		t.Fatal("the key that has signed is not in the set")
	}
	if _, err := jws.Verify([]byte(token[:len(token)-8]+"AAAAAAAA"), jws.WithKey(jwa.EdDSA, public)); err == nil {
		t.Error("a broken signature is accepted")
	}
	if _, err := jws.Verify([]byte(token), jws.WithKeySet(set)); err != nil {
		t.Error(err)
	}
}
