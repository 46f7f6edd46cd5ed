package redirects

import (
	"context"
	"log/slog"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/tally"
)

// Deps is what the service stands on.
type Deps struct {
	DB        *postgres.Databases
	Journal   *audit.Journal
	Outbox    *outbox.Outbox
	Languages lang.Set
	Cache     *cache.Pages // whose clock tells what is outdated
	Now       func() time.Time
	Log       *slog.Logger
}

// Service is what can be done with redirects.
type Service struct {
	deps   Deps
	memory *cache.Memory[page, Answer]
	turns  chan struct{}
	hits   *tally.Tally[int64, hit]
	missed *missed
}

// New makes the service.
func New(deps Deps) *Service {
	return &Service{deps: deps, memory: cache.NewMemory[page, Answer](remembered, nil), turns: make(chan struct{}, lookUps), hits: tally.New[int64](hitsKept, hit.plus), missed: newMissed()}
}

// Query says which redirects a list shows, the latest first.
type Query struct {
	Language lang.Code // empty: all
	Origin   Origin    // empty: all
	Unused   bool      // only those that nobody has followed
	Search   string    // part of the path or of the target; empty: all
	Cursor   string
	Limit    int // 1 to 100
}

// List is a page of redirects, and the cursor of the next (nil: none).
func (s *Service) List(ctx context.Context, q Query) ([]Redirect, *string, error) {
	after, err := keyset.Decode[keyset.ByID](q.Cursor)
	if err != nil {
		return nil, nil, err
	}
	rows, err := list(ctx, s.deps.DB.Primary, q, after)
	if err != nil {
		return nil, nil, err
	}
	rows, next := keyset.Page(rows, q.Limit, func(r row) any { return keyset.ByID{ID: r.ID} })
	out := make([]Redirect, len(rows))
	for i, r := range rows {
		out[i] = s.redirect(r)
	}
	return out, next, nil
}

// redirect is a row as people see it.
func (s *Service) redirect(r row) Redirect {
	out := Redirect{
		ID: r.ID, Language: r.Language, Path: r.Path, Status: status(r.Ended, r.Temporary), Origin: r.Origin, Note: r.Note,
		Version: r.Version, CreatedAt: r.CreatedAt, CreatedBy: r.CreatedBy, Hits: r.Hits, LastHitAt: r.LastHitAt,
	}
	if r.Shown && !r.Ended {
		out.Target = s.address(r.Language, r.TargetLanguage, r.Address)
	}
	return out
}

// address is where a canonical path of a language's site is found from another one.
func (s *Service) address(from, to lang.Code, path string) string {
	if l, known := s.deps.Languages.Get(to); known && from != to {
		return l.URL(Encode(path))
	}
	return Encode(path)
}

// Create adds a redirect by hand.
func (s *Service) Create(ctx context.Context, in Input) (made Redirect, err error) {
	err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		w, err := s.prepare(ctx, tx, in)
		if err != nil {
			return err
		}
		if w.held != nil {
			return ErrTaken
		}
		id, err := insert(ctx, tx, w, ByHand)
		if err != nil {
			return err
		}
		made, err = s.record(ctx, tx, "redirects.create", id, nil)
		return err
	})
	return made, err
}

// Update changes where a redirect leads, at the version that the caller has seen.
// One that follows the address of a thing by itself is not changed.
func (s *Service) Update(ctx context.Context, id, version int64, in Input) (after Redirect, err error) {
	err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := alone(ctx, tx); err != nil {
			return err
		}
		held, err := find(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case held.Version != version:
			return ErrStale
		case held.Origin.Automatic():
			return ErrAutomatic
		}
		in.Language, in.Path = held.Language, held.Path
		w, err := s.prepare(ctx, tx, in)
		if err != nil {
			return err
		}
		if changed, err := update(ctx, tx, id, version, w, held.Origin); err != nil || !changed {
			return orStale(err)
		}
		after, err = s.record(ctx, tx, "redirects.update", id, s.redirect(held))
		return err
	})
	return after, err
}

// orStale is err, or that somebody was faster.
func orStale(err error) error {
	if err == nil {
		return ErrStale
	}
	return err
}

func (s *Service) record(ctx context.Context, tx bun.Tx, action string, id int64, before any) (Redirect, error) {
	found, err := find(ctx, tx, id)
	if err != nil {
		return Redirect{}, err
	}
	after := s.redirect(found)
	if err := s.deps.Journal.Record(ctx, tx, audit.Entry{Action: action, ObjectType: "redirect", ObjectID: id, Before: before, After: after}); err != nil {
		return Redirect{}, err
	}
	return after, s.deps.Outbox.Publish(ctx, tx, Changed{})
}

// Delete removes a redirect.
func (s *Service) Delete(ctx context.Context, id int64) error {
	return s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		held, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		if removed, err := remove(ctx, tx, id); err != nil || !removed {
			if err == nil {
				err = ErrNotFound
			}
			return err
		}
		entry := audit.Entry{Action: "redirects.delete", ObjectType: "redirect", ObjectID: id, Before: s.redirect(held)}
		if err := s.deps.Journal.Record(ctx, tx, entry); err != nil {
			return err
		}
		return s.deps.Outbox.Publish(ctx, tx, Changed{})
	})
}
