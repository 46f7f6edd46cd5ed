package website

import (
	"context"

	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/website/view"
)

// static builds a page that the editors keep by hand.
func (s *Site) static(ctx context.Context, v visit) (draft, error) {
	p, err := s.Pages.PublishedBySlug(ctx, v.code(), v.slug)
	if err != nil {
		return draft{}, err
	}
	d := draft{
		title: say(v.locale, "site.titled", "title", p.Title), description: p.SEODescription,
		tags:     tagged(pages.CacheTag(p.Key)),
		machines: machines{things: aboutPage, way: []view.Link{{Title: p.Title, URL: pages.Path(p.Slug)}}},
	}
	if d.description == "" {
		d.description = excerpt(p.Body.Text(), 200)
	}
	all, err := s.Pages.PublishedVersions(ctx, p.Key)
	if err != nil {
		return d, err
	}
	d.versions = pageVersions(all)
	pictures, err := s.pictures(ctx, v, d.tags, p.Body.PictureIDs())
	if err != nil {
		return d, err
	}
	d.content, err = s.staticContent(ctx, v, d.tags, p, pictures)
	return d, err
}

func (s *Site) staticContent(ctx context.Context, v visit, tags tagSet, p pages.Page, pictures map[int64]*view.Picture) (view.Static, error) {
	body, err := s.prose(ctx, v, tags, p.Body, pictures)
	if err != nil {
		return view.Static{}, err
	}
	content := view.Static{Title: p.Title, Body: body}
	siblings, err := s.Pages.PublishedList(ctx, v.code())
	for _, other := range siblings {
		content.Siblings = append(content.Siblings, view.Link{Title: other.Title, URL: pages.Path(other.Slug), Current: other.ID == p.ID})
	}
	return content, err
}
