package alerts

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/postgres"
)

func selectAlerts(db bun.IDB) *bun.SelectQuery {
	return db.NewSelect().TableExpr("alerts AS a").Join("LEFT JOIN users AS u ON u.id = a.acknowledged_by").
		ColumnExpr("a.*, coalesce(u.name, '') AS acknowledged_name")
}

func list(ctx context.Context, db bun.IDB, q Query, after *keyset.ByTime) ([]Alert, error) {
	query := selectAlerts(db).Where("a.open = ?", q.State != Acknowledged).OrderExpr("a.last_at DESC, a.id DESC").Limit(int64(q.Limit + 1))
	if q.Severity != "" {
		query.Where("a.severity = ?", q.Severity)
	}
	if q.Rule != "" {
		query.Where("a.rule = ?", q.Rule)
	}
	if after != nil {
		query.Where("(a.last_at, a.id) < (?, ?)", after.At, after.ID)
	}
	var rows []Alert
	return rows, query.Scan(ctx, &rows)
}

func find(ctx context.Context, db bun.IDB, id int64) (a Alert, err error) {
	err = selectAlerts(db).Where("a.id = ?", id).Scan(ctx, &a)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return a, err
}

func openCounts(ctx context.Context, db bun.IDB) (map[Severity]int, error) {
	var rows []struct {
		Severity Severity
		Count    int
	}
	err := db.NewSelect().Table("alerts").ColumnExpr("severity, count(*) AS count").Where("open").Group("severity").Scan(ctx, &rows)
	counts := map[Severity]int{Notice: 0, Warning: 0, Critical: 0}
	for _, r := range rows {
		counts[r.Severity] = r.Count
	}
	return counts, err
}

// acknowledge closes an alert; false when it is closed already, or not there.
func acknowledge(ctx context.Context, tx bun.Tx, id int64, by *int64, note string) (bool, error) {
	return postgres.Changed(tx.NewRaw(`UPDATE alerts SET open = false, acknowledged_at = clock_timestamp(), acknowledged_by = ?, note = ?
		WHERE id = ? AND open`, by, note, id).Exec(ctx))
}

// upsert adds to the open alert of rule and subject, or makes one.
func upsert(ctx context.Context, tx bun.Tx, rule Rule, h hit, details string) (id int64, fresh bool, err error) {
	err = tx.NewRaw(`INSERT INTO alerts AS a (rule, severity, subject_type, subject_id, subject, first_at, last_at, count, details)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?::json)
		ON CONFLICT (rule, subject_type, subject_id) WHERE open DO UPDATE SET
			count = a.count + excluded.count, first_at = least(a.first_at, excluded.first_at), last_at = greatest(a.last_at, excluded.last_at), details = excluded.details
		RETURNING id, xmax = 0`,
		rule.Key, rule.Severity, h.subject.kind, h.subject.id, h.name, h.first, h.last, h.count, details).Scan(ctx, &id, &fresh)
	return id, fresh, err
}

// clock is the database's time.
func clock(ctx context.Context, db bun.IDB) (now time.Time, err error) {
	return now, db.NewRaw("SELECT clock_timestamp()").Scan(ctx, &now)
}

// ruleRow is what somebody changed about a rule.
type ruleRow struct {
	Key           string
	Version       int64
	Enabled       bool
	Threshold     int
	WindowSeconds int
}

// changedRules are those that are not as delivered, by key; of the given ones or all.
func changedRules(ctx context.Context, db bun.IDB, keys ...string) (map[string]ruleRow, error) {
	query := db.NewSelect().Table("alert_rules").Column("key", "version", "enabled", "threshold", "window_seconds")
	if len(keys) > 0 {
		query.Where("key IN (?)", bun.List(keys))
	}
	var rows []ruleRow
	err := query.Scan(ctx, &rows)
	changed := map[string]ruleRow{}
	for _, r := range rows {
		changed[r.Key] = r
	}
	return changed, err
}

// storeRule stores a rule as the version after the one that the caller has seen;
// false when that is not the present one.
func storeRule(ctx context.Context, tx bun.Tx, s Setting, by *int64) (bool, error) {
	if s.Version == 2 { // as delivered until now
		return postgres.Changed(tx.NewRaw(`INSERT INTO alert_rules (key, version, enabled, threshold, window_seconds, changed_by)
			VALUES (?, 2, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, s.Key, s.Enabled, s.Threshold, s.WindowSeconds, by).Exec(ctx))
	}
	return postgres.Changed(tx.NewRaw(`UPDATE alert_rules
		SET version = ?, enabled = ?, threshold = ?, window_seconds = ?, changed_at = clock_timestamp(), changed_by = ?
		WHERE key = ? AND version = ?`, s.Version, s.Enabled, s.Threshold, s.WindowSeconds, by, s.Key, s.Version-1).Exec(ctx))
}
