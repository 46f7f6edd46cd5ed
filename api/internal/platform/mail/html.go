package mail

import (
	"html"
	"net/url"
	"strings"
)

// HTML is a text as a page of paragraphs, in which addresses can be followed.
// There is nothing else in it: no pictures, no styles, nothing from elsewhere.
func HTML(text string) string {
	var out strings.Builder
	out.WriteString(`<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>`)
	for paragraph := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		words := strings.Fields(paragraph)
		for i, word := range words {
			words[i] = linked(word)
		}
		out.WriteString("\n<p>" + strings.Join(words, " ") + "</p>")
	}
	out.WriteString("\n</body></html>\n")
	return out.String()
}

func linked(word string) string {
	safe := html.EscapeString(word)
	u, err := url.Parse(word)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return safe
	}
	return `<a href="` + safe + `">` + safe + `</a>`
}
