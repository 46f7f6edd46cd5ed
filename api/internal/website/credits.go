package website

import (
	"context"
	"net/url"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/website/view"
)

// credits names the authors, and after them all others by what they did. Who has
// no name in the article's language is left out.
func (s *Site) credits(ctx context.Context, v visit, a news.Article, d *draft, page *view.Article) error {
	signed, err := s.Authors.ByIDs(ctx, s.Databases.Reader(ctx), a.AuthorIDs())
	if err != nil {
		return err
	}
	byRole := map[news.Role][]view.Link{}
	for _, c := range a.Credits {
		d.tags.add(authors.CacheTag(c.AuthorID))
		if label, named := signed[c.AuthorID].Labels[v.code()]; named {
			byRole[c.Role] = append(byRole[c.Role], view.Link{Title: label.Name, URL: authors.Path(label.Slug)})
		}
	}
	page.Authors = byRole[news.RoleAuthor]
	for _, one := range []struct {
		role news.Role
		name string
	}{
		{"photographer", say(v.locale, "credit.photographer")},
		{"videographer", say(v.locale, "credit.videographer")},
		{"translator", say(v.locale, "credit.translator")},
		{"editor", say(v.locale, "credit.editor")},
	} {
		if people := byRole[one.role]; len(people) > 0 {
			page.Credits = append(page.Credits, view.Credit{Role: one.name, People: people})
		}
	}
	return nil
}

// source names whom the material is from; an address without a name is named by
// its host.
func source(a news.Article) view.Link {
	link := view.Link{Title: a.Source, URL: a.SourceURL}
	if u, err := url.Parse(a.SourceURL); link.Title == "" && err == nil {
		link.Title = u.Host
	}
	return link
}

// corrections are the notes under the text, the youngest first.
func (s *Site) corrections(v visit, all []news.Correction) (notes []view.Correction) {
	for _, c := range all {
		notes = append(notes, view.Correction{At: s.moment(v, c.At), Note: typeset(c.Note)})
	}
	return notes
}
