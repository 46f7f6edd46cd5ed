package news

import (
	"context"

	"github.com/uptrace/bun"
)

// Index is what keeps articles findable. News knows no more of it than this.
type Index interface {
	// Put takes an article in as it is after a change, in the change's transaction,
	// or out when it is not on its site. The article's row is held meanwhile.
	Put(ctx context.Context, tx bun.Tx, a Article) error
}

// IndexedBy has an index told of every change of an article that is or was on its
// site. It is called once, before the service is used.
func (s *Service) IndexedBy(index Index) { s.index = index }

func (s *Service) reindex(ctx context.Context, tx bun.Tx, a Article) error {
	if s.index == nil || a.PublishedAt == nil {
		return nil
	}
	return s.index.Put(ctx, tx, a)
}

// LiveByIDs are the articles among ids that are on their sites, with their texts, in
// no order. With hold nobody else may change them until the transaction ends, and
// those that somebody is changing are left out.
func (s *Service) LiveByIDs(ctx context.Context, db bun.IDB, ids []int64, hold bool) ([]Article, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return liveByIDs(ctx, db, ids, hold)
}
