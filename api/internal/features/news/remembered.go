package news

import (
	"context"
	"time"

	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/lang"
)

// memory is what stands on all pages of a language, or on the busiest.
type memory struct {
	newest, breaking *cache.Memory[lang.Code, []Summary]
	busy             *cache.Memory[busiest, []int64]
	rubrics          *cache.Memory[rubricIn, []Summary] // the newest of each
	weights          *cache.Memory[tagIn, tagWeight]
	pieces           *cache.Memory[piece, []byte]
}

// manyRubrics and manyTags are what an article page reads of, in all languages: more
// are read again when their turn comes.
const manyRubrics, manyTags = 500, 5_000

type rubricIn struct {
	language lang.Code
	rubric   int64
	limit    int
}

type tagIn struct {
	language lang.Code
	tag      int64
}

// cacheTags tell of an article that takes the tag or loses it, and of tags that become one.
func (t tagIn) cacheTags(tagWeight) []string {
	return []string{TagTag(t.language, t.tag), tags.CacheTag(t.tag)}
}

type busiest struct {
	language     lang.Code
	among, limit int
}

func newMemory(languages int) memory {
	lists := func() *cache.Memory[lang.Code, []Summary] {
		return cache.NewMemory[lang.Code, []Summary](languages, nil)
	}
	return memory{
		newest: lists(), breaking: lists(), busy: cache.NewMemory[busiest, []int64](languages, nil),
		rubrics: cache.NewMemory[rubricIn, []Summary](manyRubrics, nil), weights: cache.NewMemory(manyTags, tagIn.cacheTags),
		pieces: cache.NewMemory(manyPieces, piece.cacheTags),
	}
}

// newestLength is how many of the newest stand on one page at the most.
const newestLength = 40

// Newest are the newest live articles of a language, at most 40.
func (s *Service) Newest(ctx context.Context, language lang.Code) ([]Summary, error) {
	cache.Reads(ctx, LatestTag(language))
	return s.memory.newest.One(ctx, language, func() ([]Summary, error) {
		found, err := published(ctx, s.db, ListQuery{Language: language, Limit: newestLength}, nil)
		return found[:min(len(found), newestLength)], err
	})
}

// BreakingNews are the live articles that stand in a language's breaking bar, the
// youngest first: at most three.
func (s *Service) BreakingNews(ctx context.Context, language lang.Code) ([]Summary, error) {
	cache.Reads(ctx, BreakingTag(language))
	return s.memory.breaking.Until(ctx, language, func() ([]Summary, time.Time, error) {
		found, err := breaking(ctx, s.db.Reader(ctx), language)
		var ends time.Time
		for _, a := range found {
			if ends.IsZero() || a.BreakingUntil.Before(ends) {
				ends = *a.BreakingUntil
			}
		}
		return found, ends, err
	})
}

// BusyTags are the tags that a language's newest articles carry most, the
// busiest first: at most limit of them, counted among so many articles.
func (s *Service) BusyTags(ctx context.Context, language lang.Code, among, limit int) ([]int64, error) {
	cache.Reads(ctx, LatestTag(language))
	return s.memory.busy.One(ctx, busiest{language, among, limit}, func() ([]int64, error) {
		return busyTags(ctx, s.db.Reader(ctx), language, among, limit)
	})
}
