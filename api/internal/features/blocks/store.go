package blocks

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
)

type row struct {
	Place       string
	Version     int64
	Draft       json.RawMessage
	PublishAt   *time.Time
	UpdatedAt   time.Time
	UpdatedBy   *int64
	Changed     bool
	Number      *int64
	Shown       json.RawMessage
	Note        string
	By          *int64
	PublishedAt *time.Time
}

const rowColumns = `l.place, CASE WHEN l.draft IS NULL THEN 0 ELSE l.version END AS version, l.draft, l.publish_at, l.updated_at, l.updated_by,
	l.draft IS NOT NULL AND l.draft IS DISTINCT FROM v.blocks AS changed,
	v.number, v.blocks AS shown, coalesce(v.note, '') AS note, v.by, v.at AS published_at`

func selectRows(db bun.IDB) *bun.SelectQuery {
	return db.NewSelect().TableExpr("layouts AS l").ColumnExpr(rowColumns).
		Join("LEFT JOIN layout_versions AS v ON v.place = l.place AND v.number = l.published")
}

func (r row) arrangement(p Place) (Arrangement, error) {
	a := Arrangement{Place: p, Version: r.Version, Changed: r.Changed, PublishAt: r.PublishAt}
	if r.Version == 0 {
		return a, nil
	}
	a.UpdatedAt, a.UpdatedBy = &r.UpdatedAt, r.UpdatedBy
	err := json.Unmarshal(r.Draft, &a.Blocks)
	if r.Number != nil && err == nil {
		a.Published = &Version{Number: *r.Number, Note: r.Note, By: r.By, At: *r.PublishedAt}
		err = json.Unmarshal(r.Shown, &a.Published.Blocks)
	}
	return a, err
}

// arrangement reads a page's; of version 0 where nobody arranges it. With lock it
// is held until the transaction ends.
func arrangement(ctx context.Context, db bun.IDB, p Place, lock bool) (Arrangement, error) {
	query := selectRows(db).Where("l.place = ?", p.String())
	if lock {
		query.For("UPDATE OF l")
	}
	var r row
	err := query.Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Arrangement{Place: p}, nil
	}
	if err != nil {
		return Arrangement{}, err
	}
	return r.arrangement(p)
}

// claimPlace makes sure of a row to lock, so that two who arrange a page for the
// first time wait for each other.
func claimPlace(ctx context.Context, tx bun.Tx, p Place) error {
	_, err := tx.NewRaw("INSERT INTO layouts (place, rubric_id, version) VALUES (?, ?, 0) ON CONFLICT (place) DO NOTHING", p.String(), p.rubric()).Exec(ctx)
	return err
}

// write stores draft, plan and what is published, as the next version.
func write(ctx context.Context, tx bun.Tx, a Arrangement) error {
	var draft *string
	if a.Blocks != nil {
		text, err := json.Marshal(a.Blocks)
		if err != nil {
			return err
		}
		written := string(text)
		draft = &written
	}
	var published *int64
	if a.Published != nil {
		published = &a.Published.Number
	}
	_, err := tx.NewUpdate().Table("layouts").Set("draft = ?::jsonb", draft).Set("published = ?", published).Set("publish_at = ?", a.PublishAt).
		Set("version = version + 1").Set("updated_at = now()").Set("updated_by = ?", access.UserID(ctx)).
		Where("place = ?", a.Place.String()).Exec(ctx)
	return err
}

func entries(ctx context.Context, db bun.IDB) ([]Entry, error) {
	var rows []row
	err := selectRows(db).Where("l.draft IS NOT NULL").OrderExpr("l.rubric_id NULLS FIRST").Scan(ctx, &rows)
	out := make([]Entry, len(rows))
	for i, r := range rows {
		p, _ := ParsePlace(r.Place) // by the table's constraint
		out[i] = Entry{Place: p, Version: r.Version, Changed: r.Changed, PublishAt: r.PublishAt, PublishedAt: r.PublishedAt}
	}
	return out, err
}

// arranged are the blocks that readers see; without has the page keeps its own order.
type arranged struct {
	blocks []Block
	has    bool
}

func shown(ctx context.Context, db bun.IDB, p Place) (a arranged, err error) {
	var text string
	err = db.NewSelect().TableExpr("layouts AS l").ColumnExpr("v.blocks").
		Join("JOIN layout_versions AS v ON v.place = l.place AND v.number = l.published").Where("l.place = ?", p.String()).Scan(ctx, &text)
	if errors.Is(err, sql.ErrNoRows) {
		return a, nil
	}
	if err != nil {
		return a, err
	}
	a.has = true
	return a, json.Unmarshal([]byte(text), &a.blocks)
}
