package news

import (
	"context"
	"slices"

	"baq.kz/portal/api/internal/platform/access"
)

// State is where an article stands in its life.
type State string

// The states. Published and corrected articles are live: on their site. An
// unpublished one was. A killed one was taken down for good.
const (
	Draft       State = "draft"
	InReview    State = "in_review"
	Ready       State = "ready"
	Scheduled   State = "scheduled"
	Published   State = "published"
	Corrected   State = "corrected"
	Unpublished State = "unpublished"
	Killed      State = "killed"
	Trashed     State = "trashed"
)

// Live tells whether readers see an article in this state.
func (s State) Live() bool { return s == Published || s == Corrected }

// Step is what can be done with an article.
type Step string

// The steps.
const (
	StepSave       Step = "save"
	StepSubmit     Step = "submit"
	StepApprove    Step = "approve"
	StepReturn     Step = "return"
	StepSchedule   Step = "schedule"
	StepUnschedule Step = "unschedule"
	StepPublish    Step = "publish"
	StepCorrect    Step = "correct"
	StepUnpublish  Step = "unpublish"
	StepKill       Step = "kill"
	StepTrash      Step = "trash"
	StepRestore    Step = "restore"
)

// Permissions that the steps need.
const (
	mayWrite   access.Permission = "news.write"
	mayReview  access.Permission = "news.review"
	mayPublish access.Permission = "news.publish"
	mayKill    access.Permission = "news.kill"
)

// standing is what decides on the steps of an article.
type standing struct {
	state       State
	published   bool // it was on its site, now or before
	unpublishes bool // the end of its publication is planned
	holding     holding
}

func (a Article) standing() standing {
	return standing{a.State, a.PublishedAt != nil, a.UnpublishAt != nil, a.holding()}
}

// workflow says from where each step leads, in the order in which they are shown.
var workflow = []struct {
	step Step
	from []State
}{
	{StepSave, []State{Draft, InReview, Ready, Scheduled, Published, Corrected, Unpublished}},
	{StepSubmit, []State{Draft, Unpublished}},
	{StepApprove, []State{Draft, InReview, Unpublished}},
	{StepReturn, []State{InReview, Ready}},
	{StepSchedule, []State{Draft, InReview, Ready, Scheduled, Published, Corrected, Unpublished}},
	{StepUnschedule, []State{Scheduled, Published, Corrected}},
	{StepPublish, []State{Draft, InReview, Ready, Scheduled, Unpublished}},
	{StepCorrect, []State{Published, Corrected}},
	{StepUnpublish, []State{Published, Corrected}},
	{StepKill, []State{Published, Corrected, Unpublished}},
	{StepTrash, []State{Draft, InReview, Ready, Unpublished}},
	{StepRestore, []State{Trashed}},
}

// admits are the steps that the standing allows, whoever asks.
func (s standing) admits() []Step {
	steps := []Step{}
	for _, one := range workflow {
		if !slices.Contains(one.from, s.state) || one.step == StepUnschedule && s.state.Live() && !s.unpublishes {
			continue
		}
		steps = append(steps, one.step)
	}
	return steps
}

// needs is the permission for a step. What readers see or will see is in the
// hands of those who publish; what was approved, of those who review.
func (s standing) needs(step Step) access.Permission {
	switch step {
	case StepSave:
		switch {
		case s.state.Live() || s.state == Scheduled:
			return mayPublish
		case s.state == Ready:
			return mayReview
		}
		return mayWrite
	case StepReturn:
		if s.state == Ready {
			return mayReview
		}
		return mayWrite
	case StepApprove:
		return mayReview
	case StepTrash, StepRestore:
		switch {
		case s.published:
			return mayPublish
		case s.state == Ready:
			return mayReview
		}
		return mayWrite
	case StepKill:
		return mayKill
	case StepSchedule, StepUnschedule, StepPublish, StepCorrect, StepUnpublish:
		return mayPublish
	}
	return mayWrite
}

// steps are those that the caller may take. A command or an import, which is
// nobody, may take all that the standing admits.
func (s standing) steps(ctx context.Context) []Step {
	p, known := access.From(ctx)
	return slices.DeleteFunc(s.admits(), func(step Step) bool { return known && s.may(p, step) != nil })
}

// check refuses a step that the standing or the caller's rights stand against.
func (s standing) check(ctx context.Context, step Step) error {
	p, known := access.From(ctx)
	if known {
		if err := s.holding.within(p); err != nil {
			return err // whatever the state is
		}
	}
	if admitted := s.admits(); !slices.Contains(admitted, step) {
		return ErrForbiddenStep.With("allowed", admitted)
	}
	if known {
		return s.may(p, step)
	}
	return nil
}
