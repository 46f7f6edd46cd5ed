// Package contentseal seals what readers see: a signed hash of each article,
// page and picture, written in the transaction of the change itself.
//
// Whoever changes a row past the system has the database, but not the key. The
// features say what an object's hash is of (Encoder) and seal it; features/integrity
// reads rows and seals again and tells what does not belong together.
package contentseal

import (
	"encoding/binary"
	"time"

	"baq.kz/portal/api/internal/platform/signing"
)

// Type is a kind of object. It is the journal's object type, too.
type Type string

// The types.
const (
	Article Type = "article"
	Page    Type = "page"
	Picture Type = "picture"
)

// Object is what readers see of something, as it is stored.
type Object struct {
	Type    Type
	ID      int64
	Live    bool // readers see it
	Version int64
	Schema  int    // which encoding the hash is of
	Hash    []byte // SHA-256
}

// gone is the schema of a seal that says: this is no more, and that is right.
const gone = 0

// Gone is an object that was taken away with the newsroom's knowledge. It keeps
// the last version's number, so that an older version can't come back unseen.
func Gone(t Type, id, version int64) Object {
	return Object{Type: t, ID: id, Version: version, Schema: gone, Hash: NewEncoder(t, gone).Sum()}
}

// Seal is an object's hash with a signature.
type Seal struct {
	Object
	Key       string // the ID of the key that signed
	Signature []byte // Ed25519
	SealedAt  time.Time
}

// Purpose is what the signing key is derived for.
const Purpose = "content"

// Sealer makes and checks seals.
type Sealer struct {
	signer signing.Signer
	known  map[string]signing.Signer // by their IDs
}

// New makes a sealer that also takes the seals of former keys.
func New(signer signing.Signer, former ...signing.Signer) *Sealer {
	s := &Sealer{signer: signer, known: map[string]signing.Signer{}}
	for _, one := range append(former, signer) {
		s.known[one.ID()] = one
	}
	return s
}

// Public is the key that checks the signatures (Ed25519, base64).
func (s *Sealer) Public() string { return s.signer.Public() }

// Sign makes an object's seal.
func (s *Sealer) Sign(o Object) Seal {
	return Seal{Object: o, Key: s.signer.ID(), Signature: s.signer.Sign(message(o))}
}

// Holds tells whether a seal is as the owner of one of the keys made it.
func (s *Sealer) Holds(seal Seal) bool {
	signer, known := s.known[seal.Key]
	return known && signer.Verify(message(seal.Object), seal.Signature)
}

// Present tells whether a seal is of the key that signs now.
func (s *Sealer) Present(seal Seal) bool { return seal.Key == s.signer.ID() }

// message is what is signed. Type and hash have their lengths before them.
func message(o Object) []byte {
	out := []byte("baq-portal content seal\x00")
	for _, part := range [][]byte{[]byte(o.Type), o.Hash} {
		out = binary.BigEndian.AppendUint32(out, uint32(len(part))) //nolint:gosec // a word and 32 bytes
		out = append(out, part...)
	}
	live := int64(0)
	if o.Live {
		live = 1
	}
	for _, number := range []int64{o.ID, live, o.Version, int64(o.Schema)} {
		out = binary.BigEndian.AppendUint64(out, uint64(number)) //nolint:gosec // bits, not a number
	}
	return out
}
