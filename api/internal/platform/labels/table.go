package labels

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/slug"
)

// Table is where the labels of one kind of thing stand, a row for each thing
// and language.
type Table struct {
	Name  string       // "tag_labels"; a slug is there once per language by the constraint tag_labels_slug_key
	Owner string       // the column that names the thing, "tag_id"
	Taken *fault.Fault // the refusal of a slug that another thing has
}

// Row is what the rows of all such tables have; embed it in the table's model.
type Row struct {
	Language lang.Code `bun:",pk"`
	Name     string
	Slug     string // empty in what is given to Replace: to be made from the name
}

func (r *Row) row() *Row { return r }

// replaced is a pointer to a model that embeds Row.
type replaced[R any] interface {
	*R
	row() *Row
}

// Select reads things, by a model of their table whose column "labels" holds a list of
// the labels' rows (bun:"type:jsonb,scanonly"): things and labels in one statement.
func (t Table) Select(db bun.IDB, model any) *bun.SelectQuery {
	return db.NewSelect().Model(model).ColumnExpr("?TableAlias.*").
		ColumnExpr("(SELECT coalesce(json_agg(l), '[]') FROM ? AS l WHERE l.? = ?TableAlias.id) AS labels", bun.Ident(t.Name), bun.Ident(t.Owner))
}

// locks is the first key of the advisory locks that Replace takes; the second
// is the table's.
const locks = 7221

// Replace puts rows in place of the labels that the thing has. It tidies names
// and makes slugs where none are given. One transaction at a time changes the
// labels of a table, so that two things that get one name at one moment get two
// addresses. It refuses languages that are not configured, blank names, names
// that make no slug, and slugs that another thing has.
func Replace[R any, P replaced[R]](ctx context.Context, tx bun.Tx, t Table, languages lang.Set, id int64, rows []R) error {
	if _, err := tx.NewRaw("SELECT pg_advisory_xact_lock(?, hashtext(?))", locks, t.Name).Exec(ctx); err != nil {
		return err
	}
	slices.SortFunc(rows, func(a, b R) int { return cmp.Compare(P(&a).row().Language, P(&b).row().Language) })
	for i := range rows {
		if err := t.settle(ctx, tx, languages, id, P(&rows[i]).row()); err != nil {
			return err
		}
	}
	if _, err := tx.NewDelete().Table(t.Name).Where("? = ?", bun.Ident(t.Owner), id).Exec(ctx); err != nil || len(rows) == 0 {
		return err
	}
	_, err := tx.NewInsert().Model(&rows).Exec(ctx)
	if postgres.Unique(err, t.Name+"_slug_key") {
		return t.Taken
	}
	return err
}

// settle gives a row the name and the slug that it is stored with.
func (t Table) settle(ctx context.Context, tx bun.Tx, languages lang.Set, id int64, r *Row) error {
	at := "labels." + string(r.Language)
	if _, known := languages.Get(r.Language); !known {
		return ErrUnknownLanguage.WithFields(unknown(r.Language))
	}
	if r.Name = Clean(r.Name); Blank(r.Name) {
		return ErrBlank.WithFields(fault.Field{Field: at + ".name", Code: "min_length", Message: ErrBlank.Detail})
	}
	given := r.Slug != ""
	if !given {
		r.Slug = slug.Make(r.Name, r.Language)
	}
	if r.Slug == "" {
		return ErrNoName.WithFields(fault.Field{Field: at + ".name", Code: "no_slug", Message: ErrNoName.Detail})
	}
	owner, found, err := t.Find(ctx, tx, r.Language, r.Slug)
	switch {
	case err != nil || !found || owner == id:
		return err
	case given:
		return t.Taken.WithFields(fault.Field{Field: at + ".slug", Code: "taken", Message: "choose another"})
	}
	r.Slug = fmt.Sprintf("%s-%d", r.Slug, id)
	return nil
}

// Find is the thing that has the slug in the language; false when there is none.
func (t Table) Find(ctx context.Context, db bun.IDB, language lang.Code, slug string) (id int64, found bool, err error) {
	err = db.NewSelect().Table(t.Name).Column(t.Owner).Where("language = ? AND slug = ?", language, slug).Scan(ctx, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return id, err == nil, err
}
