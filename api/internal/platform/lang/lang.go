// Package lang holds the configured content languages and their sites.
//
// Languages are data: code iterates them and never names one.
package lang

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"baq.kz/portal/api/internal/platform/fault"
)

// Code is an ISO 639-1 language code such as "kk".
type Code string

// Language is a content language and the site it is published on.
type Language struct {
	Code Code
	Name string // in the language itself
	Site *url.URL
	// Scripts are the other scripts that its pages are rendered in.
	Scripts []Script
	// Written is the BCP 47 tag with the script that texts are kept in ("kk-Cyrl");
	// empty where there is no other.
	Written string
}

// Script is a script that pages of a language are rendered in, and never kept in.
type Script struct {
	Code        string // as addresses have it: "latn"
	Tag         string // BCP 47: "kk-Latn"
	Alphabet    string // the table that it is rendered by; see platform/kazscript
	RightToLeft bool
}

// Latin tells whether its letters are those that any reader's keyboard has.
func (s Script) Latin() bool { return s.Code == "latn" }

// Path is where a page stands in the script.
func (s Script) Path(path string) string {
	if path == "/" || strings.HasPrefix(path, "/?") || strings.HasPrefix(path, "/#") {
		path = path[1:] // the front page has no slash at its end, as all others
	}
	return "/" + s.Code + path
}

// Script finds one of the language's scripts by its code.
func (l Language) Script(code string) (Script, bool) {
	for _, s := range l.Scripts {
		if s.Code == code {
			return s, true
		}
	}
	return Script{}, false
}

// URL is the absolute address of a path on the language's site.
func (l Language) URL(path string) string { return l.Site.Scheme + "://" + l.Site.Host + path }

// Set is the configured languages; the first is the main one.
type Set struct {
	list []Language
}

var codePattern = regexp.MustCompile(`^[a-z]{2}$`)

// Parse reads "kk=https://baq.kz,ru=https://rus.baq.kz". The first language
// stands on the main host. Names of languages in themselves come from names.
func Parse(text string) (Set, error) {
	var set Set
	for part := range strings.SplitSeq(text, ",") {
		code, address, _ := strings.Cut(strings.TrimSpace(part), "=")
		site, err := url.Parse(address)
		switch {
		case !codePattern.MatchString(code):
			return Set{}, fmt.Errorf("language %q: not a two-letter code", code)
		case err != nil || site.Host == "" || (site.Scheme != "http" && site.Scheme != "https"):
			return Set{}, fmt.Errorf("language %q: %q is no http(s) address of a site", code, address)
		case set.knows(Code(code)):
			return Set{}, fmt.Errorf("language %q is named twice", code)
		case set.hasHost(site.Host):
			return Set{}, fmt.Errorf("two languages share the host %q", site.Host)
		}
		set.list = append(set.list, Language{Code: Code(code), Name: nameOf(Code(code)), Site: site})
	}
	return set, nil
}

func (s Set) knows(code Code) bool {
	_, ok := s.Get(code)
	return ok
}

func (s Set) hasHost(host string) bool {
	_, ok := s.ByHost(host)
	return ok
}

// Render has a language rendered in other scripts, too. written is the tag of the
// script that its texts are kept in. Of a language that is not configured nothing is.
func (s Set) Render(code Code, written string, scripts []Script) Set {
	list := slices.Clone(s.list)
	for i := range list {
		if list[i].Code == code {
			list[i].Scripts, list[i].Written = scripts, written
		}
	}
	return Set{list: list}
}

// All are the languages in their order.
func (s Set) All() []Language { return s.list }

// Main is the language of the main host.
func (s Set) Main() Language { return s.list[0] }

// Get finds a language by its code.
func (s Set) Get(code Code) (Language, bool) {
	for _, l := range s.list {
		if l.Code == code {
			return l, true
		}
	}
	return Language{}, false
}

// ByHost finds the language whose site has this host. Case, a trailing dot and
// a port that is missing on one side make no difference.
func (s Set) ByHost(host string) (Language, bool) {
	host = foldHost(host)
	for _, l := range s.list {
		if foldHost(l.Site.Host) == host {
			return l, true
		}
	}
	return Language{}, false
}

// foldHost drops the port: each site has a host name of its own.
func foldHost(host string) string {
	name := (&url.URL{Host: host}).Hostname()
	return strings.TrimSuffix(strings.ToLower(name), ".")
}

// ErrUnknown is the refusal of a language that is not configured.
var ErrUnknown = fault.New(fault.Invalid, "languages.unknown", "no such language is configured",
	fault.Field{Field: "lang", Code: "unknown_language", Message: "see GET /languages"})

// Chosen is the language that a request names; the main one when it names none.
// It fails with ErrUnknown.
func (s Set) Chosen(code *string) (Language, error) {
	if code == nil {
		return s.Main(), nil
	}
	l, ok := s.Get(Code(*code))
	if !ok {
		return Language{}, ErrUnknown
	}
	return l, nil
}
