package website

import (
	"bytes"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"baq.kz/portal/api/internal/platform/cache"
)

// sightCookie remembers how somebody with weak sight reads the site (the special
// version that requirement ST-2 asks for). It holds choices out of sightGroups,
// separated by dots, and nothing about the reader.
const sightCookie = "sight"

// sightGroup is one thing that can be chosen. Its name is the attribute of the
// document's root that the style sheet asks for (data-size), and part of the words'
// keys (sight.size.150).
type sightGroup struct {
	name   string
	values []string // the first is the ordinary one
	preset int      // what the form offers to who has chosen nothing yet
}

// sightGroups are in the order of the cookie's parts.
var sightGroups = []sightGroup{
	{"size", []string{"100", "125", "150", "200"}, 2},
	{"contrast", []string{"ordinary", "light", "dark", "blue"}, 1},
	{"spacing", []string{"ordinary", "wide", "widest"}, 1},
	{"face", []string{"ordinary", "sans"}, 1},
	{"pictures", []string{"on", "off"}, 0},
}

// sight is a choice, a value for each group; nil is the ordinary version.
type sight []string

// sightOf reads the cookie. What is not a choice of ours is the ordinary version.
func sightOf(r *http.Request) sight {
	cookie, err := r.Cookie(sightCookie)
	if err != nil {
		return nil
	}
	return chosenSight(strings.Split(cookie.Value, "."))
}

// chosenSight accepts one known value for each group.
func chosenSight(values []string) sight {
	if len(values) != len(sightGroups) {
		return nil
	}
	for i, group := range sightGroups {
		if !slices.Contains(group.values, values[i]) {
			return nil
		}
	}
	return values
}

func (s sight) cookie() string { return strings.Join(s, ".") }

// withoutPictures says that pictures are neither shown nor loaded.
func (s sight) withoutPictures() bool { return s != nil && s[len(s)-1] == "off" }

// apply turns an ordinary page into the special one: the root carries the choices,
// and with pictures off their descriptions stand for them, after the word for picture. The cached page is the
// same for all; only who has the cookie pays for this. The entity tag differs, so
// that a change of the choice is seen at once, and nobody else may keep the page.
func (s sight) apply(page cache.Page, picture string) cache.Page {
	if s == nil {
		return page
	}
	root := "<html"
	for i, group := range sightGroups {
		root += ` data-` + group.name + `="` + s[i] + `"`
	}
	page = page.Joined()
	page.Body = bytes.Replace(page.Body, []byte("<html"), []byte(root+" data-sight"), 1)
	if s.withoutPictures() {
		page.Body = describePictures(page.Body, picture)
	}
	page.ETag = strings.TrimSuffix(page.ETag, `"`) + "-" + s.cookie() + `"`
	return page
}

var (
	imageTag  = regexp.MustCompile(`<img\b[^>]*>`)
	imageText = regexp.MustCompile(`\balt="([^"]*)"`)
)

// describePictures puts a picture's alternative text in its place; one that has
// none says nothing that the text around it does not.
func describePictures(html []byte, word string) []byte {
	return imageTag.ReplaceAllFunc(html, func(tag []byte) []byte {
		text := imageText.FindSubmatch(tag)
		if text == nil || len(bytes.TrimSpace(text[1])) == 0 {
			return nil
		}
		return slices.Concat([]byte(`<span class="described">`+word+`: `), text[1], []byte(`</span>`)) // escaped as it was
	})
}
