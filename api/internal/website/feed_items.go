package website

import (
	"context"
	"fmt"
	"strings"
	"time"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/website/feeds"
	"baq.kz/portal/api/internal/website/view"
)

// longText is how many words make an article of a note.
const longText = 300

// digest is what the articles of a feed name, read at once for all of them.
type digest struct {
	authors     map[int64]authors.Author
	tags        map[int64]tags.Tag
	pictures    map[int64]photobank.Picture
	corrections map[int64][]news.Correction
}

func (s *Site) digest(ctx context.Context, set tagSet, list []news.Article) (g digest, err error) {
	var people, topics, pictures, corrected []int64
	for _, a := range list {
		people, topics = append(people, a.AuthorIDs()...), append(topics, a.TagIDs...)
		pictures = append(pictures, a.Body.PictureIDs()...)
		if a.PictureID != nil {
			pictures = append(pictures, *a.PictureID)
		}
		if a.CorrectedAt != nil {
			corrected = append(corrected, a.ID)
		}
	}
	for _, id := range people {
		set.add(authors.CacheTag(id))
	}
	for _, id := range topics {
		set.add(tags.CacheTag(id))
	}
	for _, id := range pictures {
		set.add(photobank.CacheTag(id))
	}
	db := s.Databases.Reader(ctx)
	if g.authors, err = s.Authors.ByIDs(ctx, db, people); err != nil {
		return g, err
	}
	if g.tags, err = s.Tags.ByIDs(ctx, db, topics); err != nil {
		return g, err
	}
	if len(pictures) > 0 {
		if g.pictures, err = s.Photobank.ForReaders(ctx, db, pictures); err != nil {
			return g, err
		}
	}
	for _, p := range g.pictures {
		set.add(photobank.CacheTag(p.ID)) // the one that another was merged into
	}
	if len(corrected) > 0 {
		g.corrections, err = s.News.Corrections(ctx, corrected...)
	}
	return g, err
}

// feedItems are articles as a feed tells them.
func (s *Site) feedItems(ctx context.Context, v visit, set tagSet, list []news.Article) ([]feeds.Item, error) {
	g, err := s.digest(ctx, set, list)
	if err != nil {
		return nil, err
	}
	items := make([]feeds.Item, len(list))
	for i, a := range list {
		set.add(news.ArticleTag(a.ID))
		if items[i], err = s.feedItem(ctx, v, set, g, a); err != nil {
			return nil, err
		}
	}
	return items, nil
}

func (s *Site) feedItem(ctx context.Context, v visit, set tagSet, g digest, a news.Article) (feeds.Item, error) {
	item := feeds.Item{
		ID: articleURN(v, a.ID), URL: v.url(news.Path(a.Slug)), Title: typeset(a.Title), Lead: typeset(a.Lead),
		Text: strings.Join(append([]string{typeset(a.Lead)}, a.Body.TextBlocks()...), "\n\n"), Long: a.Words() > longText,
		Published: a.PublishedAt.In(s.Zone), Updated: changedAt(a).In(s.Zone),
	}
	if v.script == nil {
		item.AMP = v.url(ampPath(a.Slug))
	}
	if r, known := rubricOf(v, a); known {
		item.Section = r.Labels[v.code()].Name
	}
	for _, c := range a.Credits {
		if label, named := g.authors[c.AuthorID].Labels[v.code()]; named && c.Role == news.RoleAuthor {
			item.Authors = append(item.Authors, feeds.Person{Name: label.Name, URL: v.url(authors.Path(label.Slug))})
		}
	}
	for _, id := range a.TagIDs {
		if label, named := g.tags[id].Labels[v.code()]; named {
			item.Topics = append(item.Topics, label.Name)
		}
	}
	switch mark(a.Urgency, a.BreakingUntil, a.PublishedAt, a.PublishedAt.In(s.Zone)) { // a feed does not change by the clock
	case view.Breaking:
		item.Mark = say(v.locale, "mark.breaking")
	case view.Urgent:
		item.Mark = say(v.locale, "mark.urgent")
	}
	if a.PictureID != nil {
		item.Picture = s.feedPicture(v, g.pictures[*a.PictureID])
	}
	var err error
	item.HTML, err = s.feedText(ctx, v, set, g, a)
	return item, err
}

// articleURN names an article for ever (RFC 4151): its address may change.
func articleURN(v visit, id int64) string {
	urn := fmt.Sprintf("tag:%s,2020:article/%d", v.language.Site.Hostname(), id)
	if v.script != nil {
		urn += "/" + v.script.Code
	}
	return urn
}

// changedAt is when an article last changed before readers.
func changedAt(a news.Article) time.Time {
	last := *a.PublishedAt
	if a.CorrectedAt != nil && a.CorrectedAt.After(last) {
		last = *a.CorrectedAt
	}
	if a.TextChangedAt.Sub(last) >= worthTelling {
		last = a.TextChangedAt
	}
	return last
}
