package integrity

import (
	"context"
	"slices"
	"time"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/platform/contentseal"
)

// What a sample looks at.
const (
	youngLimit   = 5000 // of what was changed in the last seven days, the youngest
	othersLimit  = 1000 // of all the others, by chance
	picturesRead = 200  // pictures whose files are read, by chance
)

func sampleArticles(ctx context.Context, r *runner, _ int64) (int64, bool, error) {
	_, err := r.sample(ctx, news.Seals{}, othersLimit)
	return 0, false, err
}

// samplePages looks at all of them: there are few.
func samplePages(ctx context.Context, r *runner, after int64) (int64, bool, error) {
	return everything(pages.Seals{})(ctx, r, after)
}

func samplePictures(ctx context.Context, r *runner, _ int64) (int64, bool, error) {
	others, err := r.sample(ctx, photobank.Seals{}, picturesRead)
	if err != nil {
		return 0, false, err
	}
	for some := range slices.Chunk(others, fileBatch) {
		begun := time.Now()
		if err := r.lookAtFiles(ctx, some); err != nil {
			return 0, false, err
		}
		if err := r.between(ctx, begun); err != nil {
			return 0, false, err
		}
	}
	return 0, false, nil
}

// sample looks at the young objects of a source and at some by chance, which it
// gives back.
func (r *runner) sample(ctx context.Context, from source, others int) ([]int64, error) {
	drawn, err := byChance(ctx, r.conn, from.Type(), others)
	if err != nil {
		return nil, err
	}
	ids, err := from.Young(ctx, r.conn, youngLimit)
	if err != nil {
		return nil, err
	}
	ids = append(ids, drawn...)
	slices.Sort(ids)
	for some := range slices.Chunk(slices.Compact(ids), batch) {
		begun := time.Now()
		if _, err := r.look(ctx, from, contentseal.Wanted{IDs: some}); err != nil {
			return nil, err
		}
		if err := r.between(ctx, begun); err != nil {
			return nil, err
		}
	}
	return drawn, nil
}

// between gives a sign of life and rests after a portion of a part that can't be
// gone on with in the middle. It fails with errStopped.
func (r *runner) between(ctx context.Context, begun time.Time) error {
	alive, err := breathe(ctx, r.conn, r.check.ID)
	if err == nil && !alive {
		err = errStopped
	}
	if err != nil {
		return err
	}
	return rest(ctx, time.Since(begun))
}
