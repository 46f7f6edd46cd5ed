package photobank

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/keyset"
)

// Collection is pictures that somebody put together.
type Collection struct {
	ID          int64     `json:"id"`
	Name        string    `json:"name"`
	Description string    `json:"description"`
	Pictures    int       `json:"pictures"` // how many
	CoverID     *int64    `json:"-"`        // the picture that was put in last; nil: none that is listed
	Version     int64     `json:"version"`
	UpdatedAt   time.Time `json:"updatedAt"`
}

// Collections is a page of collections by name, those whose name holds a text, and the
// cursor of the next (nil: none).
func (s *Service) Collections(ctx context.Context, part, cursor string, limit int) ([]Collection, *string, error) {
	after, err := keyset.Decode[keyset.ByName](cursor)
	if err != nil {
		return nil, nil, err
	}
	found, err := collections(ctx, s.deps.DB.Primary, tidy(part), after, limit+1)
	if err != nil {
		return nil, nil, err
	}
	page, next := keyset.Page(found, limit, func(c Collection) any { return keyset.ByName{Name: c.Name, ID: c.ID} })
	return page, next, nil
}

// CreateCollection begins a collection. It fails with ErrCollectionTaken.
func (s *Service) CreateCollection(ctx context.Context, c Collection) (after Collection, err error) {
	c.Name, c.Description = tidy(c.Name), tidy(c.Description)
	err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		id, err := insertCollection(ctx, tx, c, access.UserID(ctx))
		if err != nil {
			return err
		}
		after, err = s.recordCollection(ctx, tx, "photobank.collection_create", id, nil)
		return err
	})
	return after, err
}

// UpdateCollection renames a collection at the version that the caller has seen. It
// fails with ErrCollectionNotFound, ErrCollectionStale or ErrCollectionTaken.
func (s *Service) UpdateCollection(ctx context.Context, c Collection) (after Collection, err error) {
	c.Name, c.Description = tidy(c.Name), tidy(c.Description)
	err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		before, err := holdCollection(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if before.Version != c.Version {
			return ErrCollectionStale
		}
		if err := writeCollection(ctx, tx, c); err != nil {
			return err
		}
		after, err = s.recordCollection(ctx, tx, "photobank.collection_update", c.ID, before)
		return err
	})
	return after, err
}

// DeleteCollection removes a collection; its pictures stay.
func (s *Service) DeleteCollection(ctx context.Context, id int64) error {
	return s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		before, err := holdCollection(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := deleteCollection(ctx, tx, id); err != nil {
			return err
		}
		return s.deps.Journal.Record(ctx, tx, audit.Entry{Action: "photobank.collection_delete", ObjectType: "picture_collection", ObjectID: id, Before: before})
	})
}

// Collect puts pictures into a collection and takes others out. It fails with
// ErrCollectionNotFound or ErrNoPicture.
func (s *Service) Collect(ctx context.Context, id int64, add, remove []int64) (after Collection, err error) {
	err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		after, err = s.collect(ctx, tx, id, add, remove)
		return err
	})
	return after, err
}

// collect journals which pictures came and went. What was merged into another is put
// in as the other.
func (s *Service) collect(ctx context.Context, tx bun.Tx, id int64, add, remove []int64) (Collection, error) {
	if _, err := holdCollection(ctx, tx, id); err != nil {
		return Collection{}, err
	}
	came, err := putInto(ctx, tx, id, add)
	if err != nil {
		return Collection{}, err
	}
	went, err := takeOut(ctx, tx, id, remove)
	if err != nil {
		return Collection{}, err
	}
	if len(came)+len(went) > 0 {
		if err := countCollection(ctx, tx, id, len(came)-len(went)); err != nil {
			return Collection{}, err
		}
		entry := audit.Entry{Action: "photobank.collect", ObjectType: "picture_collection", ObjectID: id, After: map[string]any{"added": came, "removed": went}}
		if err := s.deps.Journal.Record(ctx, tx, entry); err != nil {
			return Collection{}, err
		}
	}
	return findCollection(ctx, tx, id)
}

func (s *Service) recordCollection(ctx context.Context, tx bun.Tx, action string, id int64, before any) (Collection, error) {
	after, err := findCollection(ctx, tx, id)
	if err != nil {
		return Collection{}, err
	}
	return after, s.deps.Journal.Record(ctx, tx, audit.Entry{Action: action, ObjectType: "picture_collection", ObjectID: id, Before: before, After: after})
}
