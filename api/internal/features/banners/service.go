package banners

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Service is what can be done with banners.
type Service struct {
	db        *postgres.Databases
	journal   *audit.Journal
	outbox    *outbox.Outbox
	languages lang.Set
	standing  *cache.Memory[lang.Code, Standing]
	// Counter counts what this process sees of readers.
	Counter *Counter
}

// New makes the service. now is the clock by which repeated shows are told from new
// ones; what runs is decided by the database's.
func New(db *postgres.Databases, journal *audit.Journal, events *outbox.Outbox, languages lang.Set, now func() time.Time) *Service {
	return &Service{db: db, journal: journal, outbox: events, languages: languages, standing: cache.NewMemory[lang.Code, Standing](len(languages.All()), nil), Counter: newCounter(db, now)}
}

// List is a page of banners, and the cursor of the next (nil: none).
func (s *Service) List(ctx context.Context, q Query) ([]Banner, *string, error) {
	after, err := keyset.Decode[keyset.ByTime](q.Cursor)
	if err != nil {
		return nil, nil, err
	}
	found, err := list(ctx, s.db.Primary, q, after)
	if err != nil {
		return nil, nil, err
	}
	page, next := keyset.Page(found, q.Limit, func(b Banner) any { return keyset.ByTime{At: b.UpdatedAt, ID: b.ID} })
	return page, next, nil
}

// Get finds a banner. It fails with ErrNotFound.
func (s *Service) Get(ctx context.Context, id int64) (Banner, error) {
	return find(ctx, s.db.Primary, id)
}

// Create adds a banner.
func (s *Service) Create(ctx context.Context, b Banner) (after Banner, err error) {
	if b = b.tidy(); b.Weight == 0 {
		b.Weight = DefaultWeight
	}
	if err := b.check(s.languages); err != nil {
		return Banner{}, err
	}
	err = s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if b.ID, err = insert(ctx, tx, b); err != nil {
			return err
		}
		after, err = s.record(ctx, tx, "banners.create", b.ID, nil)
		return err
	})
	return after, err
}

// Update changes a banner at the version that the caller has seen.
func (s *Service) Update(ctx context.Context, b Banner) (after Banner, err error) {
	if b = b.tidy(); b.Weight == 0 {
		b.Weight = DefaultWeight
	}
	if err := b.check(s.languages); err != nil {
		return Banner{}, err
	}
	err = s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		before, err := find(ctx, tx, b.ID)
		if err != nil {
			return err
		}
		current, err := advance(ctx, tx, b)
		if err != nil {
			return err
		}
		if !current {
			return ErrStale
		}
		after, err = s.record(ctx, tx, "banners.update", b.ID, &before)
		return err
	})
	return after, err
}

// record ends a change: rights, journal, event.
func (s *Service) record(ctx context.Context, tx bun.Tx, action string, id int64, before *Banner) (Banner, error) {
	after, err := find(ctx, tx, id)
	if err != nil {
		return Banner{}, err
	}
	entry := audit.Entry{Action: action, ObjectType: "banner", ObjectID: id, After: after}
	touched := []Banner{after}
	if before != nil {
		entry.Before, touched = *before, append(touched, *before)
	}
	if err := within(ctx, touched...); err != nil {
		return Banner{}, err
	}
	if err := s.journal.Record(ctx, tx, entry); err != nil {
		return Banner{}, err
	}
	return after, s.outbox.Publish(ctx, tx, Changed{ID: id, Places: places(touched...)})
}

// Delete removes a banner from the sites and the lists. What was counted of it stays.
func (s *Service) Delete(ctx context.Context, id int64) error {
	return s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		before, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := within(ctx, before); err != nil {
			return err
		}
		removed, err := remove(ctx, tx, id)
		if err != nil {
			return err
		}
		if !removed {
			return ErrNotFound
		}
		if err := s.journal.Record(ctx, tx, audit.Entry{Action: "banners.delete", ObjectType: "banner", ObjectID: id, Before: before}); err != nil {
			return err
		}
		return s.outbox.Publish(ctx, tx, Changed{ID: id, Places: places(before)})
	})
}

// within refuses who is limited to other languages or rubrics. A banner without
// rubrics stands on all pages, and so beyond every such limit.
func within(ctx context.Context, all ...Banner) error {
	p, known := access.From(ctx)
	if !known {
		return nil
	}
	for _, b := range all {
		rubrics := []*int64{nil}
		if len(b.RubricIDs) > 0 {
			rubrics = nil
		}
		for i := range b.RubricIDs {
			rubrics = append(rubrics, &b.RubricIDs[i])
		}
		for language := range b.Arts {
			for _, rubric := range rubrics {
				if !p.Limits.Allow(language, rubric) {
					return ErrOutsideLimits
				}
			}
		}
	}
	return nil
}

// periodMost is how many days a report may span.
const periodMost = 400

// Statistics is what was counted of a banner, a deleted one too, from a day until
// another, which is not included. It fails with ErrNotFound and ErrBadPeriod.
func (s *Service) Statistics(ctx context.Context, id int64, from, until time.Time) ([]Day, error) {
	if length := until.Sub(from); length <= 0 || length > periodMost*24*time.Hour {
		return nil, ErrBadPeriod
	}
	known, err := exists(ctx, s.db.Primary, id)
	if err != nil {
		return nil, err
	}
	if !known {
		return nil, ErrNotFound
	}
	return days(ctx, s.db.Primary, id, from, until)
}
