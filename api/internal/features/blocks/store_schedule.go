package blocks

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
)

// notePlan keeps who planned a publication and why; false when its time has passed
// by the database's clock.
func notePlan(ctx context.Context, tx bun.Tx, p Place, note string) (future bool, err error) {
	return future, tx.NewRaw("UPDATE layouts SET publish_note = ?, publish_by = ? WHERE place = ? RETURNING publish_at > now()",
		note, access.UserID(ctx), p.String()).Scan(ctx, &future)
}

// planned is a publication that is due.
type planned struct {
	Place string
	Note  string
	By    *int64
	Late  float64 // seconds
}

// claimDue locks the page whose publication has been due longest, past those that
// another worker holds; false when there is none.
func claimDue(ctx context.Context, tx bun.Tx) (due planned, found bool, err error) {
	err = tx.NewRaw(`SELECT place, publish_note AS note, publish_by AS by, extract(epoch FROM now() - publish_at) AS late FROM layouts
		WHERE publish_at <= now() ORDER BY publish_at, place LIMIT 1 FOR UPDATE SKIP LOCKED`).Scan(ctx, &due)
	if errors.Is(err, sql.ErrNoRows) {
		return due, false, nil
	}
	return due, err == nil, err
}

// nextDue is how long it is until something is due, at most limit.
func nextDue(ctx context.Context, db bun.IDB, limit time.Duration) (time.Duration, error) {
	var seconds float64
	err := db.NewRaw("SELECT coalesce(extract(epoch FROM min(publish_at) - clock_timestamp()), ?) FROM layouts WHERE publish_at IS NOT NULL", limit.Seconds()).Scan(ctx, &seconds)
	return time.Duration(min(seconds, limit.Seconds()) * float64(time.Second)), err
}
