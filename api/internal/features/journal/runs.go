package journal

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/postgres"
)

// State says how far a verification is.
type State string

// The states of a verification.
const (
	Running     State = "running"     // or about to be
	Sound       State = "sound"       // nothing is wrong
	Broken      State = "broken"      // see Problem
	Stopped     State = "stopped"     // by a person
	Interrupted State = "interrupted" // its process died
)

const (
	// beat is how often a running verification gives a sign of life.
	beat = 2 * time.Second
	// silence is how long the signs may be missing; then its process has died.
	silence = 30 * time.Second
	// nightly is the hour, in the service's zone, from which a night's verification is due.
	nightly = 3
)

// Run is a verification as the panel shows it.
type Run struct {
	ID             int64
	StartedAt      time.Time
	StartedName    string // empty: the clock
	FinishedAt     *time.Time
	State          State
	Checked, Total int64
	BadSeq         *int64
	BadEntry       *int64
	Problem        string
}

// Runs are verifications, newest first, and the cursor of the next page.
func (s *Service) Runs(ctx context.Context, cursor string, limit int) ([]Run, *string, error) {
	after, err := keyset.Decode[keyset.ByID](cursor)
	if err != nil {
		return nil, nil, err
	}
	found, err := runs(ctx, s.primary, after, limit+1)
	page, next := keyset.Page(found, limit, func(r Run) any { return keyset.ByID{ID: r.ID} })
	return page, next, err
}

// Start asks for a verification, which a node begins within a second or two. It
// fails with ErrAlreadyVerifying.
func (s *Service) Start(ctx context.Context) (started Run, err error) {
	var by *int64
	name := audit.System
	if p, ok := access.From(ctx); ok {
		by, name = &p.UserID, p.Name
	}
	return started, postgres.InTx(ctx, s.primary, func(ctx context.Context, tx bun.Tx) error {
		id, err := addRun(ctx, tx, by, name)
		if err != nil {
			return err
		}
		if started, err = findRun(ctx, tx, id); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, audit.Entry{Action: "journal.verify", ObjectType: objectRun, ObjectID: id})
	})
}

// objectRun is what the journal calls a verification.
const objectRun = "journal_verification"

// StartNightly asks for a verification when tonight's is due by the database's
// clock and none was done yet.
func (s *Service) StartNightly(ctx context.Context) error {
	return postgres.InTx(ctx, s.primary, func(ctx context.Context, tx bun.Tx) error {
		id, err := addNightlyRun(ctx, tx, s.zone.String())
		if err != nil || id == 0 {
			return err
		}
		return s.journal.Record(ctx, tx, audit.Entry{Action: "journal.verify", ObjectType: objectRun, ObjectID: id})
	})
}

// Stop asks a running verification to end early. It fails with
// ErrVerificationNotFound and ErrNotVerifying.
func (s *Service) Stop(ctx context.Context, id int64) (after Run, err error) {
	return after, postgres.InTx(ctx, s.primary, func(ctx context.Context, tx bun.Tx) error {
		if after, err = findRun(ctx, tx, id); err != nil {
			return err
		}
		stopped, err := stopRun(ctx, tx, id)
		if err != nil {
			return err
		}
		if !stopped {
			return ErrNotVerifying
		}
		return s.journal.Record(ctx, tx, audit.Entry{Action: "journal.verify_stop", ObjectType: objectRun, ObjectID: id})
	})
}

// RunNext does a verification that was asked for; false when there is none.
func (s *Service) RunNext(ctx context.Context) (bool, error) {
	id, err := takeRun(ctx, s.primary)
	if err != nil || id == 0 {
		return false, err
	}
	working, end := context.WithCancel(ctx)
	defer end()
	var checked, total atomic.Int64
	stopped := make(chan bool, 1)
	go func() { stopped <- s.live(working, end, id, &checked, &total) }()
	report, err := s.Verify(working, Examination{Progress: func(c, t int64) { checked.Store(c); total.Store(t) }})
	end()
	outcome := result(report)
	switch {
	case <-stopped && err != nil:
		outcome.State = Stopped
	case err != nil: // no more signs of life: the panel will call it interrupted
		return true, err
	}
	return true, s.finish(context.WithoutCancel(ctx), id, outcome)
}

// live gives signs of life until ctx ends; true when somebody asked to stop.
func (s *Service) live(ctx context.Context, end func(), id int64, checked, total *atomic.Int64) bool {
	for {
		stop, err := beatRun(ctx, s.primary, id, checked.Load(), total.Load())
		if err == nil && stop {
			end()
			return true
		}
		if err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "a verification of the journal can't give a sign of life", "error", err.Error())
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(beat):
		}
	}
}

// result is a run as its report ends it.
func result(report Report) Run {
	r := Run{State: Sound, Checked: report.Checked, Total: report.Total}
	if bad := report.Bad; bad != nil {
		r.State, r.Problem = Broken, bad.Text
		if bad.Seq != 0 {
			r.BadSeq = &bad.Seq
		}
		if bad.Entry != 0 {
			r.BadEntry = &bad.Entry
		}
	}
	return r
}

// outcome is what the journal keeps of a run.
type outcome struct {
	Outcome  State  `json:"outcome"`
	Checked  int64  `json:"checked"`
	BadSeq   *int64 `json:"badSeq,omitempty"`
	BadEntry *int64 `json:"badEntry,omitempty"`
	Problem  string `json:"problem,omitempty"`
}

func (s *Service) finish(ctx context.Context, id int64, r Run) error {
	err := postgres.InTx(ctx, s.primary, func(ctx context.Context, tx bun.Tx) error {
		if err := finishRun(ctx, tx, id, r); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, audit.Entry{
			Action: "journal.verified", ObjectType: objectRun, ObjectID: id,
			After: outcome{Outcome: r.State, Checked: r.Checked, BadSeq: r.BadSeq, BadEntry: r.BadEntry, Problem: r.Problem},
		})
	})
	if r.State == Broken {
		s.report(ctx, r.Problem)
	}
	return err
}
