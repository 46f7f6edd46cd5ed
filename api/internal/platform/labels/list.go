package labels

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Query asks for a page of things, ordered by their name in Language.
type Query struct {
	Language lang.Code
	Search   string // part of the name; empty: all
	Cursor   string
	Limit    int // 1 to 100
}

// named is a thing's place in the list: its folded name.
type named struct {
	ID   int64
	Name string
}

// Page is the ids of the things that q asks for, and the cursor of the next page
// (nil: none).
func (t Table) Page(ctx context.Context, db bun.IDB, q Query) ([]int64, *string, error) {
	after, err := keyset.Decode[keyset.ByName](q.Cursor)
	if err != nil {
		return nil, nil, err
	}
	owner := bun.Ident(t.Owner)
	query := db.NewSelect().Table(t.Name).ColumnExpr("? AS id, lower(name) AS name", owner).
		Where("language = ?", q.Language).
		OrderExpr("lower(name), ?", owner).Limit(int64(q.Limit + 1))
	if search := strings.TrimSpace(q.Search); search != "" {
		query.Where("lower(name) LIKE lower(?)", postgres.Contains(search))
	}
	if after != nil {
		query.Where("(lower(name), ?) > (?, ?)", owner, after.Name, after.ID)
	}
	var rows []named
	if err := query.Scan(ctx, &rows); err != nil {
		return nil, nil, err
	}
	rows, next := keyset.Page(rows, q.Limit, func(n named) any { return keyset.ByName{Name: n.Name, ID: n.ID} })
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	return ids, next, nil
}

// InOrder is the things in the order of their ids.
func InOrder[T any](ids []int64, things map[int64]T) []T {
	out := make([]T, 0, len(ids))
	for _, id := range ids {
		if thing, ok := things[id]; ok {
			out = append(out, thing)
		}
	}
	return out
}
