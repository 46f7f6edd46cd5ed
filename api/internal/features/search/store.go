package search

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
)

type row struct {
	bun.BaseModel `bun:"table:article_search,alias:s"`

	ArticleID   int64 `bun:",pk"`
	Language    lang.Code
	PublishedAt time.Time
	Analyser    int
	Lexemes     string `bun:"type:tsvector"`
}

// key is an article's place in the order of what is found.
type key struct {
	ArticleID   int64
	PublishedAt time.Time
}

// ByTime is the key as a cursor has it.
func (k key) ByTime() keyset.ByTime { return keyset.ByTime{At: k.PublishedAt, ID: k.ArticleID} }

// write takes rows in. One that stays as it is costs nothing in the index.
func write(ctx context.Context, tx bun.Tx, rows []row) error {
	if len(rows) == 0 {
		return nil
	}
	_, err := tx.NewInsert().Model(&rows).On("CONFLICT (article_id) DO UPDATE").
		Set("language = EXCLUDED.language, published_at = EXCLUDED.published_at, analyser = EXCLUDED.analyser, lexemes = EXCLUDED.lexemes").
		Where("(s.language, s.published_at, s.analyser, s.lexemes) IS DISTINCT FROM (EXCLUDED.language, EXCLUDED.published_at, EXCLUDED.analyser, EXCLUDED.lexemes)").
		Exec(ctx)
	return err
}

func remove(ctx context.Context, tx bun.Tx, id int64) error {
	_, err := tx.NewDelete().Table("article_search").Where("article_id = ?", id).Exec(ctx)
	return err
}

// inSearch runs the statements of a search: they use the index whatever the planner
// thinks of it, since to look through all vectors is never cheaper, and each may take
// no longer than a reader waits.
func inSearch(ctx context.Context, db *bun.DB, do func(context.Context, bun.Tx) error) error {
	return db.RunInTx(ctx, &sql.TxOptions{ReadOnly: true}, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, "SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true), set_config('statement_timeout', '1500', true)")
		if err != nil {
			return err
		}
		return do(ctx, tx)
	})
}

// tooLate tells whether a statement was ended for its time: query_canceled.
func tooLate(err error) bool {
	var problem *pgconn.PgError
	return errors.As(err, &problem) && problem.Code == "57014"
}

// youngest is when a language's newest article was published; false: it has none.
func youngest(ctx context.Context, tx bun.Tx, language lang.Code) (at time.Time, any bool, err error) {
	err = tx.NewSelect().Table("articles").Column("published_at").Where("language = ? AND live", language).
		OrderExpr("published_at DESC, id DESC").Limit(1).Scan(ctx, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return at, false, nil
	}
	return at, err == nil, err
}

// candidates is how many articles with all words of a phrase a search looks into, the
// newest first: each costs the reading of its vector.
const candidates = 1000

// read looks into one window. last is the last article that it looked into when there
// may be more.
func (w window) read(ctx context.Context, tx bun.Tx, limit int) (found []key, last *key, err error) {
	if !w.query.phrased() {
		err = w.candidates(tx, limit).Scan(ctx, &found)
		return found, nil, err
	}
	var rows []struct {
		key
		Fits bool
	}
	err = tx.NewSelect().TableExpr("(?) AS c", w.candidates(tx, candidates).Column("s.lexemes")).
		ColumnExpr("c.article_id, c.published_at, c.lexemes @@ ?::tsquery AS fits", w.query.tsquery()).
		OrderExpr("c.published_at DESC, c.article_id DESC").Scan(ctx, &rows)
	for i := range rows {
		if rows[i].Fits && len(found) < limit {
			found = append(found, rows[i].key)
		}
	}
	if len(rows) == candidates && len(found) < limit {
		last = &rows[len(rows)-1].key
	}
	return found, last, err
}

// candidates are the articles of a window that have all words.
func (w window) candidates(tx bun.Tx, limit int) *bun.SelectQuery {
	query := tx.NewSelect().TableExpr("article_search AS s").Column("s.article_id", "s.published_at").
		Where("s.lexemes @@ ?::tsquery AND s.language = ?", w.tsquery(), w.request.Language)
	if w.weeks == 0 {
		query.Where("s.published_at < ?", weekBegins(w.end))
	}
	if !w.request.From.IsZero() {
		query.Where("s.published_at >= ?", w.request.From)
	}
	if !w.request.Until.IsZero() {
		query.Where("s.published_at < ?", w.request.Until)
	}
	if w.after != nil {
		query.Where("(s.published_at, s.article_id) < (?, ?)", w.after.At, w.after.ID)
	}
	return query.OrderExpr("s.published_at DESC, s.article_id DESC").Limit(int64(limit))
}
