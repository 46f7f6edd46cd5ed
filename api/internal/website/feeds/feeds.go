// Package feeds writes the newest articles for feed readers and for services that
// take news in: RSS 2.0, Atom (RFC 4287), and the forms of RSS that Yandex and
// Google ask for. It knows no features: package website fills a Feed.
package feeds

import (
	"bytes"
	"encoding/xml"
	"strings"
	"time"
	"unicode/utf8"
)

// Feed is a list of articles, the newest first.
type Feed struct {
	Title, Description string
	Language           string // "kk"
	// URL is the page that lists the same, Self the feed's own address.
	URL, Self string
	Publisher Person
	Rights    string
	// Logo is the agency's sign, SquareLogo the same as a square.
	Logo, SquareLogo Picture
	Items            []Item
}

// Item is an article. All addresses are absolute.
type Item struct {
	// ID stays the same when headline and address change (RFC 4151).
	ID, URL     string
	Title, Lead string
	// HTML is the whole text, safe to show; Text the same without any markup.
	HTML, Text string
	Authors    []Person
	Section    string
	Topics     []string
	// Mark says that the news presses ("Срочно"); empty for most.
	Mark               string
	Published, Updated time.Time
	// Picture is the lead picture, as JPEG where there is one; nil: none.
	Picture *Picture
	// AMP is the address of the article's AMP page; empty: none.
	AMP string
	// Long tells an article from a note.
	Long bool
}

// Person is an author or the agency; URL may be empty.
type Person struct{ Name, URL string }

// Picture is a file of a picture; Bytes is its length.
type Picture struct {
	URL, Type            string
	Bytes                int64
	Width, Height        int
	Alt, Caption, Credit string
}

// updated is when the feed last changed; it is told of an empty one, too, where
// the form demands it.
func (f Feed) updated() time.Time {
	last := time.Unix(0, 0).UTC()
	for _, i := range f.Items {
		if i.Updated.After(last) {
			last = i.Updated
		}
	}
	return last
}

func write(root any) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(xml.Header)
	err := xml.NewEncoder(&out).Encode(root)
	return out.Bytes(), err
}

// text is a text that XML can hold: encoding/xml puts a sign in the place of
// each character that XML has none for (XML 1.0, section 2.2), here they are left
// out.
type text string

// MarshalText implements encoding.TextMarshaler.
func (t text) MarshalText() ([]byte, error) { return []byte(clean(string(t))), nil }

func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\r', r >= 0x20 && r <= 0xD7FF, r >= 0xE000 && r <= 0xFFFC, r >= 0x10000 && r <= utf8.MaxRune:
			return r
		}
		return -1
	}, s)
}
