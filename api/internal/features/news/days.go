package news

import (
	"context"
	"time"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/lang"
)

// FirstPublished is when the oldest article of a language that is on its site came
// out; false: there is none.
func (s *Service) FirstPublished(ctx context.Context, language lang.Code) (time.Time, bool, error) {
	cache.Reads(ctx, LatestTag(language))
	first, err := nearest(ctx, s.db.Reader(ctx), language, "", nil, "ASC")
	if err != nil || first == nil {
		return time.Time{}, false, err
	}
	return *first, true, nil
}

// Beside are the times of the live articles that are nearest before a stretch of time
// and after it; nil: there is none.
func (s *Service) Beside(ctx context.Context, language lang.Code, from, until time.Time) (earlier, later *time.Time, err error) {
	cache.Reads(ctx, LatestTag(language))
	db := s.db.Reader(ctx)
	if earlier, err = nearest(ctx, db, language, "<", &from, "DESC"); err != nil {
		return nil, nil, err
	}
	later, err = nearest(ctx, db, language, ">=", &until, "ASC")
	return earlier, later, err
}

// PublishedOn tells of each stretch between two neighbours of bounds whether an
// article came out in it that is on its site.
func (s *Service) PublishedOn(ctx context.Context, language lang.Code, bounds []time.Time) ([]bool, error) {
	cache.Reads(ctx, LatestTag(language))
	return publishedOn(ctx, s.db.Reader(ctx), language, bounds)
}
