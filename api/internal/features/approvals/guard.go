package approvals

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/alerts"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
)

// Guard implements audit.Guard. It refuses with ErrSecondPersonNeeded. Jobs and
// commands pass: there is a person's step or an administrator behind them. A
// program with a key counts as its owner.
//
// What was deleted or unpublished is counted in the journal itself, within the
// window; one after the other, so that requests at the same time see each other.
func (s *Service) Guard(ctx context.Context, tx bun.Tx, e audit.Entry) error {
	kind, guarded := kindOf(e.Action)
	p, person := access.From(ctx)
	if !guarded || !person {
		return nil
	}
	rule, err := s.rules.Setting(ctx, tx, string(kind))
	if err != nil || !rule.Enabled {
		return err
	}
	if err := oneByOne(ctx, tx, p.UserID, kind); err != nil {
		return err
	}
	done, err := doneWithin(ctx, tx, p.UserID, kind, rule.Window(), rule.Threshold)
	if err != nil || done < rule.Threshold {
		return err
	}
	allowed, err := use(ctx, tx, p.UserID, kind)
	if err == nil && !allowed {
		err = ErrSecondPersonNeeded.With("kind", kind).With("threshold", rule.Threshold).With("windowSeconds", rule.WindowSeconds)
	}
	return err
}

func kindOf(action string) (Kind, bool) {
	for _, kind := range kinds() {
		if alerts.Covers(string(kind), action) {
			return kind, true
		}
	}
	return "", false
}
