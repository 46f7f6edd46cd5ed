package accounts

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/postgres"
)

// EnsureRoles seeds the built-in roles, and gives them the permissions that are
// new to this installation. What an administrator made of a role stays, but for
// the administrator's own role, which has everything. In production the two
// roles that can do the most harm ask for a second factor from the beginning.
// Call it after each migration; it may run on several nodes at once.
func (s *Service) EnsureRoles(ctx context.Context) error {
	return postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		if err := lockRoles(ctx, tx); err != nil {
			return err
		}
		stored, err := allRoles(ctx, tx)
		if err != nil {
			return err
		}
		have := map[string][]access.Permission{}
		for _, r := range stored {
			have[r.Key] = r.Permissions
		}
		fresh := func(p access.Permission) bool { return !slices.Contains(have[Administrator], p) }
		for _, r := range builtIn() {
			r.Permissions = merge(r, have[r.Key], fresh)
			r.SecondFactor = s.production && (r.Key == Administrator || r.Key == ChiefEditor)
			if err := seedRole(ctx, tx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

// Users are all members of the staff, by e-mail.
func (s *Service) Users(ctx context.Context) ([]User, error) { return allUsers(ctx, s.db) }

// UserByEmail refuses with ErrUserNotFound.
func (s *Service) UserByEmail(ctx context.Context, email string) (User, error) {
	return oneUser(ctx, s.db, whereEmail, address(email))
}

// CreateUser adds a member of the staff. It refuses with ErrInvalidUser,
// ErrEmailTaken and ErrUnknownRole.
func (s *Service) CreateUser(ctx context.Context, n NewUser) (id int64, err error) {
	n = n.folded()
	if err := n.check(); err != nil {
		return 0, err
	}
	hash, err := s.hasher.hash(ctx, n.Password)
	if err != nil {
		return 0, err
	}
	now := s.now()
	err = postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		if id, err = insertUser(ctx, tx, n, hash, now); err != nil {
			return err
		}
		if err := setRoles(ctx, tx, id, n.Roles); err != nil {
			return err
		}
		after := map[string]any{"email": n.Email, "name": n.Name, "roles": n.Roles}
		return s.changed(ctx, tx, id, audit.Entry{Action: "accounts.create_user", After: after})
	})
	return id, err
}

// SetDisabled shuts a user out, which ends all sessions, or lets him in again. It
// refuses with ErrLastAdministrator.
func (s *Service) SetDisabled(ctx context.Context, id int64, disabled bool) error {
	return s.change(ctx, id, s.disabling(disabled))
}

// disabling is the change that shuts somebody out or lets somebody in.
func (s *Service) disabling(disabled bool) changeOfUser {
	return func(ctx context.Context, tx bun.Tx, u User) (audit.Entry, error) {
		action, id, after := "accounts.enable_user", u.ID, u
		after.Disabled = disabled
		if disabled {
			action = "accounts.disable_user"
			if err := s.keepAdministrator(ctx, tx, u, after); err != nil {
				return audit.Entry{}, err
			}
			if _, err := endAll(ctx, tx, id, s.now()); err != nil {
				return audit.Entry{}, err
			}
			if err := voidLinks(ctx, tx, id, s.now()); err != nil {
				return audit.Entry{}, err
			}
		}
		state := func(disabled bool) map[string]bool { return map[string]bool{"disabled": disabled} }
		return audit.Entry{Action: action, Before: state(u.Disabled), After: state(disabled)}, updateDisabled(ctx, tx, id, disabled, s.now())
	}
}

// SetRoles replaces the roles of a user. It refuses with ErrUnknownRole and
// ErrLastAdministrator.
func (s *Service) SetRoles(ctx context.Context, id int64, roles []string) error {
	roles = slices.Compact(inOrder(roles))
	return s.change(ctx, id, func(ctx context.Context, tx bun.Tx, u User) (audit.Entry, error) {
		after := u
		after.Roles = roles
		if err := s.keepAdministrator(ctx, tx, u, after); err != nil {
			return audit.Entry{}, err
		}
		state := func(roles []string) map[string][]string { return map[string][]string{"roles": roles} }
		return audit.Entry{Action: "accounts.set_roles", Before: state(u.Roles), After: state(roles)}, replaceRoles(ctx, tx, id, roles, s.now())
	})
}

// changeOfUser changes a user whose row is held, and says what to journal.
type changeOfUser func(context.Context, bun.Tx, User) (audit.Entry, error)

// change runs one change of a user, with its entry and its event. It refuses
// with ErrUserNotFound.
func (s *Service) change(ctx context.Context, id int64, do changeOfUser) error {
	return postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error { return s.changeIn(ctx, tx, id, do) })
}

func (s *Service) changeIn(ctx context.Context, tx bun.Tx, id int64, do changeOfUser) error {
	user, err := oneUser(ctx, tx, whereIDHeld, id)
	if err != nil {
		return err
	}
	entry, err := do(ctx, tx, user)
	if err != nil {
		return err
	}
	return s.changed(ctx, tx, id, entry)
}

func (s *Service) changed(ctx context.Context, tx bun.Tx, id int64, e audit.Entry) error {
	e.ObjectType, e.ObjectID = "user", id
	if err := s.journal.Record(ctx, tx, e); err != nil {
		return err
	}
	return s.outbox.Publish(ctx, tx, UserChanged{UserID: id})
}
