package news

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Schedule plans when an article comes onto its site, when it leaves it, or
// both, in place of what was planned before. For a live article only the end can
// be planned. Times are compared by the database's clock.
func (s *Service) Schedule(ctx context.Context, id, version int64, publish, unpublish *time.Time) (Article, error) {
	return s.step(ctx, StepSchedule, id, version, func(_ context.Context, _ bun.Tx, record *record, a *Article) error {
		if err := checkTimes(*a, publish, unpublish); err != nil {
			return err
		}
		a.UnpublishAt = unpublish
		if a.State.Live() {
			record.action = actionScheduleEnd
			return nil
		}
		a.State, a.PublishAt = Scheduled, publish
		if err := checkEmbargo(*a); err != nil {
			return err
		}
		return a.checkComplete()
	})
}

// actionScheduleEnd is the journal's word for planning that a live article leaves
// its site. It has one of its own because it counts as unpublishing (see
// features/alerts): the schedule, which does it later, is nobody.
const actionScheduleEnd = "news.schedule_end"

func checkTimes(a Article, publish, unpublish *time.Time) error {
	begins := a.readAt
	switch {
	case a.State.Live() && (publish != nil || unpublish == nil), !a.State.Live() && publish == nil:
		return ErrNoTime
	case publish != nil && !publish.After(a.readAt):
		return ErrTimePassed
	case publish != nil:
		begins = *publish
	}
	switch {
	case unpublish != nil && !unpublish.After(a.readAt):
		return ErrEndPassed
	case unpublish != nil && !unpublish.After(begins):
		return ErrEndsTooEarly
	}
	return nil
}

// Unschedule takes back what is planned: a scheduled article is ready again, one
// on its site stays there.
func (s *Service) Unschedule(ctx context.Context, id, version int64) (Article, error) {
	return s.step(ctx, StepUnschedule, id, version, func(_ context.Context, _ bun.Tx, _ *record, a *Article) error {
		a.PublishAt, a.UnpublishAt = nil, nil
		if a.State == Scheduled {
			a.State = Ready
		}
		return nil
	})
}

// Due is something that has come due and was done.
type Due struct {
	What      string // "publish", "unpublish", "breaking"
	ArticleID int64
	Late      time.Duration // after its time, by the database's clock
	Failed    error         // why it could not be done; the article is then ready again
}

// RunDue does one thing that is due by the database's clock; false when there is
// none. Any number of processes may call it at once: each thing is claimed by a
// row lock that the others pass over, and done in the claim's transaction, so
// that it happens once, or again when the process dies before the commit.
func (s *Service) RunDue(ctx context.Context) (Due, bool, error) {
	for _, kind := range []struct {
		what, action string
		claim        claim
		do           func(*record, *Article) error
	}{
		{"publish", "news.publish", claimPublish, s.goLive},
		{"unpublish", "news.unpublish", claimUnpublish, func(r *record, a *Article) error { takeOff(r, a); return nil }},
	} {
		due, found, err := s.runOne(ctx, kind.action, kind.claim, kind.do)
		if due.What = kind.what; found || err != nil {
			return due, found, err
		}
	}
	return s.endBreaking(ctx)
}

// claim locks the row that has been due longest. It fails with errNothingDue.
type claim func(ctx context.Context, tx bun.Tx) (id int64, late time.Duration, err error)

func (s *Service) runOne(ctx context.Context, action string, take claim, do func(*record, *Article) error) (Due, bool, error) {
	var due Due
	_, err := s.tx(ctx, action, func(ctx context.Context, tx bun.Tx, record *record) (Article, error) {
		id, late, err := take(ctx, tx)
		if err != nil {
			return Article{}, err
		}
		due = Due{ArticleID: id, Late: late}
		a, err := find(ctx, tx, id, true)
		if err != nil {
			return a, err
		}
		record.changes(a)
		record.note = bySchedule
		if err := do(record, &a); err != nil {
			return a, err
		}
		return a, s.write(ctx, tx, &a)
	})
	if errors.Is(err, errNothingDue) {
		return Due{}, false, nil
	}
	if hopeless(err) {
		due.Failed = err
		return due, true, s.giveUp(ctx, due.ArticleID, err)
	}
	return due, err == nil, err
}

// hopeless tells whether an article's own data stand against what was tried, so
// that to try again would not help: they break a rule or a constraint, or can't be
// written into journal and revision.
func hopeless(err error) bool {
	var unwritable *json.MarshalerError
	_, refused := fault.As(err)
	return refused || postgres.Violated(err) || errors.As(err, &unwritable)
}

// bySchedule is the note of revisions that nobody made by hand.
const bySchedule = "by the schedule"

// giveUp takes the plan from an article that could not be published when it was
// due, so that it neither blocks the others nor is tried for ever. It does not
// read the article: that may be what failed.
func (s *Service) giveUp(ctx context.Context, id int64, why error) error {
	err := s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		state, version, err := dropPlan(ctx, tx, id)
		if err != nil {
			return err
		}
		const action = "news.schedule_failed"
		entry := audit.Entry{Action: action, ObjectType: "article", ObjectID: id, After: map[string]any{"state": state, "error": why.Error()}}
		revision := revisionRow{ArticleID: id, Version: version, Action: action, State: state, Note: why.Error()}
		if err := s.journal.Record(ctx, tx, entry, revision.insert()); err != nil {
			return err
		}
		return s.seal(ctx, tx, id)
	})
	if errors.Is(err, errNothingDue) {
		return nil
	}
	return err
}

// endBreaking takes an article out of the breaking bar whose time there is over.
// Its text is nobody's change, so that its version stays.
func (s *Service) endBreaking(ctx context.Context) (Due, bool, error) {
	due := Due{What: "breaking"}
	err := s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		ended, late, err := claimBreaking(ctx, tx)
		if err != nil {
			return err
		}
		due.ArticleID, due.Late = ended.ID, late
		if err := s.journal.Record(ctx, tx, audit.Entry{Action: "news.breaking_ended", ObjectType: "article", ObjectID: ended.ID}); err != nil {
			return err
		}
		if err := s.seal(ctx, tx, ended.ID); err != nil {
			return err
		}
		return s.outbox.Publish(ctx, tx, BreakingEnded{Change{
			ArticleID: ended.ID, StoryID: ended.StoryID, Language: ended.Language,
			Tags: []string{ArticleTag(ended.ID), BreakingTag(ended.Language)},
		}})
	})
	if errors.Is(err, errNothingDue) {
		return Due{}, false, nil
	}
	return due, err == nil, err
}

// NextDue is how long it is until something is due, by the database's clock:
// negative when it is late, and at most limit.
func (s *Service) NextDue(ctx context.Context, limit time.Duration) (time.Duration, error) {
	return nextDue(ctx, s.db.Primary, limit)
}
