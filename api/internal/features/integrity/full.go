package integrity

import (
	"context"
	"slices"

	"baq.kz/portal/api/internal/platform/contentseal"
)

// Batches are so large that a statement takes some tens of milliseconds, and that
// the files of a batch are read within seconds.
const (
	batch      = 500
	fileBatch  = 20
	birthBatch = 5000
)

// everything is the part that looks at all objects of a source.
func everything(from source) part {
	limit := batch
	if from.Type() == contentseal.Picture {
		limit = fileBatch
	}
	return func(ctx context.Context, r *runner, after int64) (int64, bool, error) {
		ids, err := r.look(ctx, from, contentseal.Wanted{After: after, Limit: limit})
		if err == nil && from.Type() == contentseal.Picture {
			err = r.lookAtFiles(ctx, ids)
		}
		if len(ids) == 0 || err != nil {
			return after, false, err
		}
		return ids[len(ids)-1], len(ids) == limit, nil
	}
}

// everyBirth is the part that asks the journal what came into readers' sight and
// has neither row nor seal any more. What has one of them was looked at before.
func everyBirth(action string, from source) part {
	return func(ctx context.Context, r *runner, after int64) (int64, bool, error) {
		ids, last, seen, err := orphans(ctx, r.conn, action, from.Type(), after, birthBatch)
		if err != nil || seen == 0 {
			return after, false, err
		}
		r.check.Checked += int64(seen - len(ids))
		for some := range slices.Chunk(ids, batch) {
			found, err := r.find(ctx, from, contentseal.Wanted{IDs: some})
			if err != nil {
				return after, false, err
			}
			lost := slices.DeleteFunc(found, func(f contentseal.Found) bool { return f.Object != nil || f.Seal != nil })
			if _, err := r.judge(ctx, from, lost); err != nil {
				return after, false, err
			}
		}
		return last, seen == birthBatch, nil
	}
}
