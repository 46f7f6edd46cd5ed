package banners

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

type row struct {
	bun.BaseModel `bun:"table:banners,alias:b"`

	ID         int64 `bun:",pk,autoincrement"`
	Name       string
	Advertiser string
	Zone       Zone
	FromAt     *time.Time
	UntilAt    *time.Time
	Weight     int
	Paused     bool
	Version    int64
	UpdatedAt  time.Time    `bun:",nullzero,default:now()"`
	State      State        `bun:",scanonly"`
	Shows      int64        `bun:",scanonly"`
	Clicks     int64        `bun:",scanonly"`
	Arts       []artRow     `bun:"rel:has-many,join:id=banner_id"`
	Pictures   []pictureRow `bun:"rel:has-many,join:id=banner_id"`
	Rubrics    []rubricRow  `bun:"rel:has-many,join:id=banner_id"`
}

type artRow struct {
	bun.BaseModel `bun:"table:banner_arts"`

	BannerID int64     `bun:",pk"`
	Language lang.Code `bun:",pk"`
	Alt      string
	URL      string `bun:"url"`
}

type pictureRow struct {
	bun.BaseModel `bun:"table:banner_pictures"`

	BannerID  int64     `bun:",pk"`
	Language  lang.Code `bun:",pk"`
	Form      string    `bun:",pk"` // wide or narrow
	PictureID int64
}

type rubricRow struct {
	bun.BaseModel `bun:"table:banner_rubrics"`

	BannerID int64 `bun:",pk"`
	RubricID int64 `bun:",pk"`
}

// The forms of an art's pictures.
const (
	wide   = "wide"
	narrow = "narrow"
)

func (r row) banner() Banner {
	b := Banner{
		ID: r.ID, Name: r.Name, Advertiser: r.Advertiser, Zone: r.Zone, From: r.FromAt, Until: r.UntilAt, Weight: r.Weight, Paused: r.Paused,
		Version: r.Version, UpdatedAt: r.UpdatedAt, State: r.State, Shows: r.Shows, Clicks: r.Clicks, Arts: map[lang.Code]Art{}, RubricIDs: []int64{},
	}
	for _, a := range r.Arts {
		art := Art{Alt: a.Alt, URL: a.URL}
		for _, p := range r.Pictures {
			switch {
			case p.Language != a.Language:
			case p.Form == wide:
				art.PictureID = p.PictureID
			default:
				art.NarrowPictureID = &p.PictureID
			}
		}
		b.Arts[a.Language] = art
	}
	for _, one := range r.Rubrics {
		b.RubricIDs = append(b.RubricIDs, one.RubricID)
	}
	return b
}

// stateOf is a banner's state by the database's clock.
const stateOf = `CASE WHEN b.until_at <= now() THEN 'ended' WHEN b.paused THEN 'paused' WHEN b.from_at > now() THEN 'planned' ELSE 'running' END`

func selectBanners(db bun.IDB, into any) *bun.SelectQuery {
	return db.NewSelect().Model(into).ColumnExpr("b.*").ColumnExpr(stateOf+" AS state").
		ColumnExpr("coalesce((SELECT sum(shows) FROM banner_days WHERE banner_id = b.id), 0) AS shows").
		ColumnExpr("coalesce((SELECT sum(clicks) FROM banner_days WHERE banner_id = b.id), 0) AS clicks").
		Relation("Arts").Relation("Pictures").
		Relation("Rubrics", func(q *bun.SelectQuery) *bun.SelectQuery { return q.Order("rubric_id") }).
		Where("b.deleted_at IS NULL")
}

func list(ctx context.Context, db bun.IDB, q Query, after *keyset.ByTime) ([]Banner, error) {
	var rows []row
	query := selectBanners(db, &rows).Order("b.updated_at DESC", "b.id DESC").Limit(int64(q.Limit + 1))
	if after != nil {
		query.Where("(b.updated_at, b.id) < (?, ?)", after.At, after.ID)
	}
	if q.Zone != "" {
		query.Where("b.zone = ?", q.Zone)
	}
	if q.State != "" {
		query.Where(stateOf+" = ?", q.State)
	}
	if q.Language != "" {
		query.Where("EXISTS (SELECT FROM banner_arts WHERE banner_id = b.id AND language = ?)", q.Language)
	}
	if text := strings.TrimSpace(q.Search); text != "" {
		like := postgres.Contains(strings.ToLower(text))
		query.Where("(lower(b.name) LIKE ? OR lower(b.advertiser) LIKE ?)", like, like)
	}
	err := query.Scan(ctx)
	out := make([]Banner, len(rows))
	for i, r := range rows {
		out[i] = r.banner()
	}
	return out, err
}

func find(ctx context.Context, db bun.IDB, id int64) (Banner, error) {
	var rows []row
	err := selectBanners(db, &rows).Where("b.id = ?", id).Scan(ctx)
	if err != nil || len(rows) == 0 {
		return Banner{}, orNotFound(err)
	}
	return rows[0].banner(), nil
}

func orNotFound(err error) error {
	if err == nil {
		return ErrNotFound
	}
	return err
}
