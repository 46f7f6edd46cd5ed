package alerts

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"
)

// person is who gets a letter.
type person struct{ Name, Email string }

// criticalBefore is how many critical alerts of the last hour are older than one.
// Both states are named because the index begins with it.
func criticalBefore(ctx context.Context, tx bun.Tx, id int64) (n int, err error) {
	err = tx.NewRaw(`SELECT count(*) FROM alerts
		WHERE severity = 'critical' AND open IN (true, false) AND last_at > statement_timestamp() - interval '1 hour' AND id < ?`, id).Scan(ctx, &n)
	return n, err
}

// watchers are the users who may acknowledge alerts and are not shut out.
func watchers(ctx context.Context, tx bun.Tx, most int) (ids []int64, err error) {
	err = tx.NewRaw(`SELECT DISTINCT u.id FROM users AS u JOIN user_roles AS ur ON ur.user_id = u.id JOIN roles AS r ON r.key = ur.role
		WHERE NOT u.disabled AND 'alerts.write' = ANY (r.permissions) ORDER BY u.id LIMIT ?`, most).Scan(ctx, &ids)
	return ids, err
}

// reader finds who a letter is to; false when they are shut out by now.
func reader(ctx context.Context, db bun.IDB, id int64) (p person, living bool, err error) {
	err = db.NewRaw("SELECT name, email FROM users WHERE id = ? AND NOT disabled", id).Scan(ctx, &p)
	if errors.Is(err, sql.ErrNoRows) {
		return p, false, nil
	}
	return p, err == nil, err
}
