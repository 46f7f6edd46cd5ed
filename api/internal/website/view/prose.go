package view

import (
	"baq.kz/portal/api/internal/platform/richtext"
	"baq.kz/portal/api/internal/website/locales"
)

// GallerySizes mirrors the width that the style sheet gives a picture in a
// gallery: half of the text's column.
const GallerySizes = "(min-width: 48rem) 23rem, 50vw"

// Words are what the site says within an article's text. A key that is missing
// is found by this package's tests; a page doesn't fail for it.
func Words(l *locales.Locale) richtext.Words {
	say := func(key string, pairs ...string) string {
		text, err := l.Text(key, pairs...)
		if err != nil {
			return ""
		}
		return text
	}
	of := func(key string) func(string) string {
		return func(provider string) string { return say(key, "provider", provider) }
	}
	return richtext.Words{
		Table: say("prose.table"), Gallery: say("prose.gallery"), Related: say("prose.related"),
		EmbedNote: of("embed.note"), EmbedShow: of("embed.show"), EmbedOpen: of("embed.open"),
	}
}
