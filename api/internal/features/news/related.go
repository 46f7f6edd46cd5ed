package news

import (
	"context"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/keyset"
)

// Related are live articles of the same language that go with one, the nearest first:
// those that share its tags, where a rare tag and a near date count for more, and then
// the newest of its rubric. It is never the article itself, nor another version of its
// story.
func (s *Service) Related(ctx context.Context, a Article, limit int) ([]Summary, error) {
	var near []Summary
	var err error
	if len(a.TagIDs) > 0 && a.PublishedAt != nil {
		for _, id := range a.TagIDs {
			cache.Reads(ctx, TagTag(a.Language, id))
		}
		if near, err = byTags(ctx, s.db.Reader(ctx), a, limit); err != nil {
			return nil, err
		}
	}
	if len(near) == limit || a.RubricID == nil {
		return near, nil
	}
	newest, _, err := s.PublishedList(ctx, ListQuery{Language: a.Language, RubricIDs: []int64{*a.RubricID}, Limit: limit + len(near) + 1})
	known := map[int64]bool{a.ID: true}
	for _, one := range near {
		known[one.ID] = true
	}
	for _, one := range newest {
		if len(near) < limit && !known[one.ID] {
			near = append(near, one)
		}
	}
	return near, err
}

// Before is the live article of the same rubric that was published next before one;
// false: there is none.
func (s *Service) Before(ctx context.Context, a Article) (Summary, bool, error) {
	if a.RubricID == nil || a.PublishedAt == nil {
		return Summary{}, false, nil
	}
	list, _, err := s.PublishedList(ctx, ListQuery{
		Language: a.Language, RubricIDs: []int64{*a.RubricID}, Cursor: keyset.Encode(keyset.ByTime{At: *a.PublishedAt, ID: a.ID}), Limit: 1,
	})
	if err != nil || len(list) == 0 {
		return Summary{}, false, err
	}
	return list[0], true, nil
}
