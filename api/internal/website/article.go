package website

import (
	"context"
	"html/template"
	"net/url"
	"strings"
	"time"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/richtext"
	"baq.kz/portal/api/internal/website/view"
)

// moreLength is how many articles of the same rubric follow an article.
const moreLength = 4

// article builds the page of an article.
func (s *Site) article(ctx context.Context, v visit) (draft, error) {
	a, err := s.News.PublishedBySlug(ctx, v.code(), v.slug)
	if err != nil {
		return draft{}, err
	}
	d := draft{tags: tagged(news.ArticleTag(a.ID), news.StoryTag(a.StoryID)), kind: "article"}
	page := view.Article{Title: typeset(a.Title), Lead: typeset(a.Lead), URL: v.language.URL(news.Path(a.Slug)), LatestURL: latestPath}
	page.Share = share(page.URL, a.Title)
	s.date(v, a, &d, &page)
	if err := s.credits(ctx, v, a, &d, &page); err != nil {
		return d, err
	}
	if err := s.illustrate(ctx, v, a, &d, &page); err != nil {
		return d, err
	}
	if err := s.around(ctx, v, a, &d, &page); err != nil {
		return d, err
	}
	describe(v, a, &d, page)
	d.content = page
	return d, s.translations(ctx, v, a, &d)
}

// correction is how long after publication a change is worth telling the reader.
const correction = 5 * time.Minute

func (s *Site) date(v visit, a news.Article, d *draft, page *view.Article) {
	now, published, updated := s.now(), a.PublishedAt.In(s.Zone), a.UpdatedAt.In(s.Zone)
	page.Published = view.Stamp{ISO: published.Format(time.RFC3339), Text: v.locale.Calendar.When(published, now)}
	d.published, d.modified = page.Published.ISO, page.Published.ISO
	if updated.Sub(published) >= correction {
		page.Updated = view.Stamp{ISO: updated.Format(time.RFC3339), Text: v.locale.Calendar.When(updated, now)}
		d.modified = page.Updated.ISO
	}
}

// credits names rubric, authors and tags, each linked in the article's language.
func (s *Site) credits(ctx context.Context, v visit, a news.Article, d *draft, page *view.Article) error {
	if r, known := v.tree.ByID(*a.RubricID); known {
		page.Rubric, _ = rubricLink(v, r)
		d.section, d.rubric = page.Rubric.Title, v.tree.Path(r.ID)[0].ID
	}
	signed, err := s.Authors.ByIDs(ctx, s.Databases.Reader(ctx), a.AuthorIDs())
	if err != nil {
		return err
	}
	for _, id := range a.AuthorIDs() {
		d.tags.add(authors.CacheTag(id))
		if label, named := signed[id].Labels[v.code()]; named {
			page.Authors = append(page.Authors, view.Link{Title: label.Name, URL: authors.Path(label.Slug)})
		}
	}
	page.Tags, err = s.tagLinks(ctx, v, d.tags, a.TagIDs)
	return err
}

// tagLinks are the tags that have a name in the visit's language.
func (s *Site) tagLinks(ctx context.Context, v visit, set tagSet, ids []int64) ([]view.Link, error) {
	found, err := s.Tags.ByIDs(ctx, s.Databases.Reader(ctx), ids)
	var links []view.Link
	for _, id := range ids {
		set.add(tags.CacheTag(id))
		if label, named := found[id].Labels[v.code()]; named {
			links = append(links, view.Link{Title: label.Name, URL: tags.Path(label.Slug)})
		}
	}
	return links, err
}

// illustrate reads all pictures of the article and renders its text.
func (s *Site) illustrate(ctx context.Context, v visit, a news.Article, d *draft, page *view.Article) error {
	ids := a.Body.PictureIDs()
	if a.PictureID != nil {
		ids = append(ids, *a.PictureID)
	}
	pictures, err := s.pictures(ctx, v, d.tags, ids)
	if err != nil {
		return err
	}
	if a.PictureID != nil {
		if p, has := pictures[*a.PictureID]; has {
			page.Picture, d.image = &p, &p
		}
	}
	page.Body = prose(v, a.Body, pictures)
	return nil
}

