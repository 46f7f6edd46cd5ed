package photobank

import (
	"context"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
)

// Shown are pictures as the admin API shows them, with what the rules of the
// photobank say of them now.
func (s *Service) Shown(ctx context.Context, pictures ...Picture) ([]admin.Picture, error) {
	out := make([]admin.Picture, 0, len(pictures))
	if len(pictures) == 0 {
		return out, nil
	}
	rules, err := s.Settings(ctx)
	if err != nil {
		return nil, err
	}
	now := s.deps.Now()
	for _, p := range pictures {
		shown := s.AdminPicture(p)
		shown.Rights = admin.RightsState(p.rights(now, rules.NoticeDays))
		shown.Missing = p.missing(rules.Required, s.deps.Languages)
		out = append(out, shown)
	}
	return out, nil
}

// What can be said of the rights in a picture.
const (
	rightsOpen     = "open"
	rightsValid    = "valid"
	rightsExpiring = "expiring"
	rightsExpired  = "expired"
)

func (p Picture) rights(now time.Time, noticeDays int) string {
	switch {
	case p.ExpiresAt == nil:
		return rightsOpen
	case p.Expired(now):
		return rightsExpired
	case p.ExpiresAt.Before(now.AddDate(0, 0, noticeDays)):
		return rightsExpiring
	}
	return rightsValid
}

// shown makes the answer of an operation on one picture of what the service says.
func (a AdminAPI) shown(ctx context.Context) func(Picture, error) (admin.Picture, error) {
	return func(p Picture, err error) (admin.Picture, error) {
		if err != nil {
			return admin.Picture{}, err
		}
		all, err := a.Service.Shown(ctx, p)
		if err != nil {
			return admin.Picture{}, err
		}
		return all[0], nil
	}
}
