package authors

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/labels"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

type row struct {
	bun.BaseModel `bun:"table:authors,alias:a"`

	ID        int64 `bun:",pk,autoincrement"`
	PictureID *int64
	Version   int64
	Labels    []labelRow `bun:"type:jsonb,scanonly"`
}

type labelRow struct {
	bun.BaseModel `bun:"table:author_labels"`

	AuthorID int64 `bun:",pk"`
	labels.Row
	Position  string
	Biography string
}

func labelled() labels.Table {
	return labels.Table{Name: "author_labels", Owner: "author_id", Taken: ErrSlugTaken}
}

func (r row) author() Author {
	out := Author{ID: r.ID, PictureID: r.PictureID, Version: r.Version, Labels: map[lang.Code]Label{}}
	for _, l := range r.Labels {
		out.Labels[l.Language] = Label{Name: l.Name, Slug: l.Slug, Position: l.Position, Biography: l.Biography}
	}
	return out
}

func byIDs(ctx context.Context, db bun.IDB, ids []int64) (map[int64]Author, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return read(ctx, labelled().Select(db, (*row)(nil)).Where("a.id IN (?)", bun.List(ids)))
}

// byIDsAndCompany also reads others, as many as company: a newsroom has few who sign, and
// the next list names some of them.
func byIDsAndCompany(ctx context.Context, db bun.IDB, ids []int64, company int) (map[int64]Author, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return read(ctx, labelled().Select(db, (*row)(nil)).
		Where("a.id IN (?) OR a.id IN (SELECT id FROM authors ORDER BY id LIMIT ?)", bun.List(ids), company))
}

func read(ctx context.Context, query *bun.SelectQuery) (map[int64]Author, error) {
	var rows []row
	err := query.Scan(ctx, &rows)
	out := make(map[int64]Author, len(rows))
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
	id, found, err := labelled().Find(ctx, db, language, slug)
	if err == nil && !found {
		err = ErrNotFound
	}
	if err != nil {
		return Author{}, err
	}
	return find(ctx, db, id)
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

// remove deletes the author; false when somebody else has just done so.
func remove(ctx context.Context, tx bun.Tx, id int64) (bool, error) {
	return postgres.Changed(tx.NewDelete().Table("authors").Where("id = ?", id).Exec(ctx))
}

func setLabels(ctx context.Context, tx bun.Tx, languages lang.Set, id int64, all map[lang.Code]Label) error {
	rows := make([]labelRow, 0, len(all))
	for language, l := range all {
		rows = append(rows, labelRow{
			AuthorID: id, Row: labels.Row{Language: language, Name: l.Name, Slug: l.Slug},
			Position: labels.Clean(l.Position), Biography: l.Biography,
		})
	}
	return labels.Replace(ctx, tx, labelled(), languages, id, rows)
}