// prose renders a document; package richtext lets nothing unsafe out.
func prose(v visit, document richtext.Document, pictures map[int64]view.Picture) template.HTML {
	html := document.HTML(richtext.Resolve{Pictures: func(id int64) (richtext.Image, bool) {
		p, has := pictures[id]
		if !has {
			return richtext.Image{}, false
		}
		placed, err := p.In(view.SlotProse)
		image := richtext.Image{Width: p.Width, Height: p.Height, Alt: p.Alt, Caption: p.Caption, Sizes: placed.Sizes(), Class: placed.Tint()}
		if p.Credit != "" {
			image.Credit = say(v.locale, "picture.credit", "credit", p.Credit)
		}
		for _, r := range p.Renditions {
			image.Renditions = append(image.Renditions, richtext.Rendition{URL: r.URL, Width: r.Width})
		}
		return image, err == nil
	}})
	return template.HTML(outline(html)) //nolint:gosec // see above
}

// outline lets no heading of the third level come before one of the second: for
// those who read by headings a level would be missing.
func outline(html string) string {
	at := strings.Index(html, "<h2>")
	if at < 0 {
		at = len(html)
	}
	return strings.NewReplacer("<h3>", "<h2>", "</h3>", "</h2>").Replace(html[:at]) + html[at:]
}

// around fills what stands beside and below: the feed and more of the rubric.
func (s *Site) around(ctx context.Context, v visit, a news.Article, d *draft, page *view.Article) error {
	var err error
	if page.Latest, err = s.feed(ctx, v, d.tags, a.ID); err != nil {
		return err
	}
	d.tags.add(news.RubricTag(v.code(), *a.RubricID))
	list, _, err := s.News.PublishedList(ctx, news.ListQuery{Language: v.code(), RubricIDs: []int64{*a.RubricID}, Limit: moreLength + 1})
	if err != nil {
		return err
	}
	more := without(list, moreLength, a.ID)
	k, err := s.shelf(ctx, v, d.tags, more)
	page.More = k.cards(more)
	for i := range page.More {
		page.More[i].Rubric = view.Link{} // the heading says it
	}
	return err
}

// describe fills the head: the editor's own words first (requirement LA-7).
func describe(v visit, a news.Article, d *draft, page view.Article) {
	d.title, d.description, d.keywords = a.SEOTitle, a.SEODescription, a.SEOKeywords
	if d.title == "" {
		d.title = a.Title
	}
	d.title = say(v.locale, "site.titled", "title", d.title)
	if d.description == "" {
		d.description = excerpt(a.Lead, 200)
	}
	if d.description == "" {
		d.description = excerpt(a.Body.Text(), 200)
	}
	if d.keywords == "" {
		names := make([]string, len(page.Tags))
		for i, tag := range page.Tags {
			names[i] = tag.Title
		}
		d.keywords = strings.Join(names, ", ")
	}
}

// translations finds the published versions of the story. Where a language has
// none, the reader is offered the rubric.
func (s *Site) translations(ctx context.Context, v visit, a news.Article, d *draft) error {
	d.versions = versions{own: map[lang.Code]string{v.code(): news.Path(a.Slug)}}
	if r, known := v.tree.ByID(*a.RubricID); known {
		d.versions.near = rubricPaths(r)
	}
	found, err := s.News.PublishedVersions(ctx, a.StoryID)
	for _, other := range found {
		d.versions.own[other.Language] = news.Path(other.Slug)
	}
	return err
}

// share are the plain links by which services take an address; none of them
// learns of the reader before he follows it.
func share(address, title string) []view.Share {
	u, t := url.QueryEscape(address), url.QueryEscape(title)
	return []view.Share{
		{Service: "Telegram", URL: "https://t.me/share/url?url=" + u + "&text=" + t},
		{Service: "WhatsApp", URL: "https://wa.me/?text=" + t + "%20" + u},
		{Service: "Facebook", URL: "https://www.facebook.com/sharer/sharer.php?u=" + u},
		{Service: "X", URL: "https://x.com/intent/post?url=" + u + "&text=" + t},
	}
}
