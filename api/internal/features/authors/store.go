package authors

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
	bun.BaseModel `bun:"table:authors,alias:a"`

	ID        int64 `bun:",pk,autoincrement"`
	PictureID *int64
	Version   int64
	Labels    []labelRow `bun:"rel:has-many,join:id=author_id"`
}

type labelRow struct {
	bun.BaseModel `bun:"table:author_labels"`

	AuthorID  int64     `bun:",pk"`
	Language  lang.Code `bun:",pk"`
	Name      string
	Slug      string
	Position  string
	Biography string
}

func (r row) author() Author {
	out := Author{ID: r.ID, PictureID: r.PictureID, Version: r.Version, Labels: map[lang.Code]Label{}}
	for _, l := range r.Labels {
		out.Labels[l.Language] = Label{Name: l.Name, Slug: l.Slug, Position: l.Position, Biography: l.Biography}
	}
	return out
}

// named is an author's place in the list: its folded name.
type named struct {
	AuthorID int64
	Name     string
}

func list(ctx context.Context, db bun.IDB, q Query, after *keyset.ByName) ([]named, error) {
	var rows []named
	query := db.NewSelect().Table("author_labels").Column("author_id").ColumnExpr("lower(name) AS name").
		Where("language = ?", q.Language).
		OrderExpr("lower(name), author_id").Limit(int64(q.Limit + 1))
	if q.Search != "" {
		query.Where("lower(name) LIKE ?", postgres.Contains(strings.ToLower(q.Search)))
	}
	if after != nil {
		query.Where("(lower(name), author_id) > (?, ?)", after.Name, after.ID)
	}
	return rows, query.Scan(ctx, &rows)
}

func byIDs(ctx context.Context, db bun.IDB, ids []int64) (map[int64]Author, error) {
	out := map[int64]Author{}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []row
	err := db.NewSelect().Model(&rows).Relation("Labels").Where("a.id IN (?)", bun.List(ids)).Scan(ctx)
	for _, r := range rows {
		out[r.ID] = r.author()
	}
	return out, err
}

func find(ctx context.Context, db bun.IDB, id int64) (Author, error) {
	found, err := byIDs(ctx, db, []int64{id})
	if t, ok := found[id]; ok {
		return t, nil
	}
	if err == nil {
		err = ErrNotFound
	}
	return Author{}, err
}

func bySlug(ctx context.Context, db bun.IDB, language lang.Code, slug string) (Author, error) {
	var label labelRow
	err := db.NewSelect().Model(&label).Where("language = ? AND slug = ?", language, slug).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return Author{}, ErrNotFound
	}
	if err != nil {
		return Author{}, err
	}
	return find(ctx, db, label.AuthorID)
}

func insert(ctx context.Context, tx bun.Tx, a Author) (int64, error) {
	added := row{PictureID: a.PictureID, Version: 1}
	_, err := tx.NewInsert().Model(&added).Returning("id").Exec(ctx)
	return added.ID, err
}

// advance writes the author and moves the version on; false when it is no longer the one given.
func advance(ctx context.Context, tx bun.Tx, a Author) (bool, error) {
	return postgres.Changed(tx.NewUpdate().Table("authors").Set("picture_id = ?", a.PictureID).Set("version = version + 1").Set("updated_at = now()").
		Where("id = ? AND version = ?", a.ID, a.Version).Exec(ctx))
}

func remove(ctx context.Context, tx bun.Tx, id int64) error {
	_, err := tx.NewDelete().Table("authors").Where("id = ?", id).Exec(ctx)
	return err
}

func replaceLabels(ctx context.Context, tx bun.Tx, id int64, rows []labelRow) error {
	if _, err := tx.NewDelete().Table("author_labels").Where("author_id = ?", id).Exec(ctx); err != nil {
		return err
	}
	_, err := tx.NewInsert().Model(&rows).Exec(ctx)
	return err
}

func slugTaken(ctx context.Context, db bun.IDB, language lang.Code, slug string, except int64) (bool, error) {
	return db.NewSelect().Table("author_labels").Where("language = ? AND slug = ? AND author_id <> ?", language, slug, except).Exists(ctx)
}
