package photobank

import (
	"context"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// unread holds pictures whose words are not in the search.
func unread(ctx context.Context, tx bun.Tx, limit int) ([]Picture, error) {
	var rows []row
	err := selectPictures(tx, &rows).
		Where("p.lexemes = ''").Order("p.id").Limit(int64(limit)).For("NO KEY UPDATE OF p SKIP LOCKED").Scan(ctx)
	return pictures(rows), err
}

// wordless stands for a picture that has no word at all, so that it is not read again.
const wordless = "k."

func writeLexemes(ctx context.Context, tx bun.Tx, id int64, lexemes []string) error {
	if len(lexemes) == 0 {
		lexemes = []string{wordless}
	}
	_, err := tx.NewUpdate().Table("pictures").Set("lexemes = array_to_tsvector(?::text[])", pgdialect.Array(lexemes)).Where("id = ?", id).Exec(ctx)
	return err
}
