package integrity

import (
	"context"
	"encoding/hex"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/contentseal"
)

// acceptJournal is what the journal keeps of content that somebody took as right.
// The version is the object's from now on, also where that is an older one.
type acceptJournal struct {
	Version int64               `json:"version"`
	Hash    string              `json:"hash"`
	Problem contentseal.Problem `json:"problem,omitempty"`
	Note    string              `json:"note,omitempty"`
}

// accept seals what a finding is about as it is now.
func (s *Service) accept(ctx context.Context, tx bun.Tx, f Finding, note string) (audit.Entry, error) {
	from, err := sourceOf(f.ObjectType)
	if err != nil {
		return audit.Entry{}, err
	}
	if err := from.Hold(ctx, tx, f.ObjectID); err != nil {
		return audit.Entry{}, err
	}
	if f.Problem == contentseal.FileChanged || f.Problem == contentseal.FileMissing {
		if err := s.acceptFiles(ctx, tx, f.ObjectID); err != nil {
			return audit.Entry{}, err
		}
	}
	found, err := from.Find(ctx, tx, contentseal.Wanted{IDs: []int64{f.ObjectID}})
	if err != nil {
		return audit.Entry{}, err
	}
	before, after := taken(found[0], f)
	return audit.Entry{
		Action: "integrity.accept", ObjectType: string(f.ObjectType), ObjectID: f.ObjectID, Before: before,
		After: acceptJournal{after.Version, hex.EncodeToString(after.Hash), f.Problem, note},
	}, s.deps.Seals.Seal(ctx, tx, after)
}

// taken is what was right before, and the object that is to be.
func taken(found contentseal.Found, f Finding) (before acceptJournal, after contentseal.Object) {
	before.Version = found.Recorded
	if found.Seal != nil {
		before.Version, before.Hash = max(found.Recorded, found.Seal.Version), hex.EncodeToString(found.Seal.Hash)
	}
	if found.Object == nil {
		return before, contentseal.Gone(f.ObjectType, f.ObjectID, before.Version)
	}
	return before, *found.Object
}

// acceptFiles takes a picture's renditions as they are. It fails with
// ErrNotAcceptable when that does not make the picture whole.
func (s *Service) acceptFiles(ctx context.Context, tx bun.Tx, id int64) error {
	if err := s.deps.Photobank.NoteFiles(ctx, tx, []int64{id}); err != nil {
		return err
	}
	troubles, _, err := s.deps.Photobank.CheckFiles(ctx, tx, []int64{id})
	if err == nil && len(troubles) > 0 {
		return ErrNotAcceptable
	}
	return err
}
