package banners

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/labels"
	"baq.kz/portal/api/internal/platform/lang"
)

// tidy folds the white space of texts that people typed or pasted.
func (b Banner) tidy() Banner {
	b.Name, b.Advertiser = labels.Clean(b.Name), labels.Clean(b.Advertiser)
	arts := make(map[lang.Code]Art, len(b.Arts))
	for code, art := range b.Arts {
		art.Alt, art.URL = labels.Clean(art.Alt), strings.TrimSpace(art.URL)
		arts[code] = art
	}
	b.Arts = arts
	b.RubricIDs = slices.Compact(slices.Sorted(slices.Values(b.RubricIDs)))
	return b
}

// check refuses what the contract can't describe.
func (b Banner) check(languages lang.Set) error {
	if labels.Blank(b.Name) {
		return ErrBlank.WithFields(blank("name"))
	}
	if b.From != nil && b.Until != nil && !b.Until.After(*b.From) {
		return ErrBadTime
	}
	for _, code := range slices.Sorted(maps.Keys(b.Arts)) {
		at, art := "arts."+string(code), b.Arts[code]
		if _, known := languages.Get(code); !known {
			return ErrUnknownLanguage.WithFields(fault.Field{Field: at, Code: "unknown_language", Message: "no such language is configured"})
		}
		if labels.Blank(art.Alt) {
			return ErrBlank.WithFields(blank(at + ".alt"))
		}
		if !leadsSomewhere(art.URL) {
			return ErrBadAddress.WithFields(fault.Field{Field: at + ".url", Code: "bad_address", Message: "http, https or a path of the site"})
		}
	}
	return nil
}

func blank(field string) fault.Field {
	return fault.Field{Field: field, Code: "min_length", Message: "must not be blank"}
}

// leadsSomewhere lets through http and https with a host, and paths of the site.
// Characters that browsers drop or read as others are refused wherever they stand,
// so that no browser can read a scheme that this function has not seen; so is a path
// of /go/, which would lead from banner to banner.
func leadsSomewhere(address string) bool {
	if strings.ContainsFunc(address, unfit) {
		return false
	}
	parsed, err := url.Parse(address)
	if err != nil || parsed.User != nil {
		return false
	}
	switch parsed.Scheme {
	case "http", "https":
		return parsed.Hostname() != ""
	case "":
		return strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") && !strings.HasPrefix(parsed.Path, "//") && !strings.HasPrefix(parsed.Path, "/go/")
	}
	return false
}

func unfit(r rune) bool {
	return r == '\\' || r == utf8.RuneError || unicode.IsSpace(r) || !unicode.IsGraphic(r)
}
