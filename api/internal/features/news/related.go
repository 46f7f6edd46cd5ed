package news

import (
	"context"
	"slices"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/lang"
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
	found, newest, err := s.beside(ctx, a, related+1, more+related+2)
	if err != nil {
		return Onward{}, err
	}
	shown := append(make([]int64, 0, 2+related+more), a.ID)
	take := func(limit int, lists ...[]Summary) []Summary {
		out := make([]Summary, 0, limit)
		for _, list := range lists {
			for i := range list {
				if len(out) < limit && !slices.Contains(shown, list[i].ID) {
					out, shown = append(out, list[i]), append(shown, list[i].ID)
				}
			}
		}
		return out
	}
	out := Onward{Next: take(1, found.before)}
	out.Related = take(related, found.near, newest)
	out.More = take(more, newest)
	return out, nil
}

// Related are live articles of the same language that go with one, the nearest first:
// those that share its tags, where a rare tag and a near date count for more, and then
// the newest of its rubric. It is never the article itself, nor another version of its
// story.
func (s *Service) Related(ctx context.Context, a Article, limit int) ([]Summary, error) {
	found, newest, err := s.beside(ctx, a, limit, limit+1)
	if err != nil {
		return nil, err
	}
	known := map[int64]bool{a.ID: true}
	var out []Summary
	for _, one := range slices.Concat(found.near, newest) {
		if len(out) < limit && !known[one.ID] {
			out, known[one.ID] = append(out, one), true
		}
	}
	return out, nil
}

// beside reads the lists from which it is chosen. What hangs on rubric and tags alone is
// the same for many articles, and remembered.
func (s *Service) beside(ctx context.Context, a Article, near, newest int) (found beside, ofRubric []Summary, err error) {
	reads(ctx, a)
	if a.RubricID != nil {
		of := rubricIn{a.Language, *a.RubricID, newest}
		ofRubric, err = s.memory.rubrics.One(ctx, of, func() ([]Summary, error) { return newestInRubric(ctx, s.db, of.language, of.rubric, of.limit) })
		if err != nil {
			return found, nil, err
		}
	}
	weights, err := s.weights(ctx, a.Language, a.TagIDs)
	if err != nil {
		return found, nil, err
	}
	found, err = s.leading.on(ctx, a, weights, near)
	return found, ofRubric, err
}

func (s *Service) weights(ctx context.Context, language lang.Code, tags []int64) (map[tagIn]tagWeight, error) {
	if len(tags) == 0 {
		return nil, nil
	}
	keys := make([]tagIn, len(tags))
	for i, id := range tags {
		keys[i] = tagIn{language, id}
	}
	return s.memory.weights.All(ctx, keys, func(missing []tagIn) (map[tagIn]tagWeight, error) {
		ids := make([]int64, len(missing))
		for i, one := range missing {
			ids[i] = one.tag
		}
		return weigh(ctx, s.db, language, ids)
	})
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
