package news

import (
	"context"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/lang"
)

// BusyTags are the tags that a language's newest articles carry most, the
// busiest first: at most limit of them, counted among so many articles.
func (s *Service) BusyTags(ctx context.Context, language lang.Code, among, limit int) ([]int64, error) {
	cache.Reads(ctx, LatestTag(language))
	return busyTags(ctx, s.db.Reader(ctx), language, among, limit)
}
