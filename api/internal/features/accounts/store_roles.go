package accounts

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

const selectRoles = `SELECT r.key, r.names, r.permissions, r.built_in, r.second_factor, r.version,
	coalesce(had.users, 0) AS users FROM roles AS r
	LEFT JOIN (SELECT role, count(*) AS users FROM user_roles GROUP BY role) AS had ON had.role = r.key`

type roleRow struct {
	Key          string
	Names        map[lang.Code]string `bun:"type:jsonb"`
	Permissions  []access.Permission  `bun:",array"`
	BuiltIn      bool
	SecondFactor bool
	Version      int64
	Users        int
}

func allRoles(ctx context.Context, db bun.IDB) ([]Role, error) {
	var rows []roleRow
	err := db.NewRaw(selectRoles+" ORDER BY r.key").Scan(ctx, &rows)
	all := make([]Role, len(rows))
	for i, row := range rows {
		all[i] = Role(row)
	}
	return all, err
}

// oneRole refuses with ErrRoleNotFound.
func oneRole(ctx context.Context, tx bun.Tx, key string) (Role, error) {
	var row roleRow
	err := tx.NewRaw(selectRoles+" WHERE r.key = ?", key).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return Role{}, ErrRoleNotFound
	}
	return Role(row), err
}

// lockRoles lets one process change the roles at a time.
func lockRoles(ctx context.Context, tx bun.Tx) error { return lock(ctx, tx, rolesLock) }

// seedRole adds a built-in role, or gives it its permissions. Its names and
// whether it asks for a second factor stay as an administrator left them.
func seedRole(ctx context.Context, tx bun.Tx, r Role) error {
	_, err := tx.NewRaw(`INSERT INTO roles AS r (key, names, permissions, built_in, second_factor) VALUES (?, ?, ?, true, ?)
		ON CONFLICT (key) DO UPDATE SET permissions = excluded.permissions, built_in = true, version = r.version + 1
		WHERE (r.permissions, r.built_in) IS DISTINCT FROM (excluded.permissions, true)`,
		r.Key, r.Names, pgdialect.Array(r.Permissions), r.SecondFactor).Exec(ctx)
	return err
}

// insertRole refuses with ErrRoleTaken.
func insertRole(ctx context.Context, tx bun.Tx, r Role) error {
	_, err := tx.NewRaw("INSERT INTO roles (key, names, permissions, second_factor) VALUES (?, ?, ?, ?)",
		r.Key, r.Names, pgdialect.Array(r.Permissions), r.SecondFactor).Exec(ctx)
	if postgres.Unique(err, "roles_pkey") {
		return ErrRoleTaken
	}
	return err
}

func updateRole(ctx context.Context, tx bun.Tx, r Role) error {
	_, err := tx.NewRaw("UPDATE roles SET names = ?, permissions = ?, second_factor = ?, version = version + 1 WHERE key = ?",
		r.Names, pgdialect.Array(r.Permissions), r.SecondFactor, r.Key).Exec(ctx)
	return err
}

// deleteRole refuses with ErrRoleInUse.
func deleteRole(ctx context.Context, tx bun.Tx, key string) error {
	_, err := tx.NewRaw("DELETE FROM roles WHERE key = ?", key).Exec(ctx)
	if postgres.Referenced(err) {
		return ErrRoleInUse
	}
	return err
}
