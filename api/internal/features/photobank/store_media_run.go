package photobank

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/uptrace/bun"
)

// runsLock is the first key of the advisory locks of runs; the second is of the kind.
const runsLock = 0x72756e73 // "runs"

// holdRuns is ErrRunning while another process does work of the kind. It goes with
// the connection, so that a killed process leaves nothing behind.
func holdRuns(ctx context.Context, db *bun.DB, kind string) (release func(), err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	var mine bool
	err = conn.NewRaw("SELECT pg_try_advisory_lock(?, hashtext(?))", runsLock, kind).Scan(ctx, &mine)
	if err == nil && !mine {
		err = ErrRunning
	}
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return func() {
		_, _ = conn.NewRaw("SELECT pg_advisory_unlock(?, hashtext(?))", runsLock, kind).Exec(context.WithoutCancel(ctx))
		_ = conn.Close()
	}, nil
}

type runRow struct {
	bun.BaseModel `bun:"table:media_runs,alias:r"`

	ID     int64 `bun:",pk,autoincrement"`
	Cursor string
	Done   int64
	Failed int64
	Report RunReport `bun:"type:jsonb"`
}

// beginRun goes on with the run that was stopped, or begins one.
func beginRun(ctx context.Context, db bun.IDB, kind, parameters string, restart bool) (Run, place, error) {
	r, at := runRow{}, place{}
	if !restart {
		err := db.NewSelect().Model(&r).Where("kind = ? AND parameters = ?::jsonb AND finished_at IS NULL", kind, parameters).Order("id DESC").Limit(1).Scan(ctx)
		if err == nil && r.Cursor != "" {
			err = json.Unmarshal([]byte(r.Cursor), &at)
		}
		if !errors.Is(err, sql.ErrNoRows) {
			if r.Report.Counts == nil {
				r.Report.Counts = map[string]int64{}
			}
			return Run{ID: r.ID, Kind: kind, Done: r.Done, Failed: r.Failed, Report: r.Report, Resumed: true}, at, err
		}
	}
	run := Run{Kind: kind, Report: RunReport{Counts: map[string]int64{}, Findings: []RunFinding{}}}
	err := db.NewRaw("INSERT INTO media_runs (kind, parameters) VALUES (?, ?::jsonb) RETURNING id", kind, parameters).Scan(ctx, &run.ID)
	return run, at, err
}

func saveRun(ctx context.Context, db bun.IDB, r Run, at place) error {
	report, err := json.Marshal(r.Report)
	if err != nil {
		return err
	}
	cursor, err := json.Marshal(at)
	if err != nil {
		return err
	}
	_, err = db.NewUpdate().Table("media_runs").Set("cursor = ?, done = ?, failed = ?, report = ?::jsonb, seen_at = now()", string(cursor), r.Done, r.Failed, string(report)).
		Where("id = ?", r.ID).Exec(ctx)
	return err
}

func finishRun(ctx context.Context, db bun.IDB, id int64) error {
	_, err := db.NewUpdate().Table("media_runs").Set("finished_at = now()").Where("id = ?", id).Exec(ctx)
	return err
}
