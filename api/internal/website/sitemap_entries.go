package website

import (
	"context"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/website/sitemaps"
	"baq.kz/portal/api/internal/website/view"
)

// entry is a page with its language versions, as its own head names them.
func (s *Site) entry(v visit, all versions) sitemaps.URL {
	var head view.Head
	s.addresses(&head, v, all)
	entry := sitemaps.URL{Address: head.Canonical}
	for _, a := range head.Alternates {
		entry.Versions = append(entry.Versions, sitemaps.Version{Language: a.Language, Address: a.URL})
	}
	return entry
}

func pageVersions(all []pages.Page) versions {
	own := map[lang.Code]string{}
	for _, p := range all {
		own[p.Language] = pages.Path(p.Slug)
	}
	return versions{own: own}
}

func (s *Site) articleEntry(v visit, a news.Address, pictures map[int64]photobank.Picture) sitemaps.URL {
	own := map[lang.Code]string{v.code(): news.Path(a.Slug)}
	for _, version := range a.Versions {
		own[version.Language] = news.Path(version.Slug)
	}
	entry := s.entry(v, versions{own: own})
	entry.Changed = a.ChangedAt.In(s.Zone)
	if a.PictureID != nil {
		if p := s.feedPicture(v, pictures[*a.PictureID]); p != nil {
			entry.Pictures = []string{p.URL}
		}
	}
	return entry
}

func (s *Site) sitemapPictures(ctx context.Context, _ visit, set tagSet, list []news.Address) (map[int64]photobank.Picture, error) {
	var ids []int64
	for _, a := range list {
		if a.PictureID != nil {
			ids = append(ids, *a.PictureID)
			set.add(photobank.CacheTag(*a.PictureID))
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := s.Photobank.ForReaders(ctx, s.Databases.Reader(ctx), ids)
	for _, p := range found {
		set.add(photobank.CacheTag(p.ID)) // the one that another was merged into
	}
	return found, err
}

func (s *Site) articleBatch(ctx context.Context, v visit, above, upTo int64) (entries []sitemaps.URL, last int64, err error) {
	list, err := s.News.Addresses(ctx, v.code(), above, upTo, sitemapBatch)
	if err != nil {
		return nil, 0, err
	}
	pictures, err := s.sitemapPictures(ctx, v, tagSet{}, list)
	for _, a := range list {
		entries, last = append(entries, s.articleEntry(v, a, pictures)), a.ID
	}
	return entries, last, err
}

func (s *Site) tagBatch(ctx context.Context, v visit, above, upTo int64) (entries []sitemaps.URL, last int64, err error) {
	list, err := s.News.TagsInUse(ctx, v.code(), above, upTo, sitemapBatch)
	if err != nil || len(list) == 0 {
		return nil, 0, err
	}
	found, err := s.Tags.ByIDs(ctx, s.Databases.Reader(ctx), linkIDs(list))
	for _, one := range list {
		last = one.ID
		own := map[lang.Code]string{}
		for code, label := range found[one.ID].Labels {
			own[code] = tags.Path(label.Slug)
		}
		entries = s.linked(v, entries, one, own)
	}
	return entries, last, err
}

func (s *Site) authorBatch(ctx context.Context, v visit, above, upTo int64) (entries []sitemaps.URL, last int64, err error) {
	list, err := s.News.AuthorsInUse(ctx, v.code(), above, upTo, sitemapBatch)
	if err != nil || len(list) == 0 {
		return nil, 0, err
	}
	found, err := s.Authors.ByIDs(ctx, s.Databases.Reader(ctx), linkIDs(list))
	for _, one := range list {
		last = one.ID
		own := map[lang.Code]string{}
		for code, label := range found[one.ID].Labels {
			own[code] = authors.Path(label.Slug)
		}
		entries = s.linked(v, entries, one, own)
	}
	return entries, last, err
}

// linked adds the page of a tag or an author that has a name in the language.
func (s *Site) linked(v visit, entries []sitemaps.URL, one news.Link, own map[lang.Code]string) []sitemaps.URL {
	if _, named := own[v.code()]; !named {
		return entries
	}
	entry := s.entry(v, versions{own: own})
	entry.Changed = one.ChangedAt.In(s.Zone)
	return append(entries, entry)
}

func linkIDs(list []news.Link) []int64 {
	ids := make([]int64, len(list))
	for i, one := range list {
		ids[i] = one.ID
	}
	return ids
}
