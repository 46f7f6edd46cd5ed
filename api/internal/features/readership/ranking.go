package readership

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/lang"
)

// MostReadTag marks pages that list what is most read in a language.
func MostReadTag(language lang.Code) string { return "most-read:" + string(language) }

// RankingChanged says that other articles are most read than before, or the same in
// another order.
type RankingChanged struct {
	Languages []lang.Code `json:"languages"`
}

// EventName implements outbox.Event.
func (RankingChanged) EventName() string { return "readership.ranking_changed" }

// CacheTags are the pages that the change outdates.
func (r RankingChanged) CacheTags() []string {
	tags := make([]string, len(r.Languages))
	for i, l := range r.Languages {
		tags[i] = MostReadTag(l)
	}
	return tags
}

// watched are the windows whose lists must be right at once: a day's, which is the
// usual one, with a short and a long one. Pages with others are made anew as often,
// since the tag is one.
func watched() []time.Duration {
	return []time.Duration{3 * time.Hour, 24 * time.Hour, 168 * time.Hour}
}

const (
	// ranked is how many places of each list are watched.
	ranked = 30
	// rankEvery is the shortest time between two rounds that outdate a language's pages.
	rankEvery = time.Minute
)

// Rank outdates the pages that list the most read where those are others than at the
// last round, in each language at most once a minute, however many processes ask.
func (s *Service) Rank(ctx context.Context) error {
	return s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var changed []lang.Code
		for _, l := range s.languages.All() {
			different, err := s.rankIn(ctx, tx, l.Code)
			if err != nil {
				return err
			}
			if different {
				changed = append(changed, l.Code)
			}
		}
		if len(changed) == 0 {
			return nil
		}
		return s.outbox.Publish(ctx, tx, RankingChanged{Languages: changed})
	})
}

// rankIn keeps the present order of one language and tells whether it is another.
func (s *Service) rankIn(ctx context.Context, tx bun.Tx, language lang.Code) (bool, error) {
	before, due, err := lockRanking(ctx, tx, language, s.now().Add(-rankEvery))
	if err != nil || !due {
		return false, err
	}
	now := []int64{}
	for _, window := range watched() {
		since := s.now().Add(-window)
		var ids []int64
		if window <= hoursUpTo {
			ids, err = mostReadOfHours(ctx, tx, language, since.Truncate(time.Hour), ranked)
		} else {
			ids, err = mostReadOfDays(ctx, tx, language, since.In(s.zone).Format(time.DateOnly), ranked)
		}
		if err != nil {
			return false, err
		}
		now = append(append(now, ids...), 0) // where the next list begins
	}
	if slices.Equal(before, now) {
		return false, nil
	}
	return true, keepRanking(ctx, tx, language, now, s.now())
}
