package photobank

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/postgres"
)

// claimIntake takes the upload that has been due longest, and a lease on it. It fails
// with ErrNoUpload. A claim whose lease has run out is one of somebody who died.
func claimIntake(ctx context.Context, db bun.IDB) (Intake, error) {
	in, _, err := oneIntake(ctx, db, `WITH due AS (SELECT id FROM picture_uploads
			WHERE state IN ('waiting', 'working', 'quarantined') AND due_at <= clock_timestamp() ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
		UPDATE picture_uploads SET state = 'working', attempts = attempts + 1, due_at = clock_timestamp() + make_interval(secs => ?), updated_at = now()
		WHERE id = (SELECT id FROM due) RETURNING `+intakeColumns, lease.Seconds())
	if err != nil || in.UserID == nil {
		return in, err
	}
	return in, db.NewRaw("SELECT name FROM users WHERE id = ?", *in.UserID).Scan(ctx, &in.userName)
}

// held is the claim that an intake was read with: another claim has counted on.
const held = "id = ? AND state = 'working' AND attempts = ?"

// renewIntake prolongs the lease; false when it was lost.
func renewIntake(ctx context.Context, db bun.IDB, in Intake) (bool, error) {
	return postgres.Changed(db.NewUpdate().Table("picture_uploads").
		Set("due_at = clock_timestamp() + make_interval(secs => ?)", lease.Seconds()).Where(held, in.ID, in.attempts).Exec(ctx))
}

// finishIntake notes the picture in its transaction; false when the lease was lost.
func finishIntake(ctx context.Context, tx bun.Tx, in Intake, t taken) (bool, error) {
	return postgres.Changed(tx.NewUpdate().Table("picture_uploads").Set("state = 'done', code = ''").
		Set("picture_id = ?", t.Picture.ID).Set("known = ?", t.Known).Set("similar_to = ?", t.Similar).
		Set("updated_at = now()").Set("expires_at = now() + make_interval(secs => ?)", uploadLife.Seconds()).Where(held, in.ID, in.attempts).Exec(ctx))
}

// settleIntake notes a failure, and when the next attempt may be; false when the lease
// was lost.
func settleIntake(ctx context.Context, db bun.IDB, in Intake, next step) (bool, error) {
	return postgres.Changed(db.NewUpdate().Table("picture_uploads").Set("state = ?", next.state).Set("code = ?", next.code).
		Set("due_at = clock_timestamp() + make_interval(secs => ?)", next.pause.Seconds()).
		Set("updated_at = now()").Set("expires_at = now() + make_interval(secs => ?)", uploadLife.Seconds()).Where(held, in.ID, in.attempts).Exec(ctx))
}

// nextIntake is the time until an upload is due, at most limit and not negative.
func nextIntake(ctx context.Context, db bun.IDB, limit time.Duration) (time.Duration, error) {
	var seconds float64
	err := db.NewRaw(`SELECT least(greatest(coalesce(extract(epoch FROM min(due_at) - clock_timestamp()), 'infinity'), 0), ?)::float8
		FROM picture_uploads WHERE state IN ('waiting', 'working', 'quarantined')`, limit.Seconds()).Scan(ctx, &seconds)
	return time.Duration(seconds * float64(time.Second)), err
}

func clearParts(ctx context.Context, db bun.IDB, id uuid.UUID) error {
	_, err := db.NewUpdate().Table("picture_uploads").Set("parts = '{}'").Where("id = ? AND state IN ('done', 'failed')", id).Exec(ctx)
	return err
}

func expiredIntakes(ctx context.Context, db bun.IDB, limit int) (ids []uuid.UUID, err error) {
	return ids, db.NewSelect().Table("picture_uploads").Column("id").Where(intakeGone).OrderExpr("expires_at").Limit(int64(limit)).Scan(ctx, &ids)
}

func deleteIntake(ctx context.Context, db bun.IDB, id uuid.UUID) error {
	_, err := db.NewDelete().Table("picture_uploads").Where("id = ? AND "+intakeGone, id).Exec(ctx)
	return err
}

// strayParts are those of the keys that belong to no upload.
func strayParts(ctx context.Context, db bun.IDB, keys []string) (strays []string, err error) {
	return strays, db.NewRaw(`SELECT key FROM unnest(?::text[]) AS key
		WHERE NOT EXISTS (SELECT FROM picture_uploads WHERE id::text = substring(key FROM '^uploads/../(.{36})-'))`, pgdialect.Array(keys)).Scan(ctx, &strays)
}
