package tags

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

type row struct {
	bun.BaseModel `bun:"table:tags,alias:t"`

	ID      int64 `bun:",pk,autoincrement"`
	Version int64
	Labels  []labelRow `bun:"rel:has-many,join:id=tag_id"`
}

type labelRow struct {
	bun.BaseModel `bun:"table:tag_labels"`

	TagID    int64     `bun:",pk"`
	Language lang.Code `bun:",pk"`
	Name     string
	Slug     string
}

func (r row) tag() Tag {
	out := Tag{ID: r.ID, Version: r.Version, Labels: map[lang.Code]Label{}}
	for _, l := range r.Labels {
		out.Labels[l.Language] = Label{Name: l.Name, Slug: l.Slug}
	}
	return out
}

// named is a tag's place in the list: its folded name.
type named struct {
	TagID int64
	Name  string
}

func list(ctx context.Context, db bun.IDB, q Query, after *keyset.ByName) ([]named, error) {
	var rows []named
	query := db.NewSelect().Table("tag_labels").Column("tag_id").ColumnExpr("lower(name) AS name").
		Where("language = ?", q.Language).
		OrderExpr("lower(name), tag_id").Limit(int64(q.Limit + 1))
	if q.Search != "" {
		query.Where("lower(name) LIKE ?", postgres.Contains(strings.ToLower(q.Search)))
	}
	if after != nil {
		query.Where("(lower(name), tag_id) > (?, ?)", after.Name, after.ID)
	}
	return rows, query.Scan(ctx, &rows)
}

func byIDs(ctx context.Context, db bun.IDB, ids []int64) (map[int64]Tag, error) {
	out := map[int64]Tag{}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []row
	err := db.NewSelect().Model(&rows).Relation("Labels").Where("t.id IN (?)", bun.List(ids)).Scan(ctx)
	for _, r := range rows {
		out[r.ID] = r.tag()
	}
	return out, err
}

func find(ctx context.Context, db bun.IDB, id int64) (Tag, error) {
	found, err := byIDs(ctx, db, []int64{id})
	if t, ok := found[id]; ok {
		return t, nil
	}
	if err == nil {
		err = ErrNotFound
	}
	return Tag{}, err
}

func bySlug(ctx context.Context, db bun.IDB, language lang.Code, slug string) (Tag, error) {
	var label labelRow
	err := db.NewSelect().Model(&label).Where("language = ? AND slug = ?", language, slug).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return Tag{}, ErrNotFound
	}
	if err != nil {
		return Tag{}, err
	}
	return find(ctx, db, label.TagID)
}

func insert(ctx context.Context, tx bun.Tx) (int64, error) {
	added := row{Version: 1}
	_, err := tx.NewInsert().Model(&added).Returning("id").Exec(ctx)
	return added.ID, err
}

// advance moves the version on; false when it is no longer the one given.
func advance(ctx context.Context, tx bun.Tx, id, version int64) (bool, error) {
	return postgres.Changed(tx.NewUpdate().Table("tags").Set("version = version + 1").Set("updated_at = now()").
		Where("id = ? AND version = ?", id, version).Exec(ctx))
}

func remove(ctx context.Context, tx bun.Tx, id int64) error {
	_, err := tx.NewDelete().Table("tags").Where("id = ?", id).Exec(ctx)
	return err
}

func replaceLabels(ctx context.Context, tx bun.Tx, id int64, rows []labelRow) error {
	if _, err := tx.NewDelete().Table("tag_labels").Where("tag_id = ?", id).Exec(ctx); err != nil {
		return err
	}
	_, err := tx.NewInsert().Model(&rows).Exec(ctx)
	return err
}

func slugTaken(ctx context.Context, db bun.IDB, language lang.Code, slug string, except int64) (bool, error) {
	return db.NewSelect().Table("tag_labels").Where("language = ? AND slug = ? AND tag_id <> ?", language, slug, except).Exists(ctx)
}
