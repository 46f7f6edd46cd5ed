package photobank

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/postgres"
)

type intakeRow struct {
	bun.BaseModel `bun:"table:picture_uploads,alias:u"`

	ID        uuid.UUID `bun:"type:uuid,pk"`
	UserID    *int64
	FileName  string
	Bytes     int64
	Received  int64
	State     IntakeState
	Code      string
	PictureID *int64
	Known     bool
	SimilarTo int
	CreatedAt time.Time
	ExpiresAt time.Time
	Parts     []string `bun:",array"`
	Attempts  int
	Gone      bool `bun:",scanonly"`
}

func (r intakeRow) intake() Intake {
	return Intake{
		ID: r.ID, UserID: r.UserID, FileName: r.FileName, Bytes: r.Bytes, Received: r.Received, State: r.State, Code: r.Code,
		PictureID: r.PictureID, Known: r.Known, Similar: r.SimilarTo, CreatedAt: r.CreatedAt, ExpiresAt: r.ExpiresAt,
		parts: r.Parts, attempts: r.Attempts,
	}
}

// intakeColumns are read of each row. An upload is gone when its time is over; one
// that is complete and has no picture yet is never.
const (
	intakeColumns = `id, user_id, file_name, bytes, received, state, code, picture_id, known, similar_to, created_at, expires_at, parts, attempts, ` + intakeGone + ` AS gone`
	intakeGone    = `(expires_at <= now() AND state NOT IN ('waiting', 'working', 'quarantined'))`
)

// intakeKey is the last row of a page.
type intakeKey struct {
	At time.Time `json:"t"`
	ID uuid.UUID `json:"i"`
}

// checkQuota holds whoever else begins an upload of the same person until the commit.
func checkQuota(ctx context.Context, tx bun.Tx, user, bytes int64) error {
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended('picture_uploads', ?))", user); err != nil {
		return err
	}
	var has struct {
		Uploads int
		Bytes   int64
	}
	err := tx.NewRaw(`SELECT count(*) FILTER (WHERE state = 'receiving') AS uploads, coalesce(sum(bytes), 0)::bigint AS bytes FROM picture_uploads
		WHERE user_id = ? AND state <> 'done' AND (state <> 'failed' OR parts <> '{}') AND NOT `+intakeGone, user).
		Scan(ctx, &has)
	switch {
	case err != nil:
		return err
	case has.Uploads >= maxUploads:
		return ErrTooManyUploads
	case has.Bytes+bytes > maxUploadBytes:
		return ErrUploadsFull
	}
	return nil
}

// insertIntake adds the row, and reads the times that the database gave it.
func insertIntake(ctx context.Context, tx bun.Tx, in *Intake) error {
	if in.parts == nil {
		in.parts = []string{}
	}
	r := intakeRow{ID: in.ID, UserID: in.UserID, FileName: in.FileName, Bytes: in.Bytes, Received: in.Received, State: in.State, Parts: in.parts}
	return tx.NewInsert().Model(&r).Column("id", "user_id", "file_name", "bytes", "received", "state", "parts", "expires_at").
		Value("expires_at", "now() + make_interval(secs => ?)", uploadLife.Seconds()).
		Returning("created_at, expires_at").Scan(ctx, &in.CreatedAt, &in.ExpiresAt)
}

// ownIntake is an upload of this user, and whether its time is over.
func ownIntake(ctx context.Context, db bun.IDB, id uuid.UUID, user int64) (Intake, bool, error) {
	return oneIntake(ctx, db, "SELECT "+intakeColumns+" FROM picture_uploads WHERE id = ? AND user_id = ?", id, user)
}

func oneIntake(ctx context.Context, db bun.IDB, statement string, args ...any) (Intake, bool, error) {
	var r intakeRow
	err := db.NewRaw(statement, args...).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Intake{}, false, ErrNoUpload
	}
	return r.intake(), r.Gone, err
}

// ownIntakes is one row more than asked for.
func ownIntakes(ctx context.Context, db bun.IDB, user int64, after *intakeKey, limit int) ([]Intake, error) {
	var rows []intakeRow
	query := db.NewSelect().Table("picture_uploads").ColumnExpr(intakeColumns).Where("user_id = ? AND NOT "+intakeGone, user).
		OrderExpr("created_at DESC, id DESC").Limit(int64(limit + 1))
	if after != nil {
		query.Where("(created_at, id) < (?, ?)", after.At, after.ID)
	}
	err := query.Scan(ctx, &rows)
	out := make([]Intake, len(rows))
	for i, r := range rows {
		out[i] = r.intake()
	}
	return out, err
}

// appendPart notes a stored part, if nobody has appended meanwhile. It fails with
// ErrWrongOffset. With the last byte the upload waits for its picture to be made.
func appendPart(ctx context.Context, db bun.IDB, in Intake, key string, n int64) (Intake, error) {
	after, _, err := oneIntake(ctx, db, `UPDATE picture_uploads SET received = received + ?, parts = parts || ?::text, updated_at = now(),
			expires_at = now() + make_interval(secs => ?), due_at = now(), state = CASE WHEN received + ? = bytes THEN 'waiting' ELSE state END
		WHERE id = ? AND received = ? AND state = 'receiving' AND NOT `+intakeGone+` RETURNING `+intakeColumns,
		n, key, uploadLife.Seconds(), n, in.ID, in.Received)
	if errors.Is(err, ErrNoUpload) {
		err = ErrWrongOffset
	}
	return after, err
}

// retryIntake puts a failed upload whose file is still there back; false for others.
func retryIntake(ctx context.Context, db bun.IDB, id uuid.UUID, user int64) (bool, error) {
	return postgres.Changed(db.NewUpdate().Table("picture_uploads").Set("state = 'waiting', code = '', attempts = 0, due_at = now(), updated_at = now()").
		Where("id = ? AND user_id = ? AND state = 'failed' AND parts <> '{}'", id, user).Exec(ctx))
}

// dropIntake ends the life of an upload; false while somebody makes its picture.
func dropIntake(ctx context.Context, db bun.IDB, id uuid.UUID) (bool, error) {
	return postgres.Changed(db.NewUpdate().Table("picture_uploads").
		Set("state = CASE state WHEN 'done' THEN state ELSE 'failed' END, expires_at = now() - interval '1 s', updated_at = now()").
		Where("id = ? AND state <> 'working'", id).Exec(ctx))
}
