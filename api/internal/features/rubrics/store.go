package rubrics

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/labels"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

type row struct {
	bun.BaseModel `bun:"table:rubrics,alias:r"`

	ID       int64 `bun:",pk,autoincrement"`
	ParentID *int64
	Position int
	Visible  bool
	Version  int64
	Labels   []labelRow `bun:"type:jsonb,scanonly"`
}

type labelRow struct {
	bun.BaseModel `bun:"table:rubric_labels"`

	RubricID int64 `bun:",pk"`
	labels.Row
	Description string
}

func labelled() labels.Table {
	return labels.Table{Name: "rubric_labels", Owner: "rubric_id", Taken: ErrSlugTaken}
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
	if err := labelled().Select(db, &rows).Order("r.position", "r.id").Scan(ctx); err != nil {
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
	err := labelled().Select(db, &r).Where("r.id = ?", id).Scan(ctx)
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

// remove deletes the rubric; false when somebody else has just done so.
func remove(ctx context.Context, tx bun.Tx, id int64) (bool, error) {
	return postgres.Changed(tx.NewDelete().Table("rubrics").Where("id = ?", id).Exec(ctx))
}

func setLabels(ctx context.Context, tx bun.Tx, languages lang.Set, id int64, all map[lang.Code]Label) error {
	rows := make([]labelRow, 0, len(all))
	for language, l := range all {
		rows = append(rows, labelRow{
			RubricID: id, Row: labels.Row{Language: language, Name: l.Name, Slug: l.Slug}, Description: labels.Clean(l.Description),
		})
	}
	return labels.Replace(ctx, tx, labelled(), languages, id, rows)
}
