package keyset_test

import (
	"encoding/base64"
	"errors"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/keyset"
)

func TestRoundTrip(t *testing.T) {
	key := keyset.ByTime{At: time.Date(2024, 2, 29, 18, 30, 0, 123456000, time.UTC), ID: 42}
	got, err := keyset.Decode[keyset.ByTime](keyset.Encode(key))
	if err != nil || !got.At.Equal(key.At) || got.ID != 42 {
		t.Errorf("%+v %v", got, err)
	}
	name, err := keyset.Decode[keyset.ByName](keyset.Encode(keyset.ByName{Name: "ғылым \"'", ID: 1}))
	if err != nil || name.Name != "ғылым \"'" {
		t.Errorf("%+v %v", name, err)
	}
}

func TestForeignCursorsAreRefused(t *testing.T) {
	if key, err := keyset.Decode[keyset.ByTime](""); key != nil || err != nil {
		t.Errorf("%v %v", key, err)
	}
	for _, text := range []string{"%", "abc", base64.RawURLEncoding.EncodeToString([]byte(`{"t":7}`)), base64.RawURLEncoding.EncodeToString([]byte(`'; DROP TABLE articles`))} {
		if _, err := keyset.Decode[keyset.ByTime](text); !errors.Is(err, keyset.ErrBadCursor) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestCursorsThatPostgreSQLCannotHoldAreRefused(t *testing.T) {
	for _, text := range []string{`{"t":"0000-01-01T00:00:00Z","i":1}`, `{"t":"9999-12-31T23:59:59-12:00","i":1}`} {
		if _, err := keyset.Decode[keyset.ByTime](base64.RawURLEncoding.EncodeToString([]byte(text))); !errors.Is(err, keyset.ErrBadCursor) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := keyset.Decode[keyset.ByName](keyset.Encode(keyset.ByName{Name: "a\x00b"})); !errors.Is(err, keyset.ErrBadCursor) {
		t.Errorf("a NUL: %v", err)
	}
}

func TestPage(t *testing.T) {
	key := func(n int) any { return keyset.ByID{ID: int64(n)} }
	rows, next := keyset.Page([]int{1, 2, 3}, 2, key)
	if len(rows) != 2 || next == nil || *next != keyset.Encode(keyset.ByID{ID: 2}) {
		t.Errorf("%v %v", rows, next)
	}
	if rows, next := keyset.Page([]int{1, 2}, 2, key); len(rows) != 2 || next != nil {
		t.Errorf("%v %v", rows, next)
	}
	if rows, next := keyset.Page(nil, 2, key); len(rows) != 0 || next != nil {
		t.Errorf("%v %v", rows, next)
	}
}
