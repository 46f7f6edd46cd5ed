package pages

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/contentseal"
)

// digestSchema is the encoding of a page's seal. What readers come to see besides
// makes a new one, beside which seals of this one are still to be checked.
const digestSchema = 1

// sealedRow is all of a page that reaches a reader, as it is stored.
type sealedRow struct {
	contentseal.Beside

	PageKey        string `bun:"page_key"`
	Language       string
	Title          string
	Slug           string
	Body           string
	SEODescription string `bun:"seo_description"`
	State          State
	Version        int64
}

// object is what readers see of the page: of a draft nothing.
func (r sealedRow) object() contentseal.Object {
	e := contentseal.NewEncoder(contentseal.Page, digestSchema)
	live := r.State == Published
	if live {
		e.Text(r.PageKey, r.Language, r.Title, r.Slug, r.Body, r.SEODescription)
	}
	return contentseal.Object{Type: contentseal.Page, ID: r.WantedID, Live: live, Version: r.Version, Schema: digestSchema, Hash: e.Sum()}
}

// seal signs a page as it is stored now, in the transaction of the change.
func (s *Service) seal(ctx context.Context, tx bun.Tx, id int64) error {
	rows, err := sealedRows(ctx, sealTable.Select(tx, []int64{id}))
	if err != nil {
		return err
	}
	objects := make([]contentseal.Object, len(rows))
	for i, r := range rows {
		objects[i] = r.object()
	}
	return s.seals.Seal(ctx, tx, objects...)
}

// Seals is the pages as checks of integrity see them.
type Seals struct{}

// Type is the pages' type.
func (Seals) Type() contentseal.Type { return sealTable.Type }

// Find reads pages with their seals.
func (Seals) Find(ctx context.Context, db bun.IDB, w contentseal.Wanted) ([]contentseal.Found, error) {
	rows, err := sealedRows(ctx, sealTable.SelectBeside(db, w))
	out := make([]contentseal.Found, len(rows))
	for i, r := range rows {
		out[i] = r.Found(contentseal.Page, r.Title, r.object)
	}
	return out, err
}

// Young are the pages of the last seven days.
func (Seals) Young(ctx context.Context, db bun.IDB, limit int) ([]int64, error) {
	return sealTable.Young(ctx, db, limit)
}

// Hold keeps a page from being changed until tx ends.
func (Seals) Hold(ctx context.Context, tx bun.Tx, id int64) error { return sealTable.Hold(ctx, tx, id) }
