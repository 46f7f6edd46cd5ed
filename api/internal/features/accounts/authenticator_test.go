package accounts

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
)

// Flags of authenticator data (WebAuthn Level 3, 6.1).
const (
	userPresent  = 0x01
	userVerified = 0x04
	withKey      = 0x40
)

// authenticator is a device with passkeys and the browser around it, as WebAuthn
// Level 3 describes them: keys of ES256, attestation "none". What a test changes
// of it is what an attacker could.
type authenticator struct {
	origin string // of the page that the browser shows
	rpID   string // "": that of the options
	flags  byte   // besides that there is a key
	step   uint32 // how far the counter goes up at each use
	handle []byte // nil: the person's own
	keys   []*softKey
}

type softKey struct {
	id      []byte
	private *ecdsa.PrivateKey
	handle  []byte
	count   uint32
}

func newAuthenticator() *authenticator {
	return &authenticator{origin: "https://baq.kz", flags: userPresent | userVerified, step: 1}
}

type credentialID struct {
	ID string `json:"id"`
}

type ceremonyOptions struct {
	Challenge string `json:"challenge"`
	RPID      string `json:"rpId"`
	RP        struct {
		ID string `json:"id"`
	} `json:"rp"`
	User               credentialID   `json:"user"`
	ExcludeCredentials []credentialID `json:"excludeCredentials"`
	AllowCredentials   []credentialID `json:"allowCredentials"`
}

func base64url(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func unb64(t *testing.T, s string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func read(t *testing.T, options json.RawMessage) (o ceremonyOptions) {
	t.Helper()
	if err := json.Unmarshal(options, &o); err != nil || o.Challenge == "" {
		t.Fatalf("%s: %v", options, err)
	}
	return o
}

// create is navigator.credentials.create; nil when the device has a passkey of
// this person already.
func (a *authenticator) create(t *testing.T, options json.RawMessage) json.RawMessage {
	t.Helper()
	o := read(t, options)
	for _, excluded := range o.ExcludeCredentials {
		if a.find(unb64(t, excluded.ID)) != nil {
			return nil
		}
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	k := &softKey{id: random(32), private: private, handle: unb64(t, o.User.ID)}
	a.keys = append(a.keys, k)
	return a.attest(t, k, o)
}

func (a *authenticator) attest(t *testing.T, k *softKey, o ceremonyOptions) json.RawMessage {
	t.Helper()
	point, err := k.private.PublicKey.Bytes() // 4, X, Y
	if err != nil {
		t.Fatal(err)
	}
	key, err := webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	if err != nil {
		t.Fatal(err)
	}
	data := a.data(o.RP.ID, a.flags|withKey, k.count)
	data = append(data, make([]byte, 16)...) // no make is told
	data = binary.BigEndian.AppendUint16(data, uint16(len(k.id)))
	data = append(append(data, k.id...), key...)
	object, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	if err != nil {
		t.Fatal(err)
	}
	return a.toJSON(t, k, map[string]any{
		"clientDataJSON": base64url(a.clientData(t, "webauthn.create", o.Challenge)), "attestationObject": base64url(object), "transports": []string{"internal"},
	})
}

// get is navigator.credentials.get.
func (a *authenticator) get(t *testing.T, options json.RawMessage) json.RawMessage {
	t.Helper()
	o := read(t, options)
	k := a.keys[len(a.keys)-1]
	if len(o.AllowCredentials) > 0 {
		k = nil
		for _, allowed := range o.AllowCredentials {
			if found := a.find(unb64(t, allowed.ID)); found != nil {
				k = found
			}
		}
		if k == nil {
			t.Fatal("the device has none of the passkeys that may answer")
		}
	}
	return a.assert(t, k, o)
}

// assert answers with a key, be it asked for or not.
func (a *authenticator) assert(t *testing.T, k *softKey, o ceremonyOptions) json.RawMessage {
	t.Helper()
	k.count += a.step
	data, client := a.data(o.RPID, a.flags, k.count), a.clientData(t, "webauthn.get", o.Challenge)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(bytes.Clone(data), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, k.private, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	handle := k.handle
	if a.handle != nil {
		handle = a.handle
	}
	return a.toJSON(t, k, map[string]any{
		"clientDataJSON": base64url(client), "authenticatorData": base64url(data), "signature": base64url(signature), "userHandle": base64url(handle),
	})
}

func (a *authenticator) find(id []byte) *softKey {
	for _, k := range a.keys {
		if bytes.Equal(k.id, id) {
			return k
		}
	}
	return nil
}

func (a *authenticator) data(rpID string, flags byte, count uint32) []byte {
	if a.rpID != "" {
		rpID = a.rpID
	}
	hash := sha256.Sum256([]byte(rpID))
	return binary.BigEndian.AppendUint32(append(hash[:], flags), count)
}

func (a *authenticator) clientData(t *testing.T, kind, challenge string) []byte {
	t.Helper()
	out, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": a.origin, "crossOrigin": false})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (a *authenticator) toJSON(t *testing.T, k *softKey, response map[string]any) json.RawMessage {
	t.Helper()
	out, err := json.Marshal(map[string]any{
		"id": base64url(k.id), "rawId": base64url(k.id), "type": "public-key", "authenticatorAttachment": "platform",
		"clientExtensionResults": map[string]any{}, "response": response,
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
