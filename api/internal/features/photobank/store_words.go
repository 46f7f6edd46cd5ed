package photobank

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/postgres"
)

// words reads the vocabulary, which a trigger fills, and passes over what no picture
// has any more.
func words(ctx context.Context, db bun.IDB, field, part string, limit int) ([]string, error) {
	part = strings.ToLower(part)
	inUse := map[string]string{
		WordAuthor: "author = w.word", WordSource: "source = w.word", WordPlace: "place = w.word",
		WordKeyword: "keywords @> ARRAY[w.word]", WordPerson: "persons @> ARRAY[w.word]",
	}[field]
	query := db.NewSelect().TableExpr("picture_words AS w").ColumnExpr("w.word").Where("w.field = ?", field).
		Where("EXISTS (SELECT FROM pictures WHERE ?)", bun.Safe(inUse)).Limit(int64(limit))
	if part == "" {
		query.OrderExpr("lower(w.word)")
	} else {
		query.Where("lower(w.word) LIKE ?", postgres.Contains(part)).OrderExpr("NOT starts_with(lower(w.word), ?), lower(w.word)", part)
	}
	found := []string{}
	return found, query.Scan(ctx, &found)
}
