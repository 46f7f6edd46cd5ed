package website

import (
	"context"
	"net/url"
	"time"

	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/features/rubrics"
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
		Language: string(v.code()), Head: s.head(v, d), Year: now.Year(), Missing: v.missing,
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
	if d.amp != "" {
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
		h.Canonical = v.language.URL(all.single)
		h.Alternates = []view.Alternate{{Language: string(v.code()), URL: h.Canonical}, {Language: "x-default", URL: h.Canonical}}
		return
	}
	h.Canonical = v.language.URL(all.own[v.code()])
	if all.canonical != "" {
		h.Canonical = v.language.URL(all.canonical)
	}
	standard := ""
	for _, l := range s.languages.All() {
		path, has := all.own[l.Code]
		if !has {
			continue
		}
		h.Alternates = append(h.Alternates, view.Alternate{Language: string(l.Code), URL: l.URL(path)})
		if standard == "" { // the main language comes first
			standard = l.URL(path)
		}
		if l.Code != v.code() {
			h.OtherLocales = append(h.OtherLocales, s.locales[string(l.Code)].OpenGraph)
		}
	}
	h.Alternates = append(h.Alternates, view.Alternate{Language: "x-default", URL: standard})
}

// switches are the entries of the language switcher. They lead through the main
// host's route that remembers the choice: the main host is the one that redirects.
func (s *Site) switches(v visit, all versions) []view.Switch {
	var out []view.Switch
	for _, l := range s.languages.All() {
		locale := s.locales[string(l.Code)]
		entry := view.Switch{Language: string(l.Code), Name: locale.Name, Short: locale.Short}
		if l.Code != v.code() {
			to, has := all.own[l.Code]
			if !has {
				to = all.near[l.Code]
				if to == "" {
					to = "/"
				}
				to += "?from=" + missingFrom
			}
			entry.URL = s.languages.Main().URL("/language/" + string(l.Code) + "?to=" + url.QueryEscape(to))
		}
		out = append(out, entry)
	}
	return out
}

// shareImage is the picture of the page, or the agency's sign.
func (s *Site) shareImage(v visit, picture *view.Picture) view.Image {
	if picture != nil && !picture.Withheld {
		card := picture.Card
		card.URL = v.language.URL(card.URL)
		return card
	}
	sign, err := s.bundle.URL("img/share.png")
	if err != nil {
		return view.Image{}
	}
	return view.Image{URL: v.language.URL(sign), Width: 1200, Height: 630, Alt: say(v.locale, "site.name")}
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
