package journal

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"
)

func chainState(ctx context.Context, db bun.IDB) (c Chain, err error) {
	var waited float64
	err = db.NewRaw(`SELECT coalesce((SELECT seq FROM journal_links ORDER BY seq DESC LIMIT 1), 0), (SELECT count(*) FROM journal_pending),
		oldest.at, greatest(coalesce(extract(epoch FROM clock_timestamp() - oldest.at), 0), 0)
		FROM (SELECT 1) AS one LEFT JOIN (SELECT e.at FROM journal_pending AS p JOIN journal_entries AS e ON e.id = p.entry_id ORDER BY p.entry_id LIMIT 1) AS oldest ON true`).
		Scan(ctx, &c.Sealed, &c.Pending, &c.OldestPendingAt, &waited)
	if err != nil {
		return c, err
	}
	c.Waited = time.Duration(waited * float64(time.Second))
	c.Problem, err = currentProblem(ctx, db)
	c.Broken = c.Problem != ""
	return c, err
}

// currentProblem is the newest that no sound verification came after; empty: none.
// Those that witnesses see are seen again and again.
func currentProblem(ctx context.Context, db bun.IDB) (problem string, err error) {
	err = db.NewRaw(`WITH done AS (SELECT outcome, problem, started_at, finished_at, id FROM journal_verifications WHERE outcome IN ('sound', 'broken') ORDER BY id DESC LIMIT 1),
		sound AS (SELECT coalesce(max(started_at), '-infinity') AS at FROM journal_verifications WHERE outcome = 'sound')
		SELECT problem FROM (
			SELECT problem, finished_at AS at FROM done WHERE outcome = 'broken'
			UNION ALL SELECT problem, seen_at FROM journal_problems, sound WHERE seen_at > sound.at) AS all_of_them
		ORDER BY at DESC LIMIT 1`).Scan(ctx, &problem)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return problem, err
}

func lastSound(ctx context.Context, db bun.IDB) (at *time.Time, err error) {
	return at, db.NewRaw("SELECT max(started_at) FROM journal_verifications WHERE outcome = ?", Sound).Scan(ctx, &at)
}

// claimDay takes a day's mail upon the transaction; false when it was sent.
func claimDay(ctx context.Context, tx bun.Tx, zone string) (bool, error) {
	var day time.Time
	err := tx.NewRaw(`INSERT INTO journal_mails (day) SELECT (clock_timestamp() AT TIME ZONE ?)::date ON CONFLICT DO NOTHING RETURNING day`, zone).Scan(ctx, &day)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}
