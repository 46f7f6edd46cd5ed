package jsontext

import (
	"encoding/json"
	"testing"
	"time"
)

// FuzzAppendString compares with encoding/json.
func FuzzAppendString(f *testing.F) {
	for _, text := range []string{
		"", "plain", "Қазақша мәтін", `"\/<>&'`, "\x00\b\t\n\f\r\x1f\x7f", "\u2028\u2029\u2027\u202a\u2030", "broken \xe2\x80 \xff", "€\u20ac", "😀", "\xe2\x80",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		want, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := AppendString(nil, text); string(got) != string(want) {
			t.Errorf("%q: %s instead of %s", text, got, want)
		}
	})
}

// FuzzAppendTime compares with encoding/json.
func FuzzAppendTime(f *testing.F) {
	f.Add(int64(0), int64(0), 0)
	f.Add(int64(1_800_000_000), int64(120_000_000), 5*3600)
	f.Add(int64(1_800_000_000), int64(123_456_000), -90*60)
	f.Fuzz(func(t *testing.T, seconds, nanoseconds int64, offset int) {
		at := time.Unix(seconds, nanoseconds).In(time.FixedZone("", offset))
		want, err := json.Marshal(at)
		if err != nil {
			t.Skip("no time of RFC 3339")
		}
		if got := AppendTime(nil, at); string(got) != string(want) {
			t.Errorf("%s instead of %s", got, want)
		}
	})
}
