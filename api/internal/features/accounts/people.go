package accounts

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/postgres"
)

// PeopleQuery says which users a list shows.
type PeopleQuery struct {
	Search string // a part of the name or the e-mail; "": any
	Role   string // a role's key; "": any
	State  string // UserActive and so on; "": any
	Cursor string
	Limit  int
}

// People is a page of the staff by name, and the cursor of the next (nil: none).
func (s *Service) People(ctx context.Context, q PeopleQuery) ([]User, *string, error) {
	after, err := keyset.Decode[keyset.ByName](q.Cursor)
	if err != nil {
		return nil, nil, err
	}
	rows, err := pageOfUsers(ctx, s.db, q, after)
	rows, next := keyset.Page(rows, q.Limit, func(u User) any { return keyset.ByName{Name: u.Name, ID: u.ID} })
	return rows, next, err
}

// User is one member of the staff. It refuses with ErrUserNotFound.
func (s *Service) User(ctx context.Context, id int64) (User, error) {
	return oneUser(ctx, s.db, whereID, id)
}

// Invite adds somebody without a password and has an invitation mailed. It
// refuses with ErrNoMail, ErrInvalidUser, ErrEmailTaken and ErrUnknownRole, and with
// ErrBeyondRights when the newcomer could do what by may not.
func (s *Service) Invite(ctx context.Context, by access.Principal, p Profile) (user User, err error) {
	p = p.tidied()
	if err := p.check(s.languages); err != nil {
		return user, err
	}
	if s.mute() {
		return user, ErrNoMail
	}
	now := s.now()
	err = postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		id, err := insertUser(ctx, tx, NewUser{Email: p.Email, Name: p.Name}, "", now)
		if err != nil {
			return err
		}
		if user, err = s.settle(ctx, tx, by, id, p); err != nil {
			return err
		}
		if err := s.invite(ctx, tx, id); err != nil {
			return err
		}
		return s.changed(ctx, tx, id, audit.Entry{Action: "accounts.create_user", After: user.told()})
	})
	return user, err
}

// UpdateUser changes what somebody is and may do, at the version that by has
// seen. Besides what Invite refuses with, it refuses with ErrUserNotFound,
// ErrNotManageable, ErrUserStale and ErrLastAdministrator.
func (s *Service) UpdateUser(ctx context.Context, by access.Principal, id, version int64, p Profile) (User, error) {
	p = p.tidied()
	return s.manage(ctx, by, id, version, func(ctx context.Context, tx bun.Tx, before User) (audit.Entry, error) {
		if err := p.check(s.languages); err != nil {
			return audit.Entry{}, err
		}
		after, err := s.settle(ctx, tx, by, id, p)
		if err != nil {
			return audit.Entry{}, err
		}
		if err := s.keepAdministrator(ctx, tx, before, after); err != nil {
			return audit.Entry{}, err
		}
		if before.Email != after.Email { // what was sent to the other address may be in other hands
			err = voidLinks(ctx, tx, id, s.now())
		}
		return audit.Entry{Action: "accounts.update_user", Before: before.told(), After: after.told()}, err
	})
}

// Disable shuts somebody out and ends all sessions, at the version that by has
// seen; Enable lets somebody in again. They refuse as UpdateUser does.
func (s *Service) Disable(ctx context.Context, by access.Principal, id, version int64) (User, error) {
	return s.manage(ctx, by, id, version, s.disabling(true))
}

// Enable lets somebody in again; see Disable.
func (s *Service) Enable(ctx context.Context, by access.Principal, id, version int64) (User, error) {
	return s.manage(ctx, by, id, version, s.disabling(false))
}

// manage runs one change of a user by somebody else.
func (s *Service) manage(ctx context.Context, by access.Principal, id, version int64, do changeOfUser) (after User, err error) {
	err = postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		err := s.changeIn(ctx, tx, id, func(ctx context.Context, tx bun.Tx, before User) (audit.Entry, error) {
			switch {
			case !manageable(by, before):
				return audit.Entry{}, ErrNotManageable
			case before.Version != version:
				return audit.Entry{}, ErrUserStale
			}
			return do(ctx, tx, before)
		})
		if err == nil {
			after, err = oneUser(ctx, tx, whereID, id)
		}
		return err
	})
	return after, err
}

// settle writes a profile. What comes out must not reach further than by may.
func (s *Service) settle(ctx context.Context, tx bun.Tx, by access.Principal, id int64, p Profile) (User, error) {
	known, err := rubricsAmong(ctx, tx, p.Rubrics)
	if err != nil {
		return User{}, err
	}
	for _, rubric := range p.Rubrics {
		if !slices.Contains(known, rubric) {
			return User{}, ErrInvalidUser.WithFields(unknown("rubrics", rubric))
		}
	}
	if err := updateProfile(ctx, tx, id, p, s.now()); err != nil {
		return User{}, err
	}
	if err := setRoles(ctx, tx, id, p.Roles); err != nil {
		return User{}, err
	}
	user, err := oneUser(ctx, tx, whereID, id)
	if err == nil && !grants(by, user.Held, user.Limits) {
		err = ErrBeyondRights
	}
	return user, err
}

// keepAdministrator refuses with ErrLastAdministrator what would leave nobody who
// may do everything and can log in. Of two such changes at once the second waits
// for the first, and then sees it.
func (s *Service) keepAdministrator(ctx context.Context, tx bun.Tx, before, after User) error {
	if !before.administers() || after.administers() {
		return nil
	}
	if err := lock(ctx, tx, administratorsLock); err != nil {
		return err
	}
	others, err := otherAdministrators(ctx, tx, before.ID)
	if err == nil && !others {
		err = ErrLastAdministrator
	}
	return err
}
