package tags

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/labels"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Service is what can be done with tags.
type Service struct {
	db        *postgres.Databases
	journal   *audit.Journal
	outbox    *outbox.Outbox
	languages lang.Set
	memory    *cache.Memory[int64, Tag]
}

// remembered is how many tags a generation of the memory holds, some hundred bytes each.
const remembered = 5_000

// New makes the service.
func New(db *postgres.Databases, journal *audit.Journal, events *outbox.Outbox, languages lang.Set) *Service {
	return &Service{db: db, journal: journal, outbox: events, languages: languages, memory: cache.NewMemory(remembered, func(id int64, _ Tag) []string { return []string{CacheTag(id)} })}
}

// List is a page of tags by name, and the cursor of the next (nil: none).
func (s *Service) List(ctx context.Context, q Query) ([]Tag, *string, error) {
	return s.list(ctx, s.db.Primary, q)
}

// PublishedList is List for readers.
func (s *Service) PublishedList(ctx context.Context, q Query) ([]Tag, *string, error) {
	return s.list(ctx, s.db.Reader(ctx), q)
}

func (s *Service) list(ctx context.Context, db bun.IDB, q Query) ([]Tag, *string, error) {
	cache.Reads(ctx, AllTag)
	ids, next, err := labelled().Page(ctx, db, q)
	if err != nil {
		return nil, nil, err
	}
	found, err := s.ByIDs(ctx, db, ids)
	return labels.InOrder(ids, found), next, err
}

// ByIDs finds tags for those who refer to them.
func (s *Service) ByIDs(ctx context.Context, db bun.IDB, ids []int64) (map[int64]Tag, error) {
	cache.ReadsEach(ctx, CacheTag, ids...)
	return s.memory.All(ctx, ids, func(missing []int64) (map[int64]Tag, error) { return byIDs(ctx, db, missing) })
}

// BySlug finds a tag by its address, for readers. It fails with ErrNotFound.
func (s *Service) BySlug(ctx context.Context, language lang.Code, slug string) (Tag, error) {
	found, err := bySlug(ctx, s.db.Reader(ctx), language, slug)
	if err == nil {
		cache.Reads(ctx, CacheTag(found.ID))
	}
	return found, err
}

// Get finds a tag. It fails with ErrNotFound.
func (s *Service) Get(ctx context.Context, id int64) (Tag, error) {
	return find(ctx, s.db.Primary, id)
}

// Create adds a tag.
func (s *Service) Create(ctx context.Context, t Tag) (after Tag, err error) {
	err = s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		id, err := insert(ctx, tx)
		if err != nil {
			return err
		}
		if err := setLabels(ctx, tx, s.languages, id, t.Labels); err != nil {
			return err
		}
		after, err = s.record(ctx, tx, "tags.create", id, nil)
		return err
	})
	return after, err
}

// Update changes a tag at the version that the caller has seen.
func (s *Service) Update(ctx context.Context, t Tag) (after Tag, err error) {
	err = s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		before, err := find(ctx, tx, t.ID)
		if err != nil {
			return err
		}
		current, err := advance(ctx, tx, t.ID, t.Version)
		if err != nil {
			return err
		}
		if !current {
			return ErrStale
		}
		if err := setLabels(ctx, tx, s.languages, t.ID, t.Labels); err != nil {
			return err
		}
		after, err = s.record(ctx, tx, "tags.update", t.ID, before)
		return err
	})
	return after, err
}

func (s *Service) record(ctx context.Context, tx bun.Tx, action string, id int64, before any) (Tag, error) {
	after, err := find(ctx, tx, id)
	if err != nil {
		return Tag{}, err
	}
	if err := s.journal.Record(ctx, tx, audit.Entry{Action: action, ObjectType: "tag", ObjectID: id, Before: before, After: after}); err != nil {
		return Tag{}, err
	}
	return after, s.outbox.Publish(ctx, tx, Changed{ID: id})
}

// Delete removes a tag that no article carries.
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
		if err := s.journal.Record(ctx, tx, audit.Entry{Action: "tags.delete", ObjectType: "tag", ObjectID: id, Before: before}); err != nil {
			return err
		}
		return s.outbox.Publish(ctx, tx, Changed{ID: id})
	})
}
