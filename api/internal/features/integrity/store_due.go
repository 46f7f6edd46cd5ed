package integrity

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/contentseal"
)

// lockKeys are of PostgreSQL's advisory locks, by which one process at a time does
// the checks of a kind.
func lockKey(kind Kind) int64 {
	const key = 0x626171696e74 // "baqint"
	if kind == Full {
		return key
	}
	return key + 1
}

// tryLock takes the lock of a kind for as long as the connection lives.
func tryLock(ctx context.Context, conn bun.Conn, kind Kind) (mine bool, err error) {
	return mine, conn.NewRaw("SELECT pg_try_advisory_lock(?)", lockKey(kind)).Scan(ctx, &mine)
}

func unlock(ctx context.Context, conn bun.Conn, kind Kind) {
	_, _ = conn.NewRaw("SELECT pg_advisory_unlock(?)", lockKey(kind)).Exec(context.WithoutCancel(ctx))
}

// nightly is the hour at which everything is checked, when the fewest work.
const nightly = "3 hours"

// isDue tells whether the clock asks for a check: since three o'clock last night, or
// within the last hour, none began.
func isDue(ctx context.Context, db bun.IDB, kind Kind, zone string) (due bool, err error) {
	since := bun.SafeQuery("now() - interval '1 hour'")
	if kind == Full {
		since = bun.SafeQuery("(date_trunc('day', (now() AT TIME ZONE ?0) - interval ?1) + interval ?1) AT TIME ZONE ?0", zone, nightly)
	}
	return due, db.NewRaw("SELECT NOT EXISTS (SELECT FROM integrity_checks WHERE kind = ? AND (state = 'running' OR started_at >= ?))", kind, since).Scan(ctx, &due)
}

// running is the check of a kind that is to be done; nil: none.
func running(ctx context.Context, db bun.IDB, kind Kind) (*Check, error) {
	var c Check
	err := selectChecks(db).Where("kind = ? AND integrity_checks.state = 'running'", kind).Scan(ctx, &c)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil //nolint:nilnil // none is an answer
	}
	return &c, err
}

// estimate is how many objects a check will look at.
func estimate(ctx context.Context, db bun.IDB, kind Kind) (total int64, err error) {
	query := db.NewRaw("SELECT (SELECT count(*) FROM content_seals) + (SELECT count(*) FROM journal_entries WHERE action IN (?))", bun.List(births()))
	if kind == Sample {
		query = db.NewRaw("SELECT least(count(*), ?) FROM content_seals", youngLimit+othersLimit)
	}
	return total, query.Scan(ctx, &total)
}

// birth is a journal's entry of something that came into sight of readers.
type birth struct {
	ID       int64
	ObjectID int64
}

// births are the actions by which objects come to have a seal.
func births() []string { return []string{"news.publish", "pages.create", "photobank.upload"} }

// orphans are the ids of objects without a seal among the next entries of an action,
// and the last entry that was looked at. Ids are numbers in what the portal wrote.
func orphans(ctx context.Context, db bun.IDB, action string, t contentseal.Type, after int64, limit int) (ids []int64, last int64, seen int, err error) {
	var rows []struct {
		birth
		Sealed bool
	}
	err = db.NewRaw(`SELECT e.id, coalesce(e.number, 0) AS object_id, s.object_id IS NOT NULL AS sealed FROM (
			SELECT id, CASE WHEN object_id ~ '^[0-9]{1,18}$' THEN object_id::bigint END AS number
			FROM journal_entries WHERE action = ? AND id > ? ORDER BY id LIMIT ?) AS e
		LEFT JOIN content_seals AS s ON s.object_type = ? AND s.object_id = e.number ORDER BY e.id`, action, after, limit, t).Scan(ctx, &rows)
	for _, r := range rows {
		last = r.ID
		if !r.Sealed && r.ObjectID != 0 {
			ids = append(ids, r.ObjectID)
		}
	}
	return ids, last, len(rows), err
}
