package blocks

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/signing"
)

// Deps is what the service stands on.
type Deps struct {
	DB        *postgres.Databases
	Journal   *audit.Journal
	Outbox    *outbox.Outbox
	Languages lang.Set
	News      *news.Service
	Rubrics   *rubrics.Service
	Tags      *tags.Service
	Read      Readership
	// Signer signs the links of previews.
	Signer signing.Signer
}

// Service is what can be done with pages made of blocks.
type Service struct {
	Deps
	shown *cache.Memory[Place, arranged] // as readers see it
	feeds *cache.Memory[string, Feed]
}

// remembered is how many pages a generation of the memory holds.
const remembered = 200

// New makes the service.
func New(d Deps) *Service {
	return &Service{
		Deps:  d,
		shown: cache.NewMemory(remembered, func(p Place, _ arranged) []string { return []string{CacheTag(p)} }),
		feeds: cache.NewMemory(maxFeeds, func(key string, _ Feed) []string { return []string{FeedTag(key)} }),
	}
}

// maxBlocks is how many blocks a page may have; the contract's limit.
const maxBlocks = 40

// Layouts are the pages that somebody has arranged, the front page first.
func (s *Service) Layouts(ctx context.Context) ([]Entry, error) { return entries(ctx, s.DB.Primary) }

// Layout is how a page is arranged. It fails with ErrNotFound for a rubric that is
// not there.
func (s *Service) Layout(ctx context.Context, p Place) (Arrangement, error) {
	tree, err := s.tree(ctx, p)
	if err != nil {
		return Arrangement{}, err
	}
	a, err := arrangement(ctx, s.DB.Primary, p, false)
	if err == nil && a.Version == 0 {
		a.Blocks = standard(p, tree)
	}
	return a, err
}

// tree is all rubrics, among which the place's must be.
func (s *Service) tree(ctx context.Context, p Place) (rubrics.Tree, error) {
	tree, err := s.Rubrics.All(ctx)
	if _, known := tree.ByID(p.RubricID); err == nil && p != Home && !known {
		err = ErrNotFound
	}
	return tree, err
}

// Save keeps the draft of a page at the version that the caller has seen. Readers
// don't see it yet.
func (s *Service) Save(ctx context.Context, p Place, version int64, draft []Block) (Arrangement, error) {
	tree, err := s.tree(ctx, p)
	if err != nil {
		return Arrangement{}, err
	}
	if draft, err = s.accept(ctx, tree, draft); err != nil {
		return Arrangement{}, err
	}
	return s.change(ctx, "blocks.save", p, version, func(ctx context.Context, tx bun.Tx, a *Arrangement) error {
		if err := mayPlace(ctx, *a, draft); err != nil {
			return err
		}
		a.Blocks = draft
		return write(ctx, tx, *a)
	})
}

// Discard throws the draft away: what readers see is the draft again. A planned
// publication is called off.
func (s *Service) Discard(ctx context.Context, p Place, version int64) (Arrangement, error) {
	return s.change(ctx, "blocks.discard", p, version, func(ctx context.Context, tx bun.Tx, a *Arrangement) error {
		if a.Version == 0 {
			return ErrNothingToDo
		}
		a.PublishAt, a.Blocks = nil, nil
		if a.Published != nil {
			a.Blocks = a.Published.Blocks
		}
		return write(ctx, tx, *a)
	})
}

// Delete gives a page back to its own order. Its versions stay.
func (s *Service) Delete(ctx context.Context, p Place) error {
	_, err := s.frame(ctx, "blocks.delete", p, func(ctx context.Context, tx bun.Tx, a *Arrangement) (bool, error) {
		if a.Version == 0 {
			return false, ErrNothingToDo
		}
		shown := a.Published != nil
		a.Blocks, a.Published, a.PublishAt = nil, nil, nil
		return shown, write(ctx, tx, *a)
	})
	return err
}

// change is the frame of a change of the draft, at the version that the caller has
// seen.
func (s *Service) change(ctx context.Context, action string, p Place, version int64, do func(context.Context, bun.Tx, *Arrangement) error) (Arrangement, error) {
	return s.frame(ctx, action, p, func(ctx context.Context, tx bun.Tx, a *Arrangement) (bool, error) {
		if a.Version != version {
			return false, ErrStale
		}
		return false, do(ctx, tx, a)
	})
}

// frame is the frame of every change: lock, rights, journal, and the event where
// readers see another page.
func (s *Service) frame(ctx context.Context, action string, p Place, do func(context.Context, bun.Tx, *Arrangement) (seen bool, err error)) (after Arrangement, err error) {
	tree, err := s.tree(ctx, p)
	if err != nil {
		return after, err
	}
	if err := within(ctx, p); err != nil {
		return after, err
	}
	err = s.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := claimPlace(ctx, tx, p); err != nil {
			return err
		}
		before, err := arrangement(ctx, tx, p, true)
		if err != nil {
			return err
		}
		now := before
		seen, err := do(ctx, tx, &now)
		if err != nil {
			return err
		}
		if after, err = arrangement(ctx, tx, p, false); err != nil {
			return err
		}
		return s.tell(ctx, tx, action, before, after, seen)
	})
	if err == nil && after.Version == 0 {
		after.Blocks = standard(p, tree)
	}
	return after, err
}

// tell writes the journal, and the event where readers see another page.
func (s *Service) tell(ctx context.Context, tx bun.Tx, action string, before, after Arrangement, seen bool) error {
	entry := audit.Entry{Action: action, ObjectType: "layout", ObjectID: after.Place.String(), Before: noted(before), After: noted(after)}
	if err := s.Journal.Record(ctx, tx, entry); err != nil || !seen {
		return err
	}
	return s.Outbox.Publish(ctx, tx, Changed{Place: after.Place.String()})
}

// noted is an arrangement as the journal keeps it.
func noted(a Arrangement) map[string]any {
	out := map[string]any{"version": a.Version, "blocks": a.Blocks, "publishAt": a.PublishAt, "published": nil}
	if a.Published != nil {
		out["published"] = a.Published.Number
	}
	return out
}

// within refuses a caller whose rights end at other rubrics: the front page lies
// beyond every such limit.
func within(ctx context.Context, p Place) error {
	who, known := access.From(ctx)
	if limits := (access.Limits{Rubrics: who.Limits.Rubrics}); known && !limits.Allow("", p.rubric()) {
		return ErrOutsideLimits
	}
	return nil
}
