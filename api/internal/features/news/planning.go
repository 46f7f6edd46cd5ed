package news

import (
	"context"
	"time"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/lang"
)

// Planned is something that will happen by itself.
type Planned struct {
	At   time.Time
	What string // "publish", "unpublish", "embargo": its end
	Summary
}

const (
	calendarDays  = 62 // the longest period: two months
	calendarLimit = 1000
)

// Calendar is what is planned from one moment to before another, in its order,
// and whether there is more than is given.
func (s *Service) Calendar(ctx context.Context, from, until time.Time, language lang.Code) ([]Planned, bool, error) {
	if !until.After(from) || until.Sub(from) > calendarDays*24*time.Hour {
		return nil, false, ErrBadPeriod
	}
	rows, err := planned(ctx, s.db.Primary, from, until, language, calendarLimit+1)
	if len(rows) > calendarLimit {
		return rows[:calendarLimit], true, err
	}
	return rows, false, err
}

// SavedFilter is a filter of the list under a name of its owner's.
type SavedFilter struct {
	ID    int64
	Name  string
	Query map[string]string // parameter -> value
}

// filterLimit is how many filters a person can save.
const filterLimit = 50

// SavedFilters are the caller's, by name.
func (s *Service) SavedFilters(ctx context.Context) ([]SavedFilter, error) {
	p, _ := access.From(ctx)
	return savedFilters(ctx, s.db.Primary, p.UserID)
}

// SaveFilter saves a filter under a name, in place of one that has it.
func (s *Service) SaveFilter(ctx context.Context, f SavedFilter) (SavedFilter, error) {
	p, _ := access.From(ctx)
	id, err := putFilter(ctx, s.db.Primary, p.UserID, f)
	f.ID = id
	return f, err
}

// DeleteFilter forgets one of the caller's filters.
func (s *Service) DeleteFilter(ctx context.Context, id int64) error {
	p, _ := access.From(ctx)
	return dropFilter(ctx, s.db.Primary, p.UserID, id)
}
