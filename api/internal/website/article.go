package website

import (
	"context"
	"net/url"
	"strings"
	"time"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/lang"
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
	d, page, err := s.compose(ctx, v, a.Article)
	if err != nil {
		return d, err
	}
	page.Corrections = s.corrections(v, a.Corrections)
	page.Share, page.Counted = share(page.URL, v.text(a.Title)), a.ID
	describe(v, a.Article, &d, page)
	d.content, d.amp = page, ampPath(a.Slug)
	d.machines = tellOf(v, a.Article, page)
	translations(v, a, &d)
	return d, nil
}

// compose collects what an article's page shows, of a preview too: rubric,
// address, picture and time may be lacking.
func (s *Site) compose(ctx context.Context, v visit, a news.Article) (draft, view.Article, error) {
	d := draft{tags: tagged(news.ArticleTag(a.ID), news.StoryTag(a.StoryID)), kind: "article", article: a.ID, words: a.Words()}
	page := view.Article{
		Title: typeset(a.Title), Lead: typeset(a.Lead), Location: a.Location, URL: v.url(news.Path(a.Slug)),
		Mark: mark(a.Urgency, a.BreakingUntil, a.PublishedAt, s.now()), ReadingMinutes: news.ReadingMinutes(d.words), Source: source(a),
	}
	s.date(v, a, &d, &page)
	for _, part := range []func(context.Context, visit, news.Article, *draft, *view.Article) error{
		s.file, s.credits, s.around,
	} {
		if err := part(ctx, v, a, &d, &page); err != nil {
			return d, page, err
		}
	}
	return d, page, nil
}

// worthTelling is how long after publication, or after a correction, a change is
// worth telling the reader.
const worthTelling = 5 * time.Minute

// date says when the article came out and changed. A correction is told as such,
// and not once more as a change.
func (s *Site) date(v visit, a news.Article, d *draft, page *view.Article) {
	if a.PublishedAt == nil {
		return
	}
	last := *a.PublishedAt
	page.Published = s.moment(v, last)
	d.published, d.modified = page.Published.ISO, page.Published.ISO
	if a.CorrectedAt != nil {
		last = *a.CorrectedAt
		page.Corrected = s.moment(v, last)
		d.modified = page.Corrected.ISO
	}
	if a.TextChangedAt.Sub(last) >= worthTelling {
		page.Updated = s.moment(v, a.TextChangedAt)
		d.modified = page.Updated.ISO
	}
}

// moment is a time as an article's page tells it.
func (s *Site) moment(v visit, t time.Time) view.Stamp {
	local := t.In(s.Zone)
	return view.Stamp{ISO: local.Format(time.RFC3339), Text: v.locale.Calendar.When(local, s.now())}
}

// file names rubric and tags, each linked in the article's language.
func (s *Site) file(ctx context.Context, v visit, a news.Article, d *draft, page *view.Article) (err error) {
	if r, known := rubricOf(v, a); known {
		page.Rubric, _ = rubricLink(v, r)
		d.section, d.rubric, d.ownRubric = page.Rubric.Title, v.tree.Path(r.ID)[0].ID, r.ID
	}
	page.Tags, err = s.tagLinks(ctx, v, d.tags, a.TagIDs)
	return err
}

func rubricOf(v visit, a news.Article) (rubrics.Rubric, bool) {
	if a.RubricID == nil {
		return rubrics.Rubric{}, false
	}
	return v.tree.ByID(*a.RubricID)
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

// around fills what stands beside and below, and the text; the pictures of all of it
// are read at once.
func (s *Site) around(ctx context.Context, v visit, a news.Article, d *draft, page *view.Article) error {
	var err error
	if page.Newest, err = s.beside(ctx, v, d, a.ID); err != nil {
		return err
	}
	onward, err := s.News.Onward(ctx, a, relatedLength, moreLength)
	if err != nil {
		return err
	}
	own := a.Body.PictureIDs()
	if a.PictureID != nil {
		own = append(own, *a.PictureID)
	}
	k, err := s.shelfWith(ctx, v, d.tags, own, onward.Related, onward.More, onward.Next)
	if err != nil {
		return err
	}
	onwardTags(d.tags, a, onward)
	onwardCards(k, onward, page)
	if a.PictureID != nil {
		if p, has := k.pictures[*a.PictureID]; has {
			page.Picture = p
			if d.image, err = s.told(ctx, v, *a.PictureID, p); err != nil {
				return err
			}
		}
	}
	page.Body, err = s.prose(ctx, v, d.tags, a.Body, k.pictures)
	return err
}

// tellOf is what programs are told of an article.
func tellOf(v visit, a news.Article, page view.Article) machines {
	m := machines{things: aboutArticle(page)}
	if r, known := rubricOf(v, a); known {
		m.through(v, r)
	}
	m.step(page.Title, news.Path(a.Slug))
	for _, author := range page.Authors {
		m.authors = append(m.authors, author.URL)
	}
	for _, tag := range page.Tags {
		m.topics = append(m.topics, tag.Title)
	}
	return m
}

// through leads the way through a rubric and those above it.
func (m *machines) through(v visit, r rubrics.Rubric) {
	for _, one := range v.tree.Path(r.ID) {
		if link, named := rubricLink(v, one); named {
			m.step(link.Title, link.URL)
		}
	}
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
func translations(v visit, a news.PublishedArticle, d *draft) {
	d.versions = versions{own: map[lang.Code]string{v.code(): news.Path(a.Slug)}}
	if r, known := rubricOf(v, a.Article); known {
		d.versions.near = rubricPaths(r)
	}
	for _, other := range a.Versions {
		d.versions.own[other.Language] = news.Path(other.Slug)
	}
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
