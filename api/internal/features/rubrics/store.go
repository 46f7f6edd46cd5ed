package rubrics

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/lang"
)

type row struct {
	bun.BaseModel `bun:"table:rubrics,alias:r"`

	ID       int64 `bun:",pk,autoincrement"`
	ParentID *int64
	Position int
	Visible  bool
	Version  int64
	Labels   []labelRow `bun:"rel:has-many,join:id=rubric_id"`
}

type labelRow struct {
	bun.BaseModel `bun:"table:rubric_labels"`

	RubricID    int64     `bun:",pk"`
	Language    lang.Code `bun:",pk"`
	Name        string
	Slug        string
	Description string
}

func (r row) rubric() Rubric {
	out := Rubric{ID: r.ID, ParentID: r.ParentID, Position: r.Position, Visible: r.Visible, Version: r.Version, Labels: map[lang.Code]Label{}}
	for _, l := range r.Labels {
		out.Labels[l.Language] = Label{Name: l.Name, Slug: l.Slug, Description: l.Description}
	}
	return out
}

func all(ctx context.Context, db bun.IDB) (Tree, error) {
	var rows []row
	if err := db.NewSelect().Model(&rows).Relation("Labels").Order("r.position", "r.id").Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Rubric, len(rows))
	for i, r := range rows {
		out[i] = r.rubric()
	}
	return arrange(out), nil
}

func find(ctx context.Context, db bun.IDB, id int64) (Rubric, error) {
	var r row
	err := db.NewSelect().Model(&r).Relation("Labels").Where("r.id = ?", id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return Rubric{}, ErrNotFound
	}
	return r.rubric(), err
}

// lockTree lets one change of the tree's shape happen at a time: positions and
// parents of several rows hang together.
func (s *Service) lockTree(ctx context.Context, tx bun.Tx) (Tree, error) {
	if _, err := tx.ExecContext(ctx, "LOCK TABLE rubrics IN SHARE ROW EXCLUSIVE MODE"); err != nil {
		return nil, err
	}
	return all(ctx, tx)
}

func insert(ctx context.Context, tx bun.Tx, r Rubric) (int64, error) {
	added := row{ParentID: r.ParentID, Position: r.Position, Visible: r.Visible, Version: 1}
	_, err := tx.NewInsert().Model(&added).Returning("id").Exec(ctx)
	return added.ID, err
}

func update(ctx context.Context, tx bun.Tx, r Rubric) error {
	_, err := tx.NewUpdate().Table("rubrics").
		Set("parent_id = ?", r.ParentID).Set("position = ?", r.Position).Set("visible = ?", r.Visible).
		Set("version = version + 1").Set("updated_at = now()").
		Where("id = ?", r.ID).Exec(ctx)
	return err
}

func setPositions(ctx context.Context, tx bun.Tx, ids []int64) error {
	_, err := tx.NewRaw(`UPDATE rubrics SET position = given.position, version = version + 1, updated_at = now()
		FROM unnest(?::bigint[]) WITH ORDINALITY AS given (id, position) WHERE rubrics.id = given.id`, pgdialect.Array(ids)).Exec(ctx)
	return err
}

func remove(ctx context.Context, tx bun.Tx, id int64) error {
	_, err := tx.NewDelete().Table("rubrics").Where("id = ?", id).Exec(ctx)
	return err
}

func replaceLabels(ctx context.Context, tx bun.Tx, id int64, rows []labelRow) error {
	if _, err := tx.NewDelete().Table("rubric_labels").Where("rubric_id = ?", id).Exec(ctx); err != nil {
		return err
	}
	_, err := tx.NewInsert().Model(&rows).Exec(ctx)
	return err
}

func slugTaken(ctx context.Context, db bun.IDB, language lang.Code, slug string, except int64) (bool, error) {
	return db.NewSelect().Table("rubric_labels").Where("language = ? AND slug = ? AND rubric_id <> ?", language, slug, except).Exists(ctx)
}
