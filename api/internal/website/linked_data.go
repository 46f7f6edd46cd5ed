package website

import (
	"cmp"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/website/schemaorg"
	"baq.kz/portal/api/internal/website/view"
)

// logoSize is the height and width of the agency's sign, in pixels. Google asks
// for 112 at the least.
const logoSize = 180

func (s *Site) organizationID() string { return s.languages.Main().URL("/#agency") }

// agency is the publisher; it is one in all languages.
func (s *Site) agency(v visit) schemaorg.Organization {
	o := schemaorg.Organization{ID: s.organizationID(), Name: say(v.locale, "site.name"), URL: v.url("/"), Description: say(v.locale, "site.description")}
	if sign, err := s.bundle.URL("img/touch.png"); err == nil {
		o.Logo = new(schemaorg.Image{URL: v.url(sign), Width: logoSize, Height: logoSize})
	}
	return o
}

func siteRef(v visit) schemaorg.Ref { return schemaorg.Ref{ID: v.url("/#site")} }

// aboutSite is what the front page says: whose site it is and how it is searched.
func aboutSite(s *Site, v visit, _ draft, _ view.Head) []schemaorg.Thing {
	return []schemaorg.Thing{s.agency(v), schemaorg.WebSite{
		ID: siteRef(v).ID, Name: say(v.locale, "site.name"), URL: v.url("/"), Description: say(v.locale, "site.description"),
		Language: v.tag(), Publisher: schemaorg.Ref{ID: s.organizationID()},
		Search: new(schemaorg.SearchAction{
			Target: new(schemaorg.EntryPoint{Template: v.url("/search?q={search_term_string}")}), Input: "required name=search_term_string",
		}),
	}}
}

// aboutPage is what a page says that is about nothing of its own.
func aboutPage(_ *Site, v visit, _ draft, h view.Head) []schemaorg.Thing {
	site := siteRef(v)
	return []schemaorg.Thing{schemaorg.WebPage{
		ID: h.Canonical, URL: h.Canonical, Name: h.Title, Description: h.Description, Language: v.tag(), PartOf: &site,
	}}
}

// aboutList is what a list says: its articles in their order.
func aboutList(_ *Site, v visit, d draft, h view.Head) []schemaorg.Thing {
	return []schemaorg.Thing{schemaorg.CollectionPage{
		ID: h.Canonical, URL: h.Canonical, Name: h.Title, Description: h.Description, Language: v.tag(), PartOf: siteRef(v), List: schemaorg.List(listed(v, d)),
	}}
}

func listed(v visit, d draft) []schemaorg.Step {
	list, _ := d.content.(view.List)
	cards := list.Cards
	if list.Top != nil {
		cards = append([]view.Card{*list.Top}, cards...)
	}
	steps := make([]schemaorg.Step, len(cards))
	for i, card := range cards {
		steps[i] = schemaorg.Step{Name: card.Title, URL: v.url(card.URL)}
	}
	return steps
}

// aboutAuthor is what an author's page says.
func aboutAuthor(label authors.Label) func(*Site, visit, draft, view.Head) []schemaorg.Thing {
	return func(s *Site, v visit, d draft, h view.Head) []schemaorg.Thing {
		person := schemaorg.Person{
			Name: label.Name, URL: h.Canonical, JobTitle: label.Position, Description: label.Biography, WorksFor: &schemaorg.Ref{ID: s.organizationID()},
		}
		if d.image != nil && !d.image.Withheld {
			person.Image = new(s.searchImages(v, *d.image)[0])
		}
		return []schemaorg.Thing{
			schemaorg.ProfilePage{ID: h.Canonical, URL: h.Canonical, Language: v.tag(), PartOf: siteRef(v), Person: new(person)},
			s.agency(v),
		}
	}
}

// aboutArticle is what an article's page says.
func aboutArticle(page view.Article) func(*Site, visit, draft, view.Head) []schemaorg.Thing {
	return func(s *Site, v visit, d draft, h view.Head) []schemaorg.Thing {
		told := schemaorg.NewsArticle{
			Headline: page.Title, Description: cmp.Or(page.Lead, h.Description), MainPage: new(schemaorg.WebPage{ID: h.Canonical}),
			Published: h.Published, Modified: h.Modified, Publisher: new(s.agency(v)), Section: h.Section, Keywords: h.Topics,
			Language: v.tag(), Words: d.words, Dateline: page.Location, Free: true,
		}
		if d.image != nil && !d.image.Withheld {
			told.Images = s.searchImages(v, *d.image)
		}
		for _, author := range page.Authors {
			told.Authors = append(told.Authors, schemaorg.Person{Name: author.Title, URL: v.url(author.URL)})
		}
		for _, c := range page.Corrections {
			told.Corrections = append(told.Corrections, schemaorg.CorrectionComment{Text: c.Note, Published: c.At.ISO})
		}
		return []schemaorg.Thing{told}
	}
}

// searchImages are a picture's files in the proportions that search engines ask for.
func (s *Site) searchImages(v visit, p view.Picture) []schemaorg.Image {
	images := make([]schemaorg.Image, len(p.Cuts))
	for i, cut := range p.Cuts {
		images[i] = schemaorg.Image{URL: v.url(cut.URL), Width: cut.Width, Height: cut.Height}
	}
	return images
}
