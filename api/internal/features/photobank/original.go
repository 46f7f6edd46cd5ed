package photobank

import (
	"context"
	"errors"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/blob"
)

// Original opens a picture's original as it was uploaded, and journals that somebody
// has it. It fails with ErrNotFound, or ErrNoOriginal where the store has lost it.
func (s *Service) Original(ctx context.Context, id int64) (p Picture, content *blob.Object, err error) {
	if p, err = find(ctx, s.deps.DB.Primary, id); err != nil {
		return p, nil, err
	}
	rows, err := kept(ctx, s.deps.DB.Primary, []int64{id})
	if err != nil {
		return p, nil, err
	}
	for _, r := range rows {
		for _, f := range r.Files {
			if key, possible := f.key(r.Hash); possible && f.Name == originalName {
				content, err = s.deps.Store.Open(ctx, key)
			}
		}
	}
	if content == nil && err == nil || errors.Is(err, blob.ErrNotFound) {
		return p, nil, ErrNoOriginal
	}
	if err != nil {
		return p, nil, err
	}
	err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		return s.deps.Journal.Record(ctx, tx, audit.Entry{Action: "photobank.original", ObjectType: "picture", ObjectID: id, After: map[string]any{"fileName": p.FileName, "bytes": p.Bytes}})
	})
	if err != nil {
		_ = content.Close()
		return p, nil, err
	}
	return p, content, nil
}
