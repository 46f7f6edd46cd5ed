package audit

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
)

// Row is an entry as it is stored.
type Row struct {
	ID         int64 // of the database's choice; not part of the code
	UID        uuid.UUID
	At         time.Time // to the microsecond
	ActorID    *int64    // nil: a job, a command or a stranger
	ActorName  string
	Action     string
	ObjectType string
	ObjectID   string
	Diff       string // JSON, byte by byte as it was coded: field -> [before, after]
	Address    string
	UserAgent  string
	RequestID  string
	Key        string // the ID of the Key that made MAC; "" in rows from before there was one
	MAC        []byte
}

// Key makes and checks the codes of entries.
type Key struct {
	ID     string // tells keys apart, and nothing else
	secret []byte
}

// shortestSecret is the fewest bytes of a secret that keys are derived from.
const shortestSecret = 32

// NewKey derives the key of an environment from the portal's secret.
func NewKey(secret []byte, environment string) (Key, error) {
	if len(secret) < shortestSecret {
		return Key{}, fmt.Errorf("audit: the secret has %d bytes; at least %d are needed", len(secret), shortestSecret)
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "baq-portal journal entries of "+environment, sha256.Size)
	if err != nil {
		return Key{}, err
	}
	id := sha256.Sum256(append([]byte("id of "), key...))
	return Key{ID: hex.EncodeToString(id[:4]), secret: key}, nil
}

// Code is the HMAC-SHA256 of a row's content: of all but its place in the
// database, which is not known when it is written.
func (k Key) Code(r Row) []byte {
	mac := hmac.New(sha256.New, k.secret)
	mac.Write(r.Content())
	return mac.Sum(nil)
}

// Matches tells whether a row is as this key's owner wrote it.
func (k Key) Matches(r Row) bool { return r.Key == k.ID && hmac.Equal(k.Code(r), r.MAC) }

// Content is what is coded: every field with its length before it, so that no
// two rows have the same content.
func (r Row) Content() []byte {
	actor := ""
	if r.ActorID != nil {
		actor = strconv.FormatInt(*r.ActorID, 10)
	}
	var out []byte
	for _, field := range []string{
		r.UID.String(), r.At.UTC().Format(time.RFC3339Nano), actor, r.ActorName, r.Action, r.ObjectType, r.ObjectID, r.Diff,
		r.Address, r.UserAgent, r.RequestID, r.Key,
	} {
		out = binary.BigEndian.AppendUint32(out, uint32(len(field))) //nolint:gosec // no field has 4 GiB
		out = append(out, field...)
	}
	return out
}
