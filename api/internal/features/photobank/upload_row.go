package photobank

import (
	"context"
	"errors"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
)

// add makes the row, unless another upload of the same file has just done so.
func (s *Service) add(ctx context.Context, p Picture, files []keptFile, facts []Fact, note func(context.Context, bun.Tx, taken) error) (in taken, err error) {
	err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		in = taken{}
		if err := s.holdFiles(ctx, tx, p.Hash, files); err != nil {
			return err
		}
		if err := s.write(ctx, tx, p, files, facts, &in); err != nil || note == nil {
			return err
		}
		return note(ctx, tx, in)
	})
	return in, err
}

func (s *Service) write(ctx context.Context, tx bun.Tx, p Picture, files []keptFile, facts []Fact, in *taken) error {
	id, added, err := insert(ctx, tx, p, append([]Fact{}, facts...))
	if err != nil {
		return err
	}
	if !added {
		in.Known = true
		there, err := byHash(ctx, tx, p.Hash)
		if err == nil {
			err = s.renew(ctx, tx, there.ID, files)
		}
		if err == nil {
			in.Picture, err = s.wanted(ctx, tx, there)
		}
		return err
	}
	if _, err := writeFiles(ctx, tx, id, files); err != nil {
		return err
	}
	if in.Picture, err = find(ctx, tx, id); err != nil {
		return err
	}
	if err := s.deps.Journal.Record(ctx, tx, audit.Entry{Action: "photobank.upload", ObjectType: "picture", ObjectID: id, After: in.Picture}); err != nil {
		return err
	}
	if err := s.seal(ctx, tx, id); err != nil {
		return err
	}
	if p.PHash != nil {
		if in.Similar, err = s.noteLikenesses(ctx, tx, id, *p.PHash); err != nil {
			return err
		}
	}
	return s.deps.Outbox.Publish(ctx, tx, Uploaded{ID: id})
}

// holdFiles keeps the files of a picture that is coming from being removed with those
// of a deleted one of the same original, see RemoveFiles. It fails with errFilesGone.
func (s *Service) holdFiles(ctx context.Context, tx bun.Tx, hash string, files []keptFile) error {
	if _, err := holdAddress(ctx, tx, hash); err != nil {
		return err
	}
	for _, f := range files {
		key, _ := f.key(hash)
		there, err := s.deps.Store.Exists(ctx, key)
		if err != nil {
			return err
		}
		if !there {
			return errFilesGone
		}
	}
	return nil
}

// renew notes that the files of a picture were put back, where they hold something
// else than before: another version of the encoder makes other bytes.
func (s *Service) renew(ctx context.Context, tx bun.Tx, id int64, files []keptFile) error {
	other, err := writeFiles(ctx, tx, id, files)
	if err != nil || !other {
		return err
	}
	if err := s.deps.Journal.Record(ctx, tx, audit.Entry{Action: "photobank.renew", ObjectType: "picture", ObjectID: id}); err != nil {
		return err
	}
	return s.seal(ctx, tx, id)
}

// errFilesGone says that files were removed between their storing and the row's coming:
// those of a picture of the same original, which was deleted just then.
var errFilesGone = errors.New("photobank: the files of a deleted picture of the same original were removed")

// known answers with the picture that is there, see wanted.
func (s *Service) known(ctx context.Context, p Picture, note func(context.Context, bun.Tx, taken) error) (in taken, err error) {
	err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		standing, err := s.wanted(ctx, tx, p)
		in = taken{Picture: standing, Known: true}
		if err != nil || note == nil {
			return err
		}
		return note(ctx, tx, in)
	})
	return in, err
}

// wanted is the picture that stands for one whose file came again: the one that it was
// merged into, and out of the trash, since it is wanted again.
func (s *Service) wanted(ctx context.Context, tx bun.Tx, p Picture) (Picture, error) {
	if p.MergedInto != nil {
		standing, err := find(ctx, tx, *p.MergedInto)
		if err != nil {
			return Picture{}, err
		}
		p = standing
	}
	if p.TrashedAt == nil {
		return p, nil
	}
	return s.changeIn(ctx, tx, p.ID, change{action: "photobank.restore", apply: fromTrash})
}
