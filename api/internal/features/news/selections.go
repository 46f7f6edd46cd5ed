package news

import (
	"context"
	"time"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/lang"
)

// PublishedGroups are the newest live articles of several groups of rubrics, read
// at once: at most limit of each group, newest first.
func (s *Service) PublishedGroups(ctx context.Context, language lang.Code, groups [][]int64, limit int) ([][]Summary, error) {
	if len(groups) == 0 {
		return nil, nil
	}
	for _, group := range groups {
		cache.Reads(ctx, ListQuery{Language: language, RubricIDs: group}.tags()...)
	}
	return publishedGroups(ctx, s.db.Reader(ctx), language, groups, limit)
}

// PublishedUrgent are the urgent and breaking live articles that came out after a
// time, newest first.
func (s *Service) PublishedUrgent(ctx context.Context, language lang.Code, since time.Time, limit int) ([]Summary, error) {
	cache.Reads(ctx, LatestTag(language))
	return publishedUrgent(ctx, s.db.Reader(ctx), language, since, limit)
}

// LanguagesOf are the languages of articles by id, whatever their state; one that
// is not there is left out.
func (s *Service) LanguagesOf(ctx context.Context, ids []int64) (map[int64]lang.Code, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return languagesOf(ctx, s.db.Primary, ids)
}
