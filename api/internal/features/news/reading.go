package news

import (
	"context"
	"slices"
	"time"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
)

// ListQuery says which published articles a reader's list shows, newest first.
// One of RubricIDs, TagID and AuthorID may narrow it.
type ListQuery struct {
	Language  lang.Code
	RubricIDs []int64 // any of them
	TagID     int64
	AuthorID  int64
	// Since and Until bound the time of publication, of lists that nothing narrows.
	Since, Until time.Time
	Cursor       string
	Limit        int // 1 to 100
	// Links has AuthorIDs and TagIDs filled in, which are empty otherwise.
	Links bool
}

// PublishedList is a page of a reader's list, and the cursor of the next (nil: none).
func (s *Service) PublishedList(ctx context.Context, q ListQuery) ([]Summary, *string, error) {
	after, err := keyset.Decode[keyset.ByTime](q.Cursor)
	if err != nil {
		return nil, nil, err
	}
	cache.Reads(ctx, q.tags()...)
	rows, err := published(ctx, s.db, q, after)
	if err != nil {
		return nil, nil, err
	}
	rows, next := keyset.Page(rows, q.Limit, func(r Summary) any { return keyset.ByTime{At: *r.PublishedAt, ID: r.ID} })
	return rows, next, nil
}

// tags are the cache tags of a list. The change of an article bumps those of all lists
// that it is in, and so those of an article need not be named with them.
func (q ListQuery) tags() []string {
	var out []string
	for _, id := range q.RubricIDs {
		out = append(out, RubricTag(q.Language, id))
	}
	if q.TagID != 0 {
		out = append(out, TagTag(q.Language, q.TagID))
	}
	if q.AuthorID != 0 {
		out = append(out, AuthorTag(q.Language, q.AuthorID))
	}
	if out == nil {
		out = []string{LatestTag(q.Language)}
	}
	return out
}

// PublishedArticle is an article as readers get it.
type PublishedArticle struct {
	Article
	// Versions are the published language versions of its story, itself included, in
	// the configured order.
	Versions []Ref
	// Corrections are the notes under it, the youngest first.
	Corrections []Correction
}

// PublishedBySlug finds a live article by its address. It fails with ErrNotFound,
// or with ErrKilled where there was one that was taken down for good.
func (s *Service) PublishedBySlug(ctx context.Context, language lang.Code, slug string) (PublishedArticle, error) {
	a, err := firstReadable(s.readable.bySlug.Ask(ctx, address{language, slug}))
	return s.forReaders(ctx, a, err)
}

// PublishedByID finds a live article. It fails as PublishedBySlug does.
func (s *Service) PublishedByID(ctx context.Context, id int64) (PublishedArticle, error) {
	a, err := firstReadable(s.readable.byID.Ask(ctx, id))
	return s.forReaders(ctx, a, err)
}

// forReaders gives to readers what is theirs.
func (s *Service) forReaders(ctx context.Context, a PublishedArticle, err error) (PublishedArticle, error) {
	if err == nil {
		cache.Reads(ctx, ArticleTag(a.ID), StoryTag(a.StoryID))
	}
	switch {
	case err != nil:
		return PublishedArticle{}, err
	case a.State == Killed:
		return PublishedArticle{}, ErrKilled
	case !a.State.Live() || a.embargoed():
		return PublishedArticle{}, ErrNotFound
	}
	a.Versions = s.configured(a.Versions)
	return a, nil
}

// configured are versions in the order of the configured languages, without others.
func (s *Service) configured(all []Ref) (out []Ref) {
	for _, l := range s.languages.All() {
		for _, r := range all {
			if r.Language == l.Code {
				out = append(out, r)
			}
		}
	}
	return out
}

// PublishedTitles are the headlines of live articles by id, for texts that point
// to them. What is not live is left out.
func (s *Service) PublishedTitles(ctx context.Context, ids []int64) (map[int64]Ref, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	cache.ReadsEach(ctx, ArticleTag, ids...)
	return liveRefs(ctx, s.db.Reader(ctx), ids)
}

// PublishedByIDs are the live articles among ids, in the order of ids.
func (s *Service) PublishedByIDs(ctx context.Context, ids []int64) ([]Summary, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	cache.ReadsEach(ctx, ArticleTag, ids...)
	found, err := liveSummaries(ctx, s.db.Reader(ctx), ids)
	slices.SortFunc(found, func(a, b Summary) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return found, err
}

// PublishedVersions are the published language versions of a story, in the
// configured order.
func (s *Service) PublishedVersions(ctx context.Context, storyID int64) ([]Ref, error) {
	cache.Reads(ctx, StoryTag(storyID))
	all, err := refs(ctx, s.db.Reader(ctx), []int64{storyID})
	live := slices.DeleteFunc(all[storyID], func(r Ref) bool { return !r.State.Live() })
	return s.configured(live), err
}
