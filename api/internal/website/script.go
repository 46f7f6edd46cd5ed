package website

import (
	"context"
	"strings"

	"baq.kz/portal/api/internal/features/scripts"
	"baq.kz/portal/api/internal/platform/kazscript"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/website/locales"
)

// inScripts are the first parts of the paths of pages that each script has, too: all
// that is read. What is not named here has one address only: pictures, previews, AMP,
// what programs ask for.
var inScripts = map[string]bool{
	"": true, "latest": true, "news": true, "rubric": true, "tag": true, "author": true, "page": true, "archive": true, "search": true,
	"accessible": true, "offline": true, "feed.rss": true, "feed.atom": true, "sitemaps": true, "sitemap-news.xml": true,
}

// rendered tells whether a path of the site has addresses in scripts.
func rendered(path string) bool {
	if !strings.HasPrefix(path, "/") {
		return false
	}
	first := path[1:]
	if end := strings.IndexAny(first, "/?#"); end >= 0 {
		first = first[:end]
	}
	return inScripts[first] && !strings.HasPrefix(path, "//")
}

// tag is the BCP 47 tag of what the visit reads ("kk", "kk-Latn").
func (v visit) tag() string {
	if v.script != nil {
		return v.script.Tag
	}
	return string(v.code())
}

// within is a path of the site in the visit's script.
func (v visit) within(path string) string {
	if v.script == nil || !rendered(path) {
		return path
	}
	return v.script.Path(path)
}

// url is the absolute address of a path, in the visit's script where it has one.
func (v visit) url(path string) string { return v.language.URL(v.within(path)) }

// link keeps the reader within the script; see kazscript.Links.
func (v visit) link(address string) (string, bool) {
	path, own := strings.CutPrefix(address, v.language.URL(""))
	if to := v.within(path); to != path {
		if own {
			return v.language.URL(to), true
		}
		return to, true
	}
	return address, false
}

// text is a plain text in the visit's script.
func (v visit) text(text string) string {
	if v.converter == nil {
		return text
	}
	return v.converter.Text(text)
}

// readScript finds the script by the first part of the path; ours is false for a
// script that another language has.
func (s *Site) readScript(v *visit, path string) (ours bool) {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if script, has := v.language.Script(first); has {
		v.script = &script
		return true
	}
	for _, l := range s.languages.All() {
		if _, theirs := l.Script(first); theirs {
			return false
		}
	}
	return true
}

// plainPath is the path without the visit's script.
func (v visit) plainPath(path string) string {
	if v.script == nil {
		return path
	}
	rest := strings.TrimPrefix(path, "/"+v.script.Code)
	if rest == "" {
		return "/"
	}
	return rest
}

// spell prepares a render in the visit's script: it reads the exceptions as they are
// now, and their tag outdates the page when they change.
func (s *Site) spell(ctx context.Context, v *visit) (tagSet, error) {
	if v.script == nil {
		return nil, nil
	}
	exceptions := kazscript.Exceptions{}
	if s.Scripts != nil {
		var err error
		if exceptions, err = s.Scripts.Exceptions(ctx, s.Databases.Reader(ctx), v.script.Code); err != nil {
			return nil, err
		}
	}
	v.converter = kazscript.New(s.alphabets[v.script.Alphabet], exceptions)
	return tagSet{scripts.CacheTag: true}, nil
}

// variant is a language, or one of its scripts.
type variant struct {
	lang.Language
	script *lang.Script // nil: the one that texts are kept in
}

// named is an variant by the name that the choice of language has for it: "ru",
// "kk-latn".
func (s *Site) named(name string) (variant, bool) {
	code, of, other := strings.Cut(name, "-")
	language, known := s.languages.Get(lang.Code(code))
	if !known || !other {
		return variant{Language: language}, known
	}
	script, known := language.Script(of)
	return variant{Language: language, script: &script}, known
}

func (e variant) name() string {
	if e.script == nil {
		return string(e.Code)
	}
	return string(e.Code) + "-" + e.script.Code
}

// address is the absolute address of a path in the variant.
func (e variant) address(path string) string {
	return visit{language: e.Language, script: e.script}.url(path)
}

// sayAs is a text of the locale in the script of a page with that language tag.
func (s *Site) sayAs(tag, key string) string {
	of, known := s.named(strings.ToLower(tag))
	if !known {
		return ""
	}
	text := say(s.locales[string(of.Code)], key)
	if of.script != nil {
		text = kazscript.New(s.alphabets[of.script.Alphabet], kazscript.Exceptions{}).Text(text)
	}
	return text
}

// nameIn is what a language calls itself in one of its scripts.
func (s *Site) nameIn(script lang.Script, l *locales.Locale) (name, short string) {
	c := kazscript.New(s.alphabets[script.Alphabet], kazscript.Exceptions{})
	return c.Text(l.Name), c.Text(l.Short)
}

// scriptCodes are the codes of all scripts of all languages.
func (s *Site) scriptCodes() []string {
	var codes []string
	seen := map[string]bool{}
	for _, l := range s.languages.All() {
		for _, script := range l.Scripts {
			if !seen[script.Code] {
				codes, seen[script.Code] = append(codes, script.Code), true
			}
		}
	}
	return codes
}
