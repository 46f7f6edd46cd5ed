package search

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/lang"
)

// suggester reads suggestions of one kind.
type suggester func(ctx context.Context, db bun.IDB, language lang.Code, beginnings []string) ([]Suggestion, error)

// lookedAt is how many titles with the beginning are looked at for the newest: of "қа"
// there may be a hundred thousand.
const lookedAt = 200

func titlesBegun(ctx context.Context, db bun.IDB, language lang.Code, beginnings []string) (out []Suggestion, err error) {
	begun := db.NewSelect().Table("articles").Column("title", "slug", "published_at").
		Where("language = ? AND live", language).WhereGroup(" AND ", anyBeginning("search_typed(left(title, 100))", beginnings)).Limit(lookedAt)
	err = db.NewSelect().TableExpr("(?) AS begun", begun).ColumnExpr("? AS kind, title AS text, slug", SuggestedArticle).
		OrderExpr("published_at DESC").Limit(mostOfAKind).Scan(ctx, &out)
	return out, err
}

func tagsBegun(ctx context.Context, db bun.IDB, language lang.Code, beginnings []string) (out []Suggestion, err error) {
	err = db.NewSelect().TableExpr("tag_labels AS l").ColumnExpr("? AS kind, l.name AS text, l.slug", SuggestedTag).
		Where("l.language = ?", language).WhereGroup(" AND ", anyBeginning("search_typed(left(l.name, 100))", beginnings)).
		Where("EXISTS (SELECT FROM article_tags AS t WHERE t.tag_id = l.tag_id AND t.language = l.language AND t.published_at IS NOT NULL)").
		OrderExpr("length(l.name), l.name").Limit(mostOfAKind).Scan(ctx, &out)
	return out, err
}

func anyBeginning(expression string, beginnings []string) func(*bun.SelectQuery) *bun.SelectQuery {
	return func(q *bun.SelectQuery) *bun.SelectQuery {
		for _, b := range beginnings {
			q = q.WhereOr("? LIKE ?", bun.Safe(expression), strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(b)+"%")
		}
		return q
	}
}
