package photobank

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/contentseal"
)

// Trash puts a picture into the trash, at the version that the caller has seen. It
// fails with ErrNotFound, ErrStale, ErrMerged or, while anything uses it, ErrInUse.
func (s *Service) Trash(ctx context.Context, id, version int64) (Picture, error) {
	return s.change(ctx, id, change{action: "photobank.trash", version: version, apply: s.toTrash})
}

func (s *Service) toTrash(_ context.Context, _ bun.Tx, p *Picture) error {
	switch {
	case p.MergedInto != nil:
		return ErrMerged
	case p.TrashedAt != nil:
		return nil
	case p.Used: // else the table refuses: a use may begin at this moment
		return ErrInUse
	}
	now := s.deps.Now()
	p.TrashedAt = &now
	return nil
}

// Restore takes a picture out of the trash.
func (s *Service) Restore(ctx context.Context, id, version int64) (Picture, error) {
	return s.change(ctx, id, change{action: "photobank.restore", version: version, apply: fromTrash})
}

func fromTrash(_ context.Context, _ bun.Tx, p *Picture) error {
	p.TrashedAt = nil
	return nil
}

// Delete removes a picture of the trash for good, with those that were merged into
// it. Its files follow: see RemoveFiles. It fails with ErrNotFound, ErrNotTrashed or
// ErrInUse.
func (s *Service) Delete(ctx context.Context, id int64) error {
	return s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error { return s.delete(ctx, tx, id) })
}

func (s *Service) delete(ctx context.Context, tx bun.Tx, id int64) error {
	p, err := hold(ctx, tx, id)
	if err != nil {
		return err
	}
	if p.TrashedAt == nil {
		return ErrNotTrashed
	}
	merged, err := aliases(ctx, tx, []int64{id})
	if err != nil {
		return err
	}
	for _, alias := range merged {
		other, err := hold(ctx, tx, alias)
		if err == nil {
			err = s.remove(ctx, tx, other)
		}
		if err != nil {
			return err
		}
	}
	return s.remove(ctx, tx, p)
}

func (s *Service) remove(ctx context.Context, tx bun.Tx, p Picture) error {
	files, err := kept(ctx, tx, []int64{p.ID})
	if err != nil {
		return err
	}
	gone := Deleted{ID: p.ID, Hash: p.Hash}
	for _, r := range files {
		for _, f := range r.Files {
			if key, possible := f.key(r.Hash); possible {
				gone.Keys = append(gone.Keys, key)
			}
		}
	}
	if err := deleteRow(ctx, tx, p.ID); err != nil {
		return inUse(err)
	}
	if err := s.deps.Journal.Record(ctx, tx, audit.Entry{Action: "photobank.delete", ObjectType: "picture", ObjectID: p.ID, Before: p}); err != nil {
		return err
	}
	if err := s.deps.Seals.Seal(ctx, tx, contentseal.Gone(contentseal.Picture, p.ID, p.Version)); err != nil {
		return err
	}
	return s.deps.Outbox.Publish(ctx, tx, gone)
}

// RemoveFiles removes the files of a deleted picture, unless the same original was
// uploaded again meanwhile: see there. It may be called again.
func (s *Service) RemoveFiles(ctx context.Context, gone Deleted) error {
	return s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		there, err := holdAddress(ctx, tx, gone.Hash)
		if err != nil || there {
			return err
		}
		for _, key := range gone.Keys {
			if err := s.deps.Store.Delete(ctx, key); err != nil {
				return err
			}
		}
		return nil
	})
}

// purgeBatch is how many pictures of the trash are deleted before others get a turn.
const purgeBatch = 50

// PurgeTrash deletes what has lain in the trash for longer than the rules say, and
// tells how many pictures went. Any number of processes may do so at once.
func (s *Service) PurgeTrash(ctx context.Context) (purged int, err error) {
	for {
		var found []int64
		err := s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) (err error) {
			if found, err = longTrashed(ctx, tx, purgeBatch); err != nil {
				return err
			}
			for _, id := range found {
				if err := s.delete(ctx, tx, id); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || len(found) == 0 {
			return purged, err
		}
		purged += len(found)
	}
}
