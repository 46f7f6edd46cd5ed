package authors

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/labels"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Service is what can be done with authors.
type Service struct {
	db        *postgres.Databases
	journal   *audit.Journal
	outbox    *outbox.Outbox
	languages lang.Set
	memory    *cache.Memory[int64, Author]
}

// remembered is how many authors a generation of the memory holds, some kilobytes each.
const remembered = 1_000

// New makes the service.
func New(db *postgres.Databases, journal *audit.Journal, events *outbox.Outbox, languages lang.Set) *Service {
	return &Service{db: db, journal: journal, outbox: events, languages: languages, memory: cache.NewMemory(remembered, func(id int64, _ Author) []string { return []string{CacheTag(id)} })}
}

// List is a page of authors by name, and the cursor of the next (nil: none).
func (s *Service) List(ctx context.Context, q Query) ([]Author, *string, error) {
	return s.list(ctx, s.db.Primary, q)
}

// PublishedList is List for readers.
func (s *Service) PublishedList(ctx context.Context, q Query) ([]Author, *string, error) {
	return s.list(ctx, s.db.Reader(ctx), q)
}

func (s *Service) list(ctx context.Context, db bun.IDB, q Query) ([]Author, *string, error) {
	cache.Reads(ctx, AllTag)
	ids, next, err := labelled().Page(ctx, db, q)
	if err != nil {
		return nil, nil, err
	}
	found, err := s.ByIDs(ctx, db, ids)
	return labels.InOrder(ids, found), next, err
}

// ByIDs finds authors for those who refer to them.
func (s *Service) ByIDs(ctx context.Context, db bun.IDB, ids []int64) (map[int64]Author, error) {
	cache.ReadsEach(ctx, CacheTag, ids...)
	return s.memory.All(ctx, ids, func(missing []int64) (map[int64]Author, error) {
		if cache.Keeps(ctx) {
			return byIDsAndCompany(ctx, db, missing, remembered/2)
		}
		return byIDs(ctx, db, missing)
	})
}

// BySlug finds an author by its address, for readers. It fails with ErrNotFound.
func (s *Service) BySlug(ctx context.Context, language lang.Code, slug string) (Author, error) {
	found, err := bySlug(ctx, s.db.Reader(ctx), language, slug)
	if err == nil {
		cache.Reads(ctx, CacheTag(found.ID))
	}
	return found, err
}

// Get finds an author. It fails with ErrNotFound.
func (s *Service) Get(ctx context.Context, id int64) (Author, error) {
	return find(ctx, s.db.Primary, id)
}

// Create adds an author.
func (s *Service) Create(ctx context.Context, a Author) (after Author, err error) {
	err = s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		id, err := insert(ctx, tx, a)
		if err != nil {
			return pictureMissing(err)
		}
		if err := setLabels(ctx, tx, s.languages, id, a.Labels); err != nil {
			return err
		}
		after, err = s.record(ctx, tx, "authors.create", id, nil)
		return err
	})
	return after, err
}

// Update changes an author at the version that the caller has seen.
func (s *Service) Update(ctx context.Context, a Author) (after Author, err error) {
	err = s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		before, err := find(ctx, tx, a.ID)
		if err != nil {
			return err
		}
		current, err := advance(ctx, tx, a)
		if err != nil {
			return pictureMissing(err)
		}
		if !current {
			return ErrStale
		}
		if err := setLabels(ctx, tx, s.languages, a.ID, a.Labels); err != nil {
			return err
		}
		after, err = s.record(ctx, tx, "authors.update", a.ID, before)
		return err
	})
	return after, err
}

func (s *Service) record(ctx context.Context, tx bun.Tx, action string, id int64, before any) (Author, error) {
	after, err := find(ctx, tx, id)
	if err != nil {
		return Author{}, err
	}
	if err := s.journal.Record(ctx, tx, audit.Entry{Action: action, ObjectType: "author", ObjectID: id, Before: before, After: after}); err != nil {
		return Author{}, err
	}
	return after, s.outbox.Publish(ctx, tx, Changed{ID: id})
}

// Delete removes an author that no article names.
func (s *Service) Delete(ctx context.Context, id int64) error {
	return s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		before, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		removed, err := remove(ctx, tx, id)
		switch {
		case postgres.Referenced(err):
			return ErrInUse
		case err != nil:
			return err
		case !removed:
			return ErrNotFound
		}
		if err := s.journal.Record(ctx, tx, audit.Entry{Action: "authors.delete", ObjectType: "author", ObjectID: id, Before: before}); err != nil {
			return err
		}
		return s.outbox.Publish(ctx, tx, Changed{ID: id})
	})
}

// pictureMissing tells a picture that is not in the photobank from other failures.
func pictureMissing(err error) error {
	if postgres.Referenced(err) || postgres.Checked(err, photobank.TrashedUnused) {
		return ErrNoPicture
	}
	return err
}
