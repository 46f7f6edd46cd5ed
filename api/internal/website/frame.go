package website

import (
	"context"
	"net/url"
	"time"

	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/website/locales"
	"baq.kz/portal/api/internal/website/view"
)

// surroundings are what the frame takes from the database.
type surroundings struct {
	about    []pages.Page
	breaking []view.Link
	banners  view.Banners
	// until is when the clock outdates what stands around; zero: it does not.
	until time.Time
}

// surround reads what stands around every page, and adds its tags to the page's.
func (s *Site) surround(ctx context.Context, v visit, d draft) (around surroundings, err error) {
	if around.about, err = s.Pages.PublishedList(ctx, v.code()); err != nil {
		return around, err
	}
	if around.breaking, err = s.breaking(ctx, v, d); err != nil {
		return around, err
	}
	return around, s.banners(ctx, v, d, &around)
}

// page puts the frame around a draft.
func (s *Site) page(v visit, d draft, around surroundings) view.Page {
	now := s.now()
	frame := view.Frame{
		Language: string(v.code()), Script: scriptOf(v), Head: s.head(v, d), Year: now.Year(), Missing: v.missing,
		Today:     view.Stamp{ISO: now.Format(time.DateOnly), Text: v.locale.Calendar.Weekday(now)},
		Languages: s.switches(v, d.versions), Breaking: around.breaking, Banners: around.banners, Preview: d.preview,
	}
	for _, r := range v.tree.Children(0) {
		if link, named := rubricLink(v, r); named && r.Visible {
			link.Current = r.ID == d.rubric
			frame.Menu = append(frame.Menu, link)
		}
	}
	for _, p := range around.about {
		frame.About = append(frame.About, view.Link{Title: p.Title, URL: pages.Path(p.Slug)})
	}
	return view.Page{Frame: frame, Content: d.content}
}

// rubricLink is a rubric in the visit's language; false where it has no name.
func rubricLink(v visit, r rubrics.Rubric) (view.Link, bool) {
	label, named := r.Labels[v.code()]
	return view.Link{Title: label.Name, URL: rubrics.Path(label.Slug)}, named
}

// head fills the head of the document.
func (s *Site) head(v visit, d draft) view.Head {
	h := view.Head{
		Title: d.title, Description: d.description, Keywords: d.keywords, NoIndex: d.noIndex, NoFollow: d.noFollow,
		Published: d.published, Modified: d.modified, Section: d.section, Kind: d.kind, Locale: v.locale.OpenGraph,
	}
	if d.versions.own == nil {
		return h
	}
	if h.Kind == "" {
		h.Kind = "website"
	}
	h.Image = s.shareImage(v, d.image)
	if d.amp != "" && v.script == nil {
		h.AMP = v.language.URL(d.amp)
	}
	s.addresses(&h, v, d.versions)
	s.tellMachines(&h, v, d)
	return h
}

// addresses fills canonical and hreflang: absolute, each version naming all,
// itself included (requirement LA-6). x-default is the main host's version, or
// the first one where the main host has none.
func (s *Site) addresses(h *view.Head, v visit, all versions) {
	if all.single != "" {
		h.Canonical = v.url(all.single)
		h.Alternates = []view.Alternate{{Language: v.tag(), URL: h.Canonical}, {Language: "x-default", URL: h.Canonical}}
		return
	}
	h.Canonical = v.url(all.own[v.code()])
	if all.canonical != "" {
		h.Canonical = v.url(all.canonical)
	}
	standard := ""
	for _, l := range s.languages.All() {
		path, has := all.own[l.Code]
		if !has {
			continue
		}
		h.Alternates = append(h.Alternates, versionsOf(l, path, all.canonical != "")...)
		if standard == "" { // the main language comes first
			standard = l.URL(path)
		}
		if l.Code != v.code() {
			h.OtherLocales = append(h.OtherLocales, s.locales[string(l.Code)].OpenGraph)
		}
	}
	h.Alternates = append(h.Alternates, view.Alternate{Language: "x-default", URL: standard})
}

// versionsOf are a language's addresses of a page. Where there are several scripts,
// the one that texts are kept in has two names: readers whose browser names no script
// get it, too.
func versionsOf(l lang.Language, path string, form bool) []view.Alternate {
	own := []view.Alternate{{Language: string(l.Code), URL: l.URL(path)}}
	if len(l.Scripts) == 0 || form { // AMP pages have no other scripts
		return own
	}
	own = append(own, view.Alternate{Language: l.Written, URL: l.URL(path)})
	for _, script := range l.Scripts {
		own = append(own, view.Alternate{Language: script.Tag, URL: l.URL(script.Path(path))})
	}
	return own
}

// scriptOf tells the page of the script that it is rendered in.
func scriptOf(v visit) view.Script {
	if v.script == nil {
		return view.Script{}
	}
	return view.Script{Tag: v.script.Tag, RightToLeft: v.script.RightToLeft}
}

// switches are the entries of the language switcher: each language, and after it its
// other scripts. They lead through the main host's route that remembers the choice:
// the main host is the one that redirects.
func (s *Site) switches(v visit, all versions) []view.Switch {
	var out []view.Switch
	for _, l := range s.languages.All() {
		locale := s.locales[string(l.Code)]
		entry := view.Switch{Language: string(l.Code), Name: locale.Name, Short: locale.Short}
		if len(l.Scripts) > 0 {
			entry.Language = l.Written // or it would be read as the script of the page
		}
		if l.Code != v.code() || v.script != nil {
			entry.URL = s.switchTo(v, l, string(l.Code), all)
		}
		out = append(out, entry)
		for _, script := range l.Scripts {
			entry := view.Switch{Language: script.Tag}
			entry.Name, entry.Short = s.nameIn(script, locale)
			if l.Code != v.code() || v.script == nil || v.script.Code != script.Code {
				entry.URL = s.switchTo(v, l, string(l.Code)+"-"+script.Code, all)
			}
			out = append(out, entry)
		}
	}
	return out
}

// switchTo is where an entry of the switcher leads; choice is what is remembered.
func (s *Site) switchTo(v visit, l lang.Language, choice string, all versions) string {
	to, has := all.own[l.Code]
	if l.Code == v.code() && all.single != "" {
		to, has = all.single, true // another script of the very page
	}
	if all.canonical != "" && l.Code == v.code() {
		to = all.canonical // which has scripts
	}
	if !has {
		to = all.near[l.Code]
		if to == "" {
			to = "/"
		}
		if l.Code != v.code() {
			to += "?from=" + missingFrom
		}
	}
	return s.languages.Main().URL("/language/" + choice + "?to=" + url.QueryEscape(to))
}

// shareImage is the picture of the page, or the agency's sign.
func (s *Site) shareImage(v visit, picture *view.Picture) view.Image {
	if picture != nil && !picture.Withheld {
		card := picture.Card
		card.URL = v.url(card.URL)
		return card
	}
	sign, err := s.bundle.URL("img/share.png")
	if err != nil {
		return view.Image{}
	}
	return view.Image{URL: v.url(sign), Width: 1200, Height: 630, Alt: say(v.locale, "site.name")}
}

// now is the present in the readers' zone.
func (s *Site) now() time.Time { return s.Now().In(s.Zone) }

// say is a text of the locale. A test asks for every key that this package
// names, so that none is missing here.
func say(l *locales.Locale, key string, pairs ...string) string {
	text, err := l.Text(key, pairs...)
	if err != nil {
		return ""
	}
	return text
}
