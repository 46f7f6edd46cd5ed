package accounts

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Roles are all roles, by key, with how many people have each.
func (s *Service) Roles(ctx context.Context) ([]Role, error) { return allRoles(ctx, s.db) }

// CreateRole adds a role. It refuses with ErrInvalidRole, ErrRoleTaken, and with
// ErrBeyondRights when the role could do what by may not.
func (s *Service) CreateRole(ctx context.Context, by access.Principal, r Role) (made Role, err error) {
	r = r.tidied()
	if err := r.check(); err != nil {
		return made, err
	}
	if !editable(by, r) {
		return made, ErrBeyondRights
	}
	err = s.changeRoles(ctx, func(ctx context.Context, tx bun.Tx) (audit.Entry, error) {
		if err := insertRole(ctx, tx, r); err != nil {
			return audit.Entry{}, err
		}
		made, err = oneRole(ctx, tx, r.Key)
		return audit.Entry{Action: "accounts.create_role", ObjectID: r.Key, After: made.told()}, err
	})
	return made, err
}

// UpdateRole changes names, permissions and the need of a second factor, at the
// version that by has seen. Everybody with the role may do it from the next
// request on. Besides what CreateRole refuses with, it refuses with
// ErrRoleNotFound, ErrRoleStale and ErrAdministratorFixed.
func (s *Service) UpdateRole(ctx context.Context, by access.Principal, r Role) (after Role, err error) {
	r = r.tidied()
	err = s.changeRoles(ctx, func(ctx context.Context, tx bun.Tx) (audit.Entry, error) {
		before, err := oneRole(ctx, tx, r.Key)
		if err != nil {
			return audit.Entry{}, err
		}
		if !editable(by, before) || !editable(by, r) {
			return audit.Entry{}, ErrBeyondRights
		}
		if err := r.check(); err != nil {
			return audit.Entry{}, err
		}
		switch {
		case before.Version != r.Version:
			return audit.Entry{}, ErrRoleStale
		case r.Key == Administrator && !slices.Equal(r.Permissions, before.Permissions):
			return audit.Entry{}, ErrAdministratorFixed
		}
		if err := updateRole(ctx, tx, r); err != nil {
			return audit.Entry{}, err
		}
		after, err = oneRole(ctx, tx, r.Key)
		return audit.Entry{Action: "accounts.update_role", ObjectID: r.Key, Before: before.told(), After: after.told()}, err
	})
	return after, err
}

// DeleteRole removes a role that nobody has. It refuses with ErrRoleNotFound,
// ErrBeyondRights, ErrRoleBuiltIn and ErrRoleInUse.
func (s *Service) DeleteRole(ctx context.Context, by access.Principal, key string) error {
	return s.changeRoles(ctx, func(ctx context.Context, tx bun.Tx) (audit.Entry, error) {
		before, err := oneRole(ctx, tx, key)
		switch {
		case err != nil:
			return audit.Entry{}, err
		case !editable(by, before):
			return audit.Entry{}, ErrBeyondRights
		case before.BuiltIn:
			return audit.Entry{}, ErrRoleBuiltIn
		}
		return audit.Entry{Action: "accounts.delete_role", ObjectID: key, Before: before.told()}, deleteRole(ctx, tx, key)
	})
}

// changeRoles runs one change of a role with its entry. Roles are changed one
// after the other, and not while EnsureRoles seeds them: it writes what it read.
func (s *Service) changeRoles(ctx context.Context, do func(context.Context, bun.Tx) (audit.Entry, error)) error {
	return postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		if err := lockRoles(ctx, tx); err != nil {
			return err
		}
		entry, err := do(ctx, tx)
		if err != nil {
			return err
		}
		entry.ObjectType = "role"
		return s.journal.Record(ctx, tx, entry)
	})
}
