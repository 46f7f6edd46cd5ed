package news

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/outbox"
)

// Submit sends an article to review.
func (s *Service) Submit(ctx context.Context, id, version int64) (Article, error) {
	return s.step(ctx, StepSubmit, id, version, into(InReview))
}

// Approve says that an article is ready to be published.
func (s *Service) Approve(ctx context.Context, id, version int64) (Article, error) {
	return s.step(ctx, StepApprove, id, version, into(Ready))
}

func into(state State) change {
	return func(_ context.Context, _ bun.Tx, _ *record, a *Article) error {
		a.State = state
		return nil
	}
}

// Return gives an article back to be written on. A remark becomes a comment on
// the story; a command's has no author, so that it stands in the revision alone.
func (s *Service) Return(ctx context.Context, id, version int64, remark string) (Article, error) {
	remark = strings.TrimSpace(remark)
	return s.step(ctx, StepReturn, id, version, func(ctx context.Context, tx bun.Tx, record *record, a *Article) error {
		a.State, record.note = a.resting(), remark
		if author := access.UserID(ctx); remark != "" && author != nil {
			return insertComment(ctx, tx, &Comment{StoryID: a.StoryID, ArticleID: &a.ID, AuthorID: *author, Text: remark})
		}
		return nil
	})
}

// resting is the state of an article that nothing is planned with.
func (a Article) resting() State {
	if a.PublishedAt != nil {
		return Unpublished
	}
	return Draft
}

// Publish puts an article on its site.
func (s *Service) Publish(ctx context.Context, id, version int64) (Article, error) {
	return s.step(ctx, StepPublish, id, version, func(_ context.Context, _ bun.Tx, record *record, a *Article) error {
		return s.goLive(record, a)
	})
}

// breakingTime is how long breaking news stands in the bar unless somebody says
// otherwise: long enough for a second push, short enough to keep its meaning.
const breakingTime = time.Hour

func (s *Service) goLive(record *record, a *Article) error {
	if a.embargoed() {
		return ErrEmbargoed
	}
	if err := a.checkComplete(); err != nil {
		return err
	}
	if a.UnpublishAt != nil && !a.UnpublishAt.After(a.readAt) { // as after a downtime
		return ErrEndPassed
	}
	a.State, a.PublishAt = Published, nil
	if a.Urgency == Breaking {
		a.enterBar(breakingTime)
	}
	record.event = func(ch Change) outbox.Event { return WasPublished{ch} }
	return nil
}

// enterBar puts the article into the breaking bar for a time from now.
func (a *Article) enterBar(d time.Duration) {
	until := a.readAt.Add(d)
	a.Urgency, a.BreakingUntil = Breaking, &until
}

// Unpublish takes an article off its site.
func (s *Service) Unpublish(ctx context.Context, id, version int64) (Article, error) {
	return s.step(ctx, StepUnpublish, id, version, func(_ context.Context, _ bun.Tx, record *record, a *Article) error {
		takeOff(record, a)
		return nil
	})
}

func takeOff(record *record, a *Article) {
	a.State, a.UnpublishAt, a.BreakingUntil = Unpublished, nil, nil
	record.event = func(ch Change) outbox.Event { return WasUnpublished{ch} }
}

// Correct changes an article on its site and tells readers in a dated note. What
// stood before is kept as a revision.
func (s *Service) Correct(ctx context.Context, id, version int64, c Content, note string) (Article, error) {
	return s.step(ctx, StepCorrect, id, version, func(ctx context.Context, tx bun.Tx, record *record, a *Article) error {
		if err := s.saveTyped(ctx, tx, record, a, c); err != nil {
			return err
		}
		a.State, a.CorrectedAt, record.note = Corrected, &a.readAt, note
		return insertCorrection(ctx, tx, Correction{ArticleID: a.ID, Note: note, BeforeVersion: version, CreatedBy: access.UserID(ctx)})
	})
}

// Kill takes an article down for good, for a reason that the newsroom keeps to
// itself. Its address answers that there was something, and no more.
func (s *Service) Kill(ctx context.Context, id, version int64, reason string) (Article, error) {
	return s.step(ctx, StepKill, id, version, func(ctx context.Context, tx bun.Tx, record *record, a *Article) error {
		takeOff(record, a)
		a.State, a.KillReason, record.note = Killed, reason, reason
		record.event = func(ch Change) outbox.Event { return WasKilled{ch} }
		return revokePreviews(ctx, tx, a.ID)
	})
}

// Trash puts an article into the trash, from which Restore takes it.
func (s *Service) Trash(ctx context.Context, id, version int64) (Article, error) {
	return s.step(ctx, StepTrash, id, version, into(Trashed))
}

// Restore takes an article out of the trash. It has to be approved anew.
func (s *Service) Restore(ctx context.Context, id, version int64) (Article, error) {
	return s.step(ctx, StepRestore, id, version, func(_ context.Context, _ bun.Tx, _ *record, a *Article) error {
		a.State = a.resting()
		return nil
	})
}

// SetBreaking keeps a live article in the breaking bar for a time from now; 0 ends that.
func (s *Service) SetBreaking(ctx context.Context, id, version int64, d time.Duration) (Article, error) {
	return s.act(ctx, "news.breaking", StepSave, id, version, func(_ context.Context, _ bun.Tx, record *record, a *Article) error {
		if !a.State.Live() {
			return ErrNotLive
		}
		if a.Urgency == Breaking {
			a.Urgency = Urgent
		}
		a.BreakingUntil = nil
		if d > 0 {
			a.enterBar(d)
		}
		record.event = func(ch Change) outbox.Event { return WasUpdated{ch} }
		return nil
	})
}

// MarkTranslated says that a translation is as new as the text of its original
// that the caller has looked at. It fails with ErrSourceChanged when that is not
// the original's any more.
func (s *Service) MarkTranslated(ctx context.Context, id, version, sourceText int64) (Article, error) {
	return s.act(ctx, "news.translated", StepSave, id, version, func(ctx context.Context, tx bun.Tx, _ *record, a *Article) error {
		if a.Translation == nil {
			return ErrNoTranslation
		}
		now, err := original(ctx, tx, a.StoryID, a.Translation.From)
		if err == nil && now.TextVersion != sourceText {
			return ErrSourceChanged
		}
		a.Translation = now
		return err
	})
}
