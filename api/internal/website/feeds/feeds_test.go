package feeds

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

func TestWhatXMLCannotHoldIsLeftOut(t *testing.T) {
	hostile := "a\x00\x08\x0b\ufffe]]>\U0001F600 & <b> \"қ\" әғқңөұүһі"
	feed := Feed{Title: hostile, Description: hostile, URL: "https://baq.kz/?a=1&b=2", Items: []Item{{
		ID: "tag:x", Title: hostile, Lead: hostile, HTML: "<p>" + hostile, Text: hostile, Mark: hostile, Section: hostile, Topics: []string{hostile},
		Authors: []Person{{Name: hostile}}, Picture: &Picture{URL: "https://x/?a&b", Alt: hostile, Caption: hostile},
		Published: time.Unix(1, 0), Updated: time.Unix(2, 0),
	}}}
	for name, form := range map[string]func(Feed) ([]byte, error){"rss": RSS, "atom": Atom, "yandex": Yandex, "google": Google} {
		body, err := form(feed)
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(string(body), "\x00\x08\x0b\ufffd\ufffe") || !strings.Contains(string(body), "әғқңөұүһі") || !strings.Contains(string(body), "\U0001F600") {
			t.Errorf("%s: %q", name, body)
		}
		reader := xml.NewDecoder(strings.NewReader(string(body)))
		for {
			if _, err := reader.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
}
