package approvals

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/postgres"
)

// stateNow is where a request stands by the database's clock, as it was when the
// statement began: an index can be looked through by that one only. g is who
// granted it.
const stateNow = `CASE
	WHEN a.decision IN ('refused', 'withdrawn') THEN a.decision
	WHEN a.used >= a.amount THEN 'used'
	WHEN a.expires_at <= statement_timestamp() OR a.decision = 'granted' AND g.disabled THEN 'expired'
	WHEN a.decision = 'granted' THEN 'granted'
	ELSE 'open' END`

func selectApprovals(db bun.IDB) *bun.SelectQuery {
	return db.NewSelect().TableExpr("approvals AS a").Join("JOIN users AS r ON r.id = a.requested_by").Join("LEFT JOIN users AS g ON g.id = a.decided_by").
		ColumnExpr("a.*, r.name AS requested_by_name, coalesce(g.name, '') AS decided_by_name").ColumnExpr(stateNow + " AS state")
}

func list(ctx context.Context, db bun.IDB, q Query, after *keyset.ByTime) ([]Approval, error) {
	query := selectApprovals(db).OrderExpr("a.requested_at DESC, a.id DESC").Limit(int64(q.Limit + 1))
	if q.Of != 0 {
		query.Where("a.requested_by = ?", q.Of)
	}
	if after != nil {
		query.Where("(a.requested_at, a.id) < (?, ?)", after.At, after.ID)
	}
	if q.State != "" {
		inState(query, q.State)
	}
	var rows []Approval
	return rows, query.Scan(ctx, &rows)
}

// inState keeps to requests in a state, and tells PostgreSQL where they can be:
// what is open or granted was asked for not long ago, and all else but what has
// lapsed was decided so.
func inState(query *bun.SelectQuery, state State) {
	query.Where(stateNow+" = ?", state)
	oldest := "a.requested_at > statement_timestamp() - make_interval(secs => ?)"
	switch state {
	case Open:
		query.Where("a.decision IS NULL").Where(oldest, openFor.Seconds())
	case Granted:
		query.Where("a.decision = 'granted'").Where(oldest, (openFor + grantedFor).Seconds())
	case Used:
		query.Where("a.decision = 'granted'")
	case Refused, Withdrawn:
		query.Where("a.decision = ?", state)
	case Expired:
	}
}

func find(ctx context.Context, db bun.IDB, id int64, hold bool) (a Approval, err error) {
	query := selectApprovals(db).Where("a.id = ?", id)
	if hold {
		query.For("UPDATE OF a")
	}
	err = query.Scan(ctx, &a)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return a, err
}

// asked tells whether the person has a request of the kind that is open or
// granted, and how many of any kind the last day saw.
func asked(ctx context.Context, tx bun.Tx, user int64, kind Kind) (living bool, today int, err error) {
	err = tx.NewRaw(`SELECT coalesce(bool_or(a.kind = ? AND `+stateNow+` IN ('open', 'granted')), false),
			count(*) FILTER (WHERE a.requested_at > statement_timestamp() - interval '1 day')
		FROM approvals AS a LEFT JOIN users AS g ON g.id = a.decided_by
		WHERE a.requested_by = ? AND a.requested_at > statement_timestamp() - make_interval(secs => ?)`,
		kind, user, (openFor+grantedFor).Seconds()).Scan(ctx, &living, &today)
	return living, today, err
}

func insert(ctx context.Context, tx bun.Tx, user int64, kind Kind, amount int, reason string) (id int64, err error) {
	err = tx.NewRaw(`INSERT INTO approvals (kind, amount, reason, requested_by, expires_at)
		VALUES (?, ?, ?, ?, clock_timestamp() + make_interval(secs => ?)) RETURNING id`, kind, amount, reason, user, openFor.Seconds()).Scan(ctx, &id)
	return id, err
}

// store writes a decision. Who withdraws a granted request leaves the name of who
// granted it.
func store(ctx context.Context, tx bun.Tx, id int64, to State, by int64, note string) error {
	if to == Withdrawn {
		_, err := tx.NewRaw("UPDATE approvals SET decision = 'withdrawn', decided_at = clock_timestamp() WHERE id = ?", id).Exec(ctx)
		return err
	}
	_, err := tx.NewRaw(`UPDATE approvals SET decision = ?, decided_by = ?, decided_at = clock_timestamp(), note = ?,
			expires_at = CASE WHEN ? THEN clock_timestamp() + make_interval(secs => ?) ELSE expires_at END WHERE id = ?`,
		to, by, note, to == Granted, grantedFor.Seconds(), id).Exec(ctx)
	return err
}

// approvalLocks keeps these advisory locks apart from those of others.
const approvalLocks = 7_221_010

// oneByOne has the transactions of one person and kind go one after the other.
func oneByOne(ctx context.Context, tx bun.Tx, user int64, kind Kind) error {
	_, err := tx.NewRaw("SELECT pg_advisory_xact_lock(?, hashtext(?))", approvalLocks, fmt.Sprint(kind, " ", user)).Exec(ctx)
	return err
}

// covered are the journal's words for a kind, those of alerts.Covers: a test
// compares them. The deletions' are also those of an index of migration 0010.
func covered(kind Kind) string {
	if kind == MassUnpublish {
		return "action IN ('news.unpublish', 'news.kill', 'news.schedule_end')"
	}
	return "(action = 'news.trash' OR action LIKE '%.delete')"
}

// doneWithin counts what the person has done of the kind within the window, up
// to most.
func doneWithin(ctx context.Context, tx bun.Tx, user int64, kind Kind, window time.Duration, most int) (n int, err error) {
	err = tx.NewRaw("SELECT count(*) FROM (SELECT FROM journal_entries WHERE actor_id = ? AND "+covered(kind)+`
		AND at > statement_timestamp() - make_interval(secs => ?) LIMIT ?) AS done`, user, window.Seconds(), most).Scan(ctx, &n)
	return n, err
}

// use takes one of what the person was granted; false when nothing is left.
func use(ctx context.Context, tx bun.Tx, user int64, kind Kind) (bool, error) {
	return postgres.Changed(tx.NewRaw(`UPDATE approvals SET used = used + 1 WHERE id = (
		SELECT a.id FROM approvals AS a JOIN users AS g ON g.id = a.decided_by
		WHERE a.requested_by = ? AND a.kind = ? AND a.requested_at > statement_timestamp() - make_interval(secs => ?) AND `+stateNow+` = 'granted'
		ORDER BY a.expires_at LIMIT 1 FOR UPDATE OF a)`, user, kind, (openFor + grantedFor).Seconds()).Exec(ctx))
}
