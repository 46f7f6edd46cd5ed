package pages

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/richtext"
)

type row struct {
	bun.BaseModel `bun:"table:pages"`

	ID             int64 `bun:",pk,autoincrement"`
	Key            string
	Language       lang.Code
	Title          string
	Slug           string
	Body           json.RawMessage `bun:"type:jsonb"`
	SEODescription string          `bun:"seo_description"`
	State          State
	Version        int64
	UpdatedAt      time.Time `bun:",nullzero,default:now()"`
}

func (r row) page() (Page, error) {
	body, err := richtext.Parse(r.Body)
	return Page{
		ID: r.ID, Key: r.Key, Language: r.Language, Title: r.Title, Slug: r.Slug, Body: body,
		SEODescription: r.SEODescription, State: r.State, Version: r.Version, UpdatedAt: r.UpdatedAt,
	}, err
}

func selectPages(db bun.IDB) *bun.SelectQuery { return db.NewSelect().Model((*row)(nil)) }

func one(ctx context.Context, query *bun.SelectQuery) (Page, error) {
	var r row
	if err := query.Scan(ctx, &r); errors.Is(err, sql.ErrNoRows) {
		return Page{}, ErrNotFound
	} else if err != nil {
		return Page{}, err
	}
	return r.page()
}

// list is all pages, or with a language those that readers see in it.
func list(ctx context.Context, db bun.IDB, language lang.Code) ([]Page, error) {
	query := selectPages(db).Order("key", "language")
	if language != "" {
		query.Where("language = ? AND state = 'published'", language)
	}
	return many(ctx, query)
}

func versions(ctx context.Context, db bun.IDB, key string) ([]Page, error) {
	return many(ctx, selectPages(db).Where("key = ? AND state = 'published'", key).Order("id"))
}

func many(ctx context.Context, query *bun.SelectQuery) ([]Page, error) {
	var rows []row
	if err := query.Scan(ctx, &rows); err != nil {
		return nil, err
	}
	out := make([]Page, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = r.page(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func insert(ctx context.Context, tx bun.Tx, p Page) (int64, error) {
	r := row{
		Key: p.Key, Language: p.Language, Title: p.Title, Slug: p.Slug, Body: p.Body.JSON(),
		SEODescription: p.SEODescription, State: p.State, Version: 1,
	}
	if _, err := tx.NewInsert().Model(&r).Returning("id").Exec(ctx); err != nil {
		return 0, err
	}
	return r.ID, writePictures(ctx, tx, r.ID, p)
}

func update(ctx context.Context, tx bun.Tx, p Page) error {
	_, err := tx.NewUpdate().Table("pages").
		Set("title = ?", p.Title).Set("slug = ?", p.Slug).Set("body = ?::jsonb", string(p.Body.JSON())).
		Set("seo_description = ?", p.SEODescription).Set("state = ?", p.State).
		Set("version = version + 1").Set("updated_at = now()").
		Where("id = ?", p.ID).Exec(ctx)
	if err != nil {
		return err
	}
	return writePictures(ctx, tx, p.ID, p)
}

// writePictures notes which pictures the page's text shows.
func writePictures(ctx context.Context, tx bun.Tx, id int64, p Page) error {
	ids := pgdialect.Array(p.Body.PictureIDs())
	_, err := tx.NewRaw("INSERT INTO page_pictures (page_id, picture_id) SELECT ?, id FROM unnest(?::bigint[]) AS id ORDER BY id ON CONFLICT DO NOTHING", id, ids).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = tx.NewDelete().Table("page_pictures").Where("page_id = ? AND picture_id <> ALL(?)", id, ids).Exec(ctx)
	return err
}
