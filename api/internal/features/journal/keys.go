package journal

import (
	"maps"
	"slices"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/signing"
)

// Keys check the codes of entries and the signatures of heads, and sign heads.
// They are derived from the portal's secret; those of earlier secrets only check.
type Keys struct {
	signer signing.Signer
	codes  map[string]audit.Key
	heads  map[string]signing.Signer
}

// NewKeys derives the keys of an environment from the portal's secret and those
// that it had before.
func NewKeys(environment string, secret []byte, previous ...[]byte) (Keys, error) {
	k := Keys{codes: map[string]audit.Key{}, heads: map[string]signing.Signer{}}
	for i, one := range append([][]byte{secret}, previous...) {
		code, err := audit.NewKey(one, environment)
		if err != nil {
			return k, err
		}
		signer, err := signing.New(one, environment, "journal heads")
		if err != nil {
			return k, err
		}
		if i == 0 {
			k.signer = signer
		}
		k.codes[code.ID], k.heads[signer.ID()] = code, signer
	}
	return k, nil
}

// Public is the key that checks the signatures of new heads (Ed25519, base64).
func (k Keys) Public() string { return k.signer.Public() }

// IDs tell which keys are known: those of entries, and those of heads.
func (k Keys) IDs() (entries, heads []string) {
	return slices.Sorted(maps.Keys(k.codes)), slices.Sorted(maps.Keys(k.heads))
}

// sign completes a head.
func (k Keys) sign(h Head) Head {
	h.Key = k.signer.ID()
	h.Signature = k.signer.Sign(h.message())
	return h
}

// signed tells what is wrong with a head's signature; empty: nothing.
func (k Keys) signed(h Head) string {
	signer, ok := k.heads[h.Key]
	switch {
	case !ok:
		return "is signed with the key " + quoted(h.Key) + ", which is unknown here: give the secret it came from"
	case !signer.Verify(h.message(), h.Signature):
		return "has a signature that is not right"
	}
	return ""
}

// coded tells what is wrong with an entry's code; empty: nothing.
func (k Keys) coded(r audit.Row) string {
	key, ok := k.codes[r.Key]
	switch {
	case r.Key == "":
		return "has no code, as only the oldest entries may"
	case !ok:
		return "is coded with the key " + quoted(r.Key) + ", which is unknown here: give the secret it came from"
	case !key.Matches(r):
		return "is not what its code stands for: it was changed, or written past the portal"
	}
	return ""
}
