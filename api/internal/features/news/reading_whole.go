package news

import (
	"context"
	"slices"
)

// PublishedArticles are the articles of a reader's list with their texts, for feeds.
// What is no longer live when the texts are read is left out.
func (s *Service) PublishedArticles(ctx context.Context, q ListQuery) ([]Article, error) {
	list, _, err := s.PublishedList(ctx, q)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	ids := make([]int64, len(list))
	for i, a := range list {
		ids[i] = a.ID
	}
	found, err := liveArticles(ctx, s.db.Reader(ctx), ids)
	slices.SortFunc(found, func(a, b Article) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return found, err
}
