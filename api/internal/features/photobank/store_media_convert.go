package photobank

import (
	"context"

	"github.com/uptrace/bun"
)

// olderRecipes are those by which pictures were made, except the present one: each
// is one step on the index.
func olderRecipes(ctx context.Context, db bun.IDB, current string) (recipes []string, err error) {
	return recipes, db.NewRaw(`WITH RECURSIVE found AS (
			(SELECT recipe FROM pictures ORDER BY recipe LIMIT 1)
			UNION ALL
			SELECT (SELECT recipe FROM pictures WHERE recipe > found.recipe ORDER BY recipe LIMIT 1) FROM found WHERE found.recipe IS NOT NULL)
		SELECT recipe FROM found WHERE recipe <> ? ORDER BY recipe COLLATE "C"`, current).Scan(ctx, &recipes)
}

// madeBy are ids of pictures of a recipe, in their order.
func madeBy(ctx context.Context, db bun.IDB, recipe string, after int64, limit int) (ids []int64, err error) {
	return ids, db.NewSelect().Table("pictures").Column("id").Where("recipe = ? AND id > ?", recipe, after).Order("id").Limit(int64(limit)).Scan(ctx, &ids)
}

func countPictures(ctx context.Context, db bun.IDB) (n int64, err error) {
	return n, db.NewSelect().Table("pictures").ColumnExpr("count(*)").Scan(ctx, &n)
}

func countOlder(ctx context.Context, db bun.IDB, current string) (n int64, err error) {
	return n, db.NewSelect().Table("pictures").ColumnExpr("count(*)").Where("recipe <> ?", current).Scan(ctx, &n)
}
