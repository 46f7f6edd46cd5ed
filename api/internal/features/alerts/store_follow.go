package alerts

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/uptrace/bun"
)

// progress is how far the journal was followed, and since when.
type progress struct {
	Seq   int64
	Since time.Time
}

// takeProgress holds the place until the transaction ends; false when another
// node does.
func takeProgress(ctx context.Context, tx bun.Tx) (at progress, mine bool, err error) {
	err = tx.NewRaw("SELECT seq, since FROM alert_progress FOR UPDATE SKIP LOCKED").Scan(ctx, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return at, false, nil
	}
	return at, err == nil, err
}

func storeProgress(ctx context.Context, tx bun.Tx, seq int64) error {
	_, err := tx.NewRaw("UPDATE alert_progress SET seq = ?", seq).Exec(ctx)
	return err
}

// entriesAfter are the next entries of the chain, with the diff of those whose
// diff is looked at: those of articles are long.
func entriesAfter(ctx context.Context, tx bun.Tx, seq int64, limit int) ([]entry, error) {
	var all []entry
	err := tx.NewRaw(`SELECT l.seq, e.id, e.at, e.actor_id, e.actor_name, e.action, e.object_type, e.object_id, e.address,
			CASE WHEN e.action LIKE 'accounts.%' OR e.action LIKE 'access.%' THEN e.diff END AS diff
		FROM journal_links AS l JOIN journal_entries AS e ON e.id = l.entry_id
		WHERE l.seq > ? ORDER BY l.seq LIMIT ?`, seq, limit).Scan(ctx, &all)
	return all, err
}

func behind(ctx context.Context, db bun.IDB) (time.Duration, error) {
	var seconds float64
	err := db.NewRaw(`SELECT coalesce((SELECT extract(epoch FROM clock_timestamp() - l.sealed_at) FROM journal_links AS l
		WHERE l.seq > (SELECT seq FROM alert_progress) ORDER BY l.seq LIMIT 1), 0)`).Scan(ctx, &seconds)
	return time.Duration(seconds * float64(time.Second)), err
}

func forget(ctx context.Context, db bun.IDB, age time.Duration) (int64, error) {
	result, err := db.NewRaw("DELETE FROM alert_sightings WHERE at < statement_timestamp() - make_interval(secs => ?)", age.Seconds()).Exec(ctx)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

type sightingRow struct {
	bun.BaseModel `bun:"table:alert_sightings"`

	Seq         int64
	Rule        string
	SubjectType SubjectType
	SubjectID   string
	At          time.Time
	Weight      int
	Value       string
}

// keep stores the sightings of rules that count over time, switched off or not:
// who switches one on need not wait for its window to fill.
func keep(ctx context.Context, tx bun.Tx, groups map[group][]sighting, rules map[string]Setting) error {
	var rows []sightingRow
	for g, all := range groups {
		for _, one := range all {
			if rules[g.rule].overTime() {
				rows = append(rows, sightingRow{Seq: one.seq, Rule: g.rule, SubjectType: g.subject.kind, SubjectID: g.subject.id, At: one.at, Weight: one.weight, Value: one.value})
			}
		}
	}
	if len(rows) == 0 {
		return nil
	}
	_, err := tx.NewInsert().Model(&rows).Exec(ctx)
	return err
}

// mostAround bounds what is looked at around one batch: a flood fills the window anyhow.
const mostAround = 20_000

// around is what was sighted of a rule and a subject between two times, and
// after the last acknowledgement, in the order of time.
func around(ctx context.Context, tx bun.Tx, g group, from, to time.Time) ([]past, error) {
	var rows []past
	err := tx.NewRaw(`SELECT seq, at, weight, value, counted FROM alert_sightings
		WHERE rule = ? AND subject_type = ? AND subject_id = ? AND at > ? AND at <= ?
			AND at > coalesce((SELECT acknowledged_at FROM alerts WHERE rule = ? AND subject_type = ? AND subject_id = ? AND NOT open
				ORDER BY acknowledged_at DESC LIMIT 1), '-infinity')
		ORDER BY at DESC, seq DESC LIMIT ?`,
		g.rule, g.subject.kind, g.subject.id, from, to, g.rule, g.subject.kind, g.subject.id, mostAround).Scan(ctx, &rows)
	slices.Reverse(rows)
	return rows, err
}

// count notes that an alert stands for these.
func count(ctx context.Context, tx bun.Tx, g group, all []past) error {
	numbers := make([]int64, len(all))
	for i, p := range all {
		numbers[i] = p.Seq
	}
	_, err := tx.NewRaw("UPDATE alert_sightings SET counted = true WHERE rule = ? AND seq IN (?)", g.rule, bun.List(numbers)).Exec(ctx)
	return err
}
