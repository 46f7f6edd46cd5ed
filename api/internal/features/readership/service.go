// Package readership counts how often articles are read and lists what is read
// most. It remembers articles, never readers: who has read is kept for half an hour
// in the memory of a process, as a number that nothing can be made of.
package readership

import (
	"context"
	"time"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Service counts views and lists what is most read.
type Service struct {
	db        *postgres.Databases
	outbox    *outbox.Outbox
	languages lang.Set
	zone      *time.Location // whose days the statistics are of
	suspect   Suspect
	now       func() time.Time
	views     *views
	ranking   *cache.Memory[listOf, []int64]
}

// listOf tells one list of what is most read from another.
type listOf struct {
	language lang.Code
	window   time.Duration
	limit    int
}

// rememberedLists is how many lists a generation of the memory holds.
const rememberedLists = 100

// Suspect tells whether requests of an address are rather a robot's than a person's.
type Suspect func(address string) bool

// Deps is what the service needs.
type Deps struct {
	DB        *postgres.Databases
	Outbox    *outbox.Outbox
	Languages lang.Set
	Zone      *time.Location
	Suspect   Suspect
	Now       func() time.Time
}

// New makes the service.
func New(d Deps) *Service {
	return &Service{db: d.DB, outbox: d.Outbox, languages: d.Languages, zone: d.Zone, suspect: d.Suspect, now: d.Now, views: newViews(d.Now()), ranking: cache.NewMemory[listOf, []int64](rememberedLists, nil)}
}

// hoursUpTo is the longest window that is added up from hours; longer ones are from
// days, of which there are so many fewer rows.
const hoursUpTo = 48 * time.Hour

// MostRead are the live articles of a language that were read most within the last
// window, the most read first: at most limit. A window of up to two days counts whole
// hours, a longer one whole days of the newsroom. Pages that show the list carry
// MostReadTag.
func (s *Service) MostRead(ctx context.Context, language lang.Code, window time.Duration, limit int) ([]int64, error) {
	cache.Reads(ctx, MostReadTag(language))
	return s.ranking.One(ctx, listOf{language, window, limit}, func() ([]int64, error) { return s.mostRead(ctx, language, window, limit) })
}

func (s *Service) mostRead(ctx context.Context, language lang.Code, window time.Duration, limit int) ([]int64, error) {
	since := s.now().Add(-window)
	if window <= hoursUpTo {
		return mostReadOfHours(ctx, s.db.Reader(ctx), language, since.Truncate(time.Hour), limit)
	}
	return mostReadOfDays(ctx, s.db.Reader(ctx), language, since.In(s.zone).Format(time.DateOnly), limit)
}

// Views are how often articles were read since they came out; those that nobody has
// read are left out.
func (s *Service) Views(ctx context.Context, ids []int64) (map[int64]int64, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return totals(ctx, s.db.Reader(ctx), ids)
}
