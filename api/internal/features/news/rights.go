package news

import (
	"context"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/lang"
)

// mayWriteAny widens news.write to what others have written. Without it people
// write on their own drafts only; what is approved, scheduled or live is a matter
// of news.review and news.publish, whoever wrote it.
const mayWriteAny access.Permission = "news.write_any"

// holding is where an article belongs: what decides, besides its state, on who
// may do something with it.
type holding struct {
	owner    *int64 // who wrote the first draft; nil: an import or a command
	language lang.Code
	rubric   *int64
}

func (a Article) holding() holding { return holding{a.CreatedBy, a.Language, a.RubricID} }

func (h holding) ownedBy(p access.Principal) bool { return h.owner != nil && *h.owner == p.UserID }

// within refuses who may not change anything here, in whatever state it is: by
// the limits of language and rubric. A draft of one's own that has no rubric yet
// is within every limit of rubrics.
func (h holding) within(p access.Principal) error {
	limits := p.Limits
	if h.rubric == nil && h.ownedBy(p) {
		limits.Rubrics = nil
	}
	if !limits.Allow(h.language, h.rubric) {
		return ErrOutsideLimits
	}
	return nil
}

// draftable refuses who may not write on drafts here: outside of the limits, or
// on somebody else's.
func (h holding) draftable(p access.Principal) error {
	if err := h.within(p); err != nil {
		return err
	}
	if !h.ownedBy(p) && !p.May(mayWriteAny) {
		return ErrNotYours
	}
	return nil
}

// mayWriteHere refuses a caller who may not write on an article. A command or an
// import, which is nobody, may.
func mayWriteHere(ctx context.Context, h holding) error {
	p, known := access.From(ctx)
	if !known {
		return nil
	}
	return h.draftable(p)
}

// mayPutHere refuses a caller who may not put an article where it is to be.
func mayPutHere(ctx context.Context, h holding) error {
	p, known := access.From(ctx)
	if !known {
		return nil
	}
	return h.within(p)
}

// may refuses a caller who may not take a step.
func (s standing) may(p access.Principal, step Step) error {
	needs := s.needs(step)
	if !p.May(needs) {
		if step == StepSave && needs == mayPublish {
			return ErrPublishedLocked
		}
		return ErrStepNotAllowed
	}
	if needs == mayWrite {
		return s.holding.draftable(p)
	}
	return s.holding.within(p)
}
