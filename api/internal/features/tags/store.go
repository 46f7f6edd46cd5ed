package tags

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/labels"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

type row struct {
	bun.BaseModel `bun:"table:tags,alias:t"`

	ID      int64 `bun:",pk,autoincrement"`
	Version int64
	Labels  []labelRow `bun:"type:jsonb,scanonly"`
}

type labelRow struct {
	bun.BaseModel `bun:"table:tag_labels"`

	TagID int64 `bun:",pk"`
	labels.Row
}

func labelled() labels.Table {
	return labels.Table{Name: "tag_labels", Owner: "tag_id", Taken: ErrSlugTaken}
}

func (r row) tag() Tag {
	out := Tag{ID: r.ID, Version: r.Version, Labels: map[lang.Code]Label{}}
	for _, l := range r.Labels {
		out.Labels[l.Language] = Label{Name: l.Name, Slug: l.Slug}
	}
	return out
}

func byIDs(ctx context.Context, db bun.IDB, ids []int64) (map[int64]Tag, error) {
	out := map[int64]Tag{}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []row
	err := labelled().Select(db, &rows).Where("t.id IN (?)", bun.List(ids)).Scan(ctx)
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
	id, found, err := labelled().Find(ctx, db, language, slug)
	if err == nil && !found {
		err = ErrNotFound
	}
	if err != nil {
		return Tag{}, err
	}
	return find(ctx, db, id)
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

// remove deletes the tag; false when somebody else has just done so.
func remove(ctx context.Context, tx bun.Tx, id int64) (bool, error) {
	return postgres.Changed(tx.NewDelete().Table("tags").Where("id = ?", id).Exec(ctx))
}

func setLabels(ctx context.Context, tx bun.Tx, languages lang.Set, id int64, all map[lang.Code]Label) error {
	rows := make([]labelRow, 0, len(all))
	for language, l := range all {
		rows = append(rows, labelRow{TagID: id, Row: labels.Row{Language: language, Name: l.Name, Slug: l.Slug}})
	}
	return labels.Replace(ctx, tx, labelled(), languages, id, rows)
}
