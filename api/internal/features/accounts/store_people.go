package accounts

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

// pageOfUsers reads one user more than the page has.
func pageOfUsers(ctx context.Context, db bun.IDB, q PeopleQuery, after *keyset.ByName) ([]User, error) {
	conditions, arguments := []string{"true"}, []any{}
	where := func(condition string, values ...any) {
		conditions, arguments = append(conditions, condition), append(arguments, values...)
	}
	if after != nil {
		where("(u.name, u.id) > (?, ?)", after.Name, after.ID)
	}
	if q.Search != "" {
		where("(u.name ILIKE ? OR u.email ILIKE ?)", postgres.Contains(q.Search), postgres.Contains(q.Search))
	}
	if q.Role != "" {
		where("EXISTS (SELECT FROM user_roles AS f WHERE f.user_id = u.id AND f.role = ?)", q.Role)
	}
	switch q.State {
	case UserDisabled:
		where("u.disabled")
	case UserActive:
		where("NOT u.disabled AND " + hasWayIn)
	case UserInvited:
		where("NOT u.disabled AND NOT " + hasWayIn)
	}
	var rows []userRow
	err := db.NewRaw(selectUsers+" WHERE "+strings.Join(conditions, " AND ")+" ORDER BY u.name, u.id LIMIT ?", append(arguments, q.Limit+1)...).Scan(ctx, &rows)
	return users(rows), err
}

// hasWayIn tells of a user u what User.State does.
const hasWayIn = "(u.password_hash IS NOT NULL OR u.last_login_at IS NOT NULL)"

// updateProfile refuses with ErrEmailTaken.
func updateProfile(ctx context.Context, tx bun.Tx, id int64, p Profile, now time.Time) error {
	_, err := tx.NewRaw(`UPDATE users SET email = ?, name = ?, position = ?, phone = ?, languages = ?, rubrics = ?,
		version = version + 1, updated_at = ? WHERE id = ?`,
		p.Email, p.Name, p.Position, p.Phone, pgdialect.Array(p.Languages), pgdialect.Array(p.Rubrics), now, id).Exec(ctx)
	if postgres.Unique(err, "users_email_key") {
		return ErrEmailTaken
	}
	return err
}

// rubricsAmong are those of the ids that are rubrics. Users refer to them in an
// array, which no foreign key can watch.
func rubricsAmong(ctx context.Context, tx bun.Tx, ids []int64) (known []int64, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = tx.NewRaw("SELECT id FROM rubrics WHERE id = ANY(?) FOR SHARE", pgdialect.Array(ids)).Scan(ctx, &known)
	return known, err
}

// otherAdministrators tells whether anybody else may do everything and can log in.
func otherAdministrators(ctx context.Context, tx bun.Tx, but int64) (found bool, err error) {
	err = tx.NewRaw(`SELECT EXISTS (SELECT FROM users AS u JOIN user_roles AS ur ON ur.user_id = u.id
		WHERE ur.role = ? AND u.id <> ? AND NOT u.disabled AND `+hasWayIn+`)`, Administrator, but).Scan(ctx, &found)
	return found, err
}

// rubricNames are the rubrics' names in a language, or in another one where they
// have none in it.
func rubricNames(ctx context.Context, tx bun.Tx, language lang.Code) (map[int64]string, error) {
	var rows []struct {
		RubricID int64
		Name     string
	}
	err := tx.NewRaw(`SELECT DISTINCT ON (rubric_id) rubric_id, name FROM rubric_labels ORDER BY rubric_id, language <> ?, language`, language).Scan(ctx, &rows)
	names := map[int64]string{}
	for _, row := range rows {
		names[row.RubricID] = row.Name
	}
	return names, err
}
