package search

import (
	"context"

	"github.com/uptrace/bun"
)

// reach is how many articles are looked at for one batch: in an index that has all,
// the whole of a million is looked through in a thousand short statements.
const reach = 1000

// unhurried lets the statements of a transaction take their time: nobody waits for them,
// and on a busy database one that puts the index in order may take longer than a request
// could.
func unhurried(ctx context.Context, tx bun.Tx) error {
	_, err := tx.ExecContext(ctx, "SELECT set_config('statement_timeout', '10min', true)")
	return err
}

// outdated are articles after an id that are to be indexed, at most limit. last is the
// id up to which all are known, and seen how many were looked at.
func outdated(ctx context.Context, tx bun.Tx, after int64, limit int) (ids []int64, last int64, seen int, err error) {
	var rows []struct {
		ID  int64
		Due bool
	}
	err = tx.NewRaw(`SELECT a.id, s.article_id IS NULL OR s.analyser <> ? AS due FROM
		(SELECT id FROM articles WHERE id > ? AND live ORDER BY id LIMIT ?) AS a LEFT JOIN article_search AS s ON s.article_id = a.id ORDER BY a.id`,
		analyser(), after, reach).Scan(ctx, &rows)
	last = after
	for _, r := range rows {
		if len(ids) == limit {
			break
		}
		if last, seen = r.ID, seen+1; r.Due {
			ids = append(ids, r.ID)
		}
	}
	return ids, last, seen, err
}

// takeDue takes articles out of those that are due. It holds them until tx ends, so
// that they are due again when it fails.
func takeDue(ctx context.Context, tx bun.Tx, limit int) (ids []int64, err error) {
	return ids, tx.NewRaw(`DELETE FROM article_search_due WHERE article_id IN
		(SELECT article_id FROM article_search_due ORDER BY article_id LIMIT ? FOR UPDATE SKIP LOCKED) RETURNING article_id`, limit).Scan(ctx, &ids)
}

func dueByTag(ctx context.Context, db bun.IDB, id int64) error {
	_, err := db.NewRaw("INSERT INTO article_search_due SELECT article_id FROM article_tags WHERE tag_id = ? AND published_at IS NOT NULL ON CONFLICT DO NOTHING", id).Exec(ctx)
	return err
}

func dueByAuthor(ctx context.Context, db bun.IDB, id int64) error {
	_, err := db.NewRaw("INSERT INTO article_search_due SELECT article_id FROM article_authors WHERE author_id = ? AND published_at IS NOT NULL ON CONFLICT DO NOTHING", id).Exec(ctx)
	return err
}
