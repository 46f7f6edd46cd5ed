package news

import (
	"context"

	"baq.kz/portal/api/internal/platform/cache"
)

// Onward is what leads on from an article. Nothing stands there twice, and never the
// article itself.
type Onward struct {
	// Next is what its rubric had next before it: at most one.
	Next []Summary
	// Related goes with it, the nearest first; see Related.
	Related []Summary
	// More are the newest of its rubric.
	More []Summary
}

// Onward finds what leads on from an article, at most so many of each.
func (s *Service) Onward(ctx context.Context, a Article, related, more int) (Onward, error) {
	reads(ctx, a)
	found, err := onward(ctx, s.db.Reader(ctx), a, related+1, more+related+2)
	if err != nil {
		return Onward{}, err
	}
	shown := map[int64]bool{a.ID: true}
	take := func(limit int, lists ...[]Summary) (out []Summary) {
		for _, list := range lists {
			for _, one := range list {
				if len(out) < limit && !shown[one.ID] {
					out, shown[one.ID] = append(out, one), true
				}
			}
		}
		return out
	}
	out := Onward{Next: take(1, found.before)}
	out.Related = take(related, found.near, found.newest)
	out.More = take(more, found.newest)
	return out, nil
}

// Related are live articles of the same language that go with one, the nearest first:
// those that share its tags, where a rare tag and a near date count for more, and then
// the newest of its rubric. It is never the article itself, nor another version of its
// story.
func (s *Service) Related(ctx context.Context, a Article, limit int) ([]Summary, error) {
	reads(ctx, a)
	found, err := onward(ctx, s.db.Reader(ctx), a, limit, limit+1)
	if err != nil {
		return nil, err
	}
	known := map[int64]bool{a.ID: true}
	var out []Summary
	for _, one := range append(found.near, found.newest...) {
		if len(out) < limit && !known[one.ID] {
			out, known[one.ID] = append(out, one), true
		}
	}
	return out, nil
}

// reads writes down the lists that it is chosen from.
func reads(ctx context.Context, a Article) {
	if a.RubricID != nil {
		cache.Reads(ctx, RubricTag(a.Language, *a.RubricID))
	}
	for _, id := range a.TagIDs {
		cache.Reads(ctx, TagTag(a.Language, id))
	}
}
