package pages

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/contentseal"
)

// sealTable says that each page has to have a seal, drafts too: there are few, and
// so none goes past the system.
var sealTable = contentseal.Table{Type: contentseal.Page, Name: "pages", Sealed: "true", Changed: "updated_at", Order: "updated_at"}

// sealedRows adds to a statement all that a page's seal covers.
func sealedRows(ctx context.Context, query *bun.SelectQuery) ([]sealedRow, error) {
	var rows []sealedRow
	err := query.ColumnExpr(`o.key AS page_key, o.language, o.title, o.slug, o.body::text AS body, o.seo_description, o.state, o.version`).
		Scan(ctx, &rows)
	return rows, err
}
