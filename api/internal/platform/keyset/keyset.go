// Package keyset pages through lists by the key of the last row instead of an
// offset: every page costs the same, and rows that come or go move nothing.
package keyset

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"baq.kz/portal/api/internal/platform/fault"
)

// ErrBadCursor is the refusal of a cursor that this portal did not make.
var ErrBadCursor = fault.New(fault.Invalid, "request.bad_cursor", "the cursor is not one of this list",
	fault.Field{Field: "cursor", Code: "invalid", Message: "pass back a nextCursor unchanged, or none"})

// ByTime is the key of lists ordered by a time, youngest first. Times are kept
// to the microsecond, as PostgreSQL does.
type ByTime struct {
	At time.Time `json:"t"`
	ID int64     `json:"i"`
}

// ByName is the key of lists ordered by a name.
type ByName struct {
	Name string `json:"n"`
	ID   int64  `json:"i"`
}

// ByID is the key of lists ordered by id alone.
type ByID struct {
	ID int64 `json:"i"`
}

// Encode makes the opaque text of a key.
func Encode(key any) string {
	text, err := json.Marshal(key)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// Decode reads a cursor back; nil for an empty one. It fails with ErrBadCursor.
func Decode[K any](cursor string) (*K, error) {
	if cursor == "" {
		return nil, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return nil, ErrBadCursor
	}
	var key K
	if err := json.Unmarshal(text, &key); err != nil {
		return nil, ErrBadCursor
	}
	if c, ok := any(key).(interface{ storable() bool }); ok && !c.storable() {
		return nil, ErrBadCursor
	}
	return &key, nil
}

// storable is false for times that PostgreSQL knows no way to write.
func (k ByTime) storable() bool { return k.At.UTC().Year() >= 1 && k.At.UTC().Year() <= 9999 }

// storable is false for text that PostgreSQL can't hold.
func (k ByName) storable() bool { return !strings.ContainsRune(k.Name, 0) }

// Page cuts the one row more that was read to see whether there is a next page,
// and gives the cursor to it: nil on the last page.
func Page[R any](rows []R, limit int, key func(R) any) ([]R, *string) {
	if len(rows) <= limit {
		return rows, nil
	}
	rows = rows[:limit]
	next := Encode(key(rows[limit-1]))
	return rows, &next
}
