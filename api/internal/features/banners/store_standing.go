package banners

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

type standingRow struct {
	Shown
	Running bool
	Next    *float64 // seconds until it begins or ends
}

// standing reads what runs and what is planned: the first for the page, both for its end.
// Each page that comes first after a change asks for it, and planning it takes twenty
// times as long as answering it.
func standing(ctx context.Context, db *postgres.Databases, language lang.Code) (Standing, error) {
	asked := time.Now()
	rows, err := postgres.Prepared(ctx, db, `SELECT b.id, b.advertiser, b.zone, b.weight, a.alt, a.url,
			coalesce((SELECT picture_id FROM banner_pictures WHERE banner_id = b.id AND language = a.language AND form = 'wide'), 0),
			(SELECT picture_id FROM banner_pictures WHERE banner_id = b.id AND language = a.language AND form = 'narrow'),
			ARRAY(SELECT rubric_id FROM banner_rubrics WHERE banner_id = b.id),
			b.from_at IS NULL OR b.from_at <= now(),
			extract(epoch FROM CASE WHEN b.from_at > now() THEN b.from_at ELSE b.until_at END - now())::float8
		FROM banners AS b JOIN banner_arts AS a ON a.banner_id = b.id AND a.language = $1
		WHERE b.deleted_at IS NULL AND NOT b.paused AND (b.until_at IS NULL OR b.until_at > now()) ORDER BY b.id`,
		[]any{string(language)}, func(row pgx.Rows, r *standingRow) error {
			return row.Scan(&r.ID, &r.Advertiser, (*string)(&r.Zone), &r.Weight, &r.Alt, &r.URL, &r.PictureID, &r.NarrowPictureID, &r.RubricIDs, &r.Running, &r.Next)
		})
	var out Standing
	for _, r := range rows {
		if r.Next != nil {
			next := asked.Add(time.Duration(*r.Next * float64(time.Second)))
			if out.Until.IsZero() || next.Before(out.Until) {
				out.Until = next
			}
		}
		if r.Running {
			out.Banners = append(out.Banners, r.Shown)
		}
	}
	return out, err
}

// target is where a banner that runs leads in a language; empty where none does.
// known says that there is or was such a banner.
func target(ctx context.Context, db bun.IDB, id int64, language lang.Code) (address string, known bool, err error) {
	var found *string
	err = db.NewSelect().TableExpr("banners AS b").
		Join("LEFT JOIN banner_arts AS a ON a.banner_id = b.id AND a.language = ? AND "+stateOf+" = 'running'", language).
		Column("a.url").Where("b.id = ?", id).Scan(ctx, &found)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	if found != nil {
		address = *found
	}
	return address, err == nil, err
}

// runningIDs are the places of banners that run now.
func runningIDs(ctx context.Context, db bun.IDB) (map[spot]bool, error) {
	var rows []struct {
		ID       int64
		Language lang.Code
	}
	err := db.NewSelect().TableExpr("banners AS b").Join("JOIN banner_arts AS a ON a.banner_id = b.id").
		Column("b.id", "a.language").Where("b.deleted_at IS NULL AND "+stateOf+" = 'running'").Scan(ctx, &rows)
	out := make(map[spot]bool, len(rows))
	for _, r := range rows {
		out[spot{r.ID, r.Language}] = true
	}
	return out, err
}

func exists(ctx context.Context, db bun.IDB, id int64) (bool, error) {
	return db.NewSelect().Table("banners").Where("id = ?", id).Exists(ctx)
}

func days(ctx context.Context, db bun.IDB, id int64, from, until time.Time) ([]Day, error) {
	found := []Day{}
	err := db.NewSelect().Table("banner_days").Column("day", "language", "shows", "clicks").
		Where("banner_id = ? AND day >= ?::date AND day < ?::date", id, from.Format(time.DateOnly), until.Format(time.DateOnly)).
		Order("day", "language").Scan(ctx, &found)
	return found, err
}

// add writes what was counted, in one statement. The day is the one in Asia/Almaty by
// the database's clock.
func add(ctx context.Context, db bun.IDB, counts map[spot]figures) error {
	ids, languages, shows, clicks := make([]int64, 0, len(counts)), make([]string, 0, len(counts)), make([]int64, 0, len(counts)), make([]int64, 0, len(counts))
	for at, n := range counts {
		ids, languages, shows, clicks = append(ids, at.banner), append(languages, string(at.language)), append(shows, n.shows), append(clicks, n.clicks)
	}
	_, err := db.NewRaw(`INSERT INTO banner_days (banner_id, day, language, shows, clicks)
		SELECT id, (now() AT TIME ZONE 'Asia/Almaty')::date, language, shows, clicks
		FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[]) AS counted (id, language, shows, clicks) ORDER BY id, language
		ON CONFLICT (banner_id, day, language) DO UPDATE SET shows = banner_days.shows + excluded.shows, clicks = banner_days.clicks + excluded.clicks`,
		pgdialect.Array(ids), pgdialect.Array(languages), pgdialect.Array(shows), pgdialect.Array(clicks)).Exec(ctx)
	return err
}
