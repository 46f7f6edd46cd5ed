package rubrics

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Service is what can be done with rubrics.
type Service struct {
	db        *postgres.Databases
	journal   *audit.Journal
	outbox    *outbox.Outbox
	languages lang.Set
	tree      *cache.Memory[struct{}, Tree] // as readers see it
}

// New makes the service.
func New(db *postgres.Databases, journal *audit.Journal, events *outbox.Outbox, languages lang.Set) *Service {
	return &Service{db: db, journal: journal, outbox: events, languages: languages, tree: cache.NewMemory(1, func(struct{}, Tree) []string { return []string{CacheTag} })}
}

// Tree is all rubrics, for readers.
func (s *Service) Tree(ctx context.Context) (Tree, error) {
	cache.Reads(ctx, CacheTag)
	return s.tree.One(ctx, struct{}{}, func() (Tree, error) { return all(ctx, s.db.Reader(ctx)) })
}

// All is all rubrics, with the latest change.
func (s *Service) All(ctx context.Context) (Tree, error) { return all(ctx, s.db.Primary) }

// Get finds one rubric. It fails with ErrNotFound.
func (s *Service) Get(ctx context.Context, id int64) (Rubric, error) {
	return find(ctx, s.db.Primary, id)
}

// Create adds a rubric at the end of its level.
func (s *Service) Create(ctx context.Context, r Rubric) (Rubric, error) {
	return s.change(ctx, "rubrics.create", func(ctx context.Context, tx bun.Tx) (before any, id int64, err error) {
		tree, err := s.lockTree(ctx, tx)
		if err != nil {
			return nil, 0, err
		}
		if r.ParentID != nil {
			if _, ok := tree.ByID(*r.ParentID); !ok {
				return nil, 0, ErrBadParent
			}
		}
		if err := within(ctx, parentOf(r)); err != nil {
			return nil, 0, err
		}
		r.Position = tree.last(parentOf(r)) + 1
		id, err = insert(ctx, tx, r)
		if err != nil {
			return nil, 0, err
		}
		return nil, id, setLabels(ctx, tx, s.languages, id, r.Labels)
	})
}

// Update changes a rubric at the version that the caller has seen.
func (s *Service) Update(ctx context.Context, r Rubric) (Rubric, error) {
	return s.change(ctx, "rubrics.update", func(ctx context.Context, tx bun.Tx) (any, int64, error) {
		tree, err := s.lockTree(ctx, tx)
		if err != nil {
			return nil, 0, err
		}
		before, ok := tree.ByID(r.ID)
		if !ok {
			return nil, 0, ErrNotFound
		}
		if err := within(ctx, r.ID); err != nil {
			return nil, 0, err
		}
		if before.Version != r.Version {
			return nil, 0, ErrStale
		}
		if err := tree.checkParent(r); err != nil {
			return nil, 0, err
		}
		r.Position = before.Position
		if parentOf(r) != parentOf(before) {
			if err := within(ctx, parentOf(r)); err != nil {
				return nil, 0, err
			}
			r.Position = tree.last(parentOf(r)) + 1
		}
		if err := update(ctx, tx, r); err != nil {
			return nil, 0, err
		}
		return before, r.ID, setLabels(ctx, tx, s.languages, r.ID, r.Labels)
	})
}

// within refuses a caller whose rights end at other rubrics; 0 is the top, which
// is beyond every such limit. A limit spans what stands beneath its rubrics: who
// could move others there would widen their own rights.
func within(ctx context.Context, id int64) error {
	p, known := access.From(ctx)
	if limits := (access.Limits{Rubrics: p.Limits.Rubrics}); known && !limits.Allow("", &id) {
		return ErrOutsideLimits
	}
	return nil
}

// checkParent refuses circles.
func (t Tree) checkParent(r Rubric) error {
	if r.ParentID == nil {
		return nil
	}
	if _, ok := t.ByID(*r.ParentID); !ok {
		return ErrBadParent
	}
	for _, below := range t.Family(r.ID) {
		if below == *r.ParentID {
			return ErrBadParent
		}
	}
	return nil
}

// change is the frame of one that ends with a rubric: transaction, journal, event.
func (s *Service) change(ctx context.Context, action string, do func(context.Context, bun.Tx) (before any, id int64, err error)) (after Rubric, err error) {
	err = s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		before, id, err := do(ctx, tx)
		if err != nil {
			return err
		}
		if after, err = find(ctx, tx, id); err != nil {
			return err
		}
		if err := s.journal.Record(ctx, tx, audit.Entry{Action: action, ObjectType: "rubric", ObjectID: id, Before: before, After: after}); err != nil {
			return err
		}
		return s.outbox.Publish(ctx, tx, Changed{ID: id})
	})
	return after, err
}

// Order puts the children of a parent (0: the top) in the order of ids.
func (s *Service) Order(ctx context.Context, parent int64, ids []int64) (Tree, error) {
	err := s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		tree, err := s.lockTree(ctx, tx)
		if err != nil {
			return err
		}
		if err := within(ctx, parent); err != nil {
			return err
		}
		if !sameIDs(tree.Children(parent), ids) {
			return ErrNotAllIDs
		}
		if err := setPositions(ctx, tx, ids); err != nil {
			return err
		}
		if err := s.journal.Record(ctx, tx, audit.Entry{
			Action: "rubrics.order", ObjectType: "rubric", ObjectID: parent,
			Before: map[string]any{"order": idsOf(tree.Children(parent))}, After: map[string]any{"order": ids},
		}); err != nil {
			return err
		}
		return s.outbox.Publish(ctx, tx, Changed{ID: parent})
	})
	if err != nil {
		return nil, err
	}
	return s.All(ctx)
}

func sameIDs(children Tree, ids []int64) bool {
	seen := map[int64]bool{}
	for _, id := range ids {
		seen[id] = true
	}
	for _, r := range children {
		if !seen[r.ID] {
			return false
		}
	}
	return len(seen) == len(ids) && len(ids) == len(children)
}

func idsOf(tree Tree) []int64 {
	ids := make([]int64, len(tree))
	for i, r := range tree {
		ids[i] = r.ID
	}
	return ids
}

// Delete removes a rubric that nothing stands under.
func (s *Service) Delete(ctx context.Context, id int64) error {
	return s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		before, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := within(ctx, id); err != nil {
			return err
		}
		removed, err := remove(ctx, tx, id)
		switch {
		case postgres.Referenced(err):
			return ErrInUse
		case err != nil:
			return err
		case !removed:
			return ErrNotFound
		}
		if err := s.journal.Record(ctx, tx, audit.Entry{Action: "rubrics.delete", ObjectType: "rubric", ObjectID: id, Before: before}); err != nil {
			return err
		}
		return s.outbox.Publish(ctx, tx, Changed{ID: id})
	})
}
