package integrity

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Kind is how much a check looks at.
type Kind string

// The kinds.
const (
	Full   Kind = "full"
	Sample Kind = "sample"
)

// State is where a check stands.
type State string

// The states. An interrupted check is one whose process died; the next goes on
// with it.
const (
	Running     State = "running"
	Done        State = "done"
	Stopped     State = "stopped"
	Interrupted State = "interrupted"
)

// Check is a run of a check.
type Check struct {
	ID         int64
	Kind       Kind
	State      State
	StartedAt  time.Time
	StartedBy  string // a name; empty: the clock
	FinishedAt *time.Time
	Part       int   // where it is
	Cursor     int64 // the last id in it
	Checked    int64 // objects
	Total      int64 // an estimate, while it runs
	Found      int   // objects with a problem
}

// checkJournal is what the journal keeps of a check.
type checkJournal struct {
	Kind  Kind  `json:"kind"`
	State State `json:"state"`
}

// Start has a check done as soon as somebody has a hand free; by is who asks for
// it where that is no person. It fails with ErrRunning.
func (s *Service) Start(ctx context.Context, kind Kind, by string) (c Check, err error) {
	if p, ok := access.From(ctx); ok {
		by = p.Name
	}
	err = postgres.InTx(ctx, s.deps.DB.Primary, func(ctx context.Context, tx bun.Tx) error {
		if c, err = startCheck(ctx, tx, kind, by); err != nil {
			return refusal(err)
		}
		return s.journal(ctx, tx, "integrity.start", c)
	})
	return c, err
}

// Stop ends a check; Resume goes on with it where it stands.
func (s *Service) Stop(ctx context.Context, id int64) (Check, error) {
	return s.turn(ctx, id, "integrity.stop", Running, Stopped, ErrNotRunning)
}

// Resume goes on with a check that was stopped. One that was interrupted goes on by
// itself. It fails with ErrRunning when another of its kind runs.
func (s *Service) Resume(ctx context.Context, id int64) (Check, error) {
	return s.turn(ctx, id, "integrity.resume", Stopped, Running, ErrNotStopped)
}

func (s *Service) turn(ctx context.Context, id int64, action string, from, to State, otherwise error) (c Check, err error) {
	err = postgres.InTx(ctx, s.deps.DB.Primary, func(ctx context.Context, tx bun.Tx) error {
		turned, err := turnCheck(ctx, tx, id, from, to)
		if err != nil {
			return refusal(err)
		}
		if c, err = findCheck(ctx, tx, id); err != nil {
			return err
		}
		if !turned {
			return otherwise
		}
		return s.journal(ctx, tx, action, c)
	})
	return c, err
}

func (s *Service) journal(ctx context.Context, tx bun.Tx, action string, c Check) error {
	return s.deps.Journal.Record(ctx, tx, audit.Entry{
		Action: action, ObjectType: "integrity_check", ObjectID: c.ID, After: checkJournal{c.Kind, c.State},
	})
}

// Check finds a check. It fails with ErrCheckNotFound.
func (s *Service) Check(ctx context.Context, id int64) (Check, error) {
	return findCheck(ctx, s.deps.DB.Primary, id)
}

// Checks is a page of checks, the youngest first, and the cursor of the next (nil:
// none).
func (s *Service) Checks(ctx context.Context, cursor string, limit int) ([]Check, *string, error) {
	after, err := keyset.Decode[keyset.ByID](cursor)
	if err != nil {
		return nil, nil, err
	}
	rows, err := listChecks(ctx, s.deps.DB.Primary, after, limit)
	if err != nil {
		return nil, nil, err
	}
	rows, next := keyset.Page(rows, limit, func(c Check) any { return keyset.ByID{ID: c.ID} })
	return rows, next, nil
}
