package integrity

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/api/internal/platform/postgres"
)

// adoptJournal is what the journal keeps of a batch that was sealed as it was found.
type adoptJournal struct {
	First int64 `json:"first"`
	Last  int64 `json:"last"`
	Count int   `json:"count"`
}

// adoptNote closes the findings of what is sealed now.
const adoptNote = "portal integrity adopt"

// Adopt seals what has no seal as it is now: content from before there were seals,
// or that was brought in past the system. It says of nothing that it is right; who
// calls it does. progress hears how many of a type have been sealed.
func (s *Service) Adopt(ctx context.Context, progress func(t contentseal.Type, sealed int)) error {
	for _, from := range sources() {
		done := 0
		err := s.each(ctx, from, func(f contentseal.Found) bool { return f.Seal == nil && f.Object != nil }, func(ctx context.Context, tx bun.Tx, ids []int64) error {
			done += len(ids)
			return s.adopt(ctx, tx, from, ids)
		})
		if err != nil {
			return err
		}
		progress(from.Type(), done)
	}
	return nil
}

// adopt seals objects that have no seal, and journals it.
func (s *Service) adopt(ctx context.Context, tx bun.Tx, from source, ids []int64) error {
	if from.Type() == contentseal.Picture {
		if err := s.deps.Photobank.NoteFiles(ctx, tx, ids); err != nil {
			return err
		}
	}
	objects, err := objectsOf(ctx, tx, from, ids)
	if err != nil {
		return err
	}
	if err := s.deps.Seals.Adopt(ctx, tx, objects...); err != nil {
		return err
	}
	entry := audit.Entry{Action: "integrity.adopt", ObjectType: "content", ObjectID: from.Type(), After: adoptJournal{ids[0], ids[len(ids)-1], len(ids)}}
	if err := s.deps.Journal.Record(ctx, tx, entry); err != nil {
		return err
	}
	return resolveAdopted(ctx, tx, from.Type(), ids, adoptNote)
}

// Reseal replaces the seals of former keys by such of the present one, where they
// are sound; then the former secrets are needed no more. What is not sound, stays.
func (s *Service) Reseal(ctx context.Context, progress func(t contentseal.Type, sealed int)) error {
	sound := func(f contentseal.Found) bool {
		if f.Seal == nil || s.deps.Seals.Present(*f.Seal) {
			return false
		}
		problem, _ := s.deps.Seals.Judge(f)
		return problem == ""
	}
	for _, from := range sources() {
		done := 0
		err := s.each(ctx, from, sound, func(ctx context.Context, tx bun.Tx, ids []int64) error {
			done += len(ids)
			return s.reseal(ctx, tx, from, ids, sound)
		})
		if err != nil {
			return err
		}
		progress(from.Type(), done)
	}
	return nil
}

func (s *Service) reseal(ctx context.Context, tx bun.Tx, from source, ids []int64, sound func(contentseal.Found) bool) error {
	for _, id := range ids {
		if err := from.Hold(ctx, tx, id); err != nil {
			return err
		}
	}
	found, err := from.Find(ctx, tx, contentseal.Wanted{IDs: ids})
	if err != nil {
		return err
	}
	var objects []contentseal.Object
	for _, f := range found {
		if sound(f) {
			objects = append(objects, f.Seal.Object)
		}
	}
	if err := s.deps.Seals.Seal(ctx, tx, objects...); err != nil {
		return err
	}
	return s.deps.Journal.Record(ctx, tx, audit.Entry{
		Action: "integrity.reseal", ObjectType: "content", ObjectID: from.Type(), After: adoptJournal{ids[0], ids[len(ids)-1], len(objects)},
	})
}

// each goes through a source and gives the ids of those that are wanted to do, a
// transaction for each batch.
func (s *Service) each(ctx context.Context, from source, wanted func(contentseal.Found) bool, do func(context.Context, bun.Tx, []int64) error) error {
	after := int64(0)
	for {
		found, err := from.Find(ctx, s.deps.DB.Primary, contentseal.Wanted{After: after, Limit: batch})
		if len(found) == 0 || err != nil {
			return err
		}
		after = found[len(found)-1].ID
		var ids []int64
		for _, f := range found {
			if wanted(f) {
				ids = append(ids, f.ID)
			}
		}
		if len(ids) == 0 {
			continue
		}
		err = postgres.InTx(ctx, s.deps.DB.Primary, func(ctx context.Context, tx bun.Tx) error { return do(ctx, tx, ids) })
		if err != nil {
			return err
		}
	}
}

func objectsOf(ctx context.Context, tx bun.Tx, from source, ids []int64) (objects []contentseal.Object, err error) {
	found, err := from.Find(ctx, tx, contentseal.Wanted{IDs: ids})
	for _, f := range found {
		if f.Object != nil {
			objects = append(objects, *f.Object)
		}
	}
	return objects, err
}
