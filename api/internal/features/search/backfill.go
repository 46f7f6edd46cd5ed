package search

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/news"
)

// backfillBatch is how many articles are indexed in one transaction.
const backfillBatch = 100

// Backfill indexes the articles on their sites that are not in the index, or are by
// older rules: after an upgrade, an import, or when the rules have changed. Each batch
// is a transaction of its own, so that whoever stops it loses at most one and goes on
// where it was. Any number of processes may run at once. It tells of each batch how
// many articles were looked at and how many of those indexed.
func (s *Service) Backfill(ctx context.Context, progress func(seen, indexed int)) (indexed int, err error) {
	for after, more := int64(0), true; more; {
		var seen, done int
		err := s.db.Primary.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
			if err := unhurried(ctx, tx); err != nil {
				return err
			}
			ids, last, all, err := outdated(ctx, tx, after, backfillBatch)
			if err != nil {
				return err
			}
			done, err = s.again(ctx, tx, ids)
			seen, after, more = all, last, all > 0
			return err
		})
		if err != nil {
			return indexed, err
		}
		indexed += done
		progress(seen, done)
	}
	return indexed, s.Learn(ctx)
}

// CatchUp indexes articles whose names of tags or authors have changed.
func (s *Service) CatchUp(ctx context.Context) (indexed int, err error) {
	for more := true; more; {
		var done int
		err := s.db.Primary.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
			ids, err := takeDue(ctx, tx, backfillBatch)
			if err != nil {
				return err
			}
			more = len(ids) == backfillBatch
			done, err = s.again(ctx, tx, ids)
			return err
		})
		if err != nil {
			return indexed, err
		}
		indexed += done
	}
	return indexed, nil
}

// again indexes articles anew. Those that somebody is changing are left to that change.
func (s *Service) again(ctx context.Context, tx bun.Tx, ids []int64) (int, error) {
	var articles []news.Article
	articles, err := s.news.LiveByIDs(ctx, tx, ids, true)
	if err != nil {
		return 0, err
	}
	return len(articles), s.put(ctx, tx, articles)
}
