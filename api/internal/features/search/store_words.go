package search

import (
	"cmp"
	"context"
	"slices"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/lang"
)

// unseen are those of the articles that the index has not taken in by the present rules:
// whose words are still to be counted.
func unseen(ctx context.Context, tx bun.Tx, articles []news.Article) (left []news.Article, err error) {
	ids := make([]int64, len(articles))
	for i, a := range articles {
		ids[i] = a.ID
	}
	var known []int64
	err = tx.NewSelect().Table("article_search").Column("article_id").Where("article_id IN (?) AND analyser = ?", bun.List(ids), analyser()).Scan(ctx, &known)
	for _, a := range articles {
		if !slices.Contains(known, a.ID) {
			left = append(left, a)
		}
	}
	return left, err
}

// note keeps words for countDue: nobody waits for another who has the same word.
func note(ctx context.Context, tx bun.Tx, words map[seen]int) error {
	rows := make([]seen, 0, len(words))
	for w, n := range words {
		w.Seen = n
		rows = append(rows, w)
	}
	if len(rows) == 0 {
		return nil
	}
	slices.SortFunc(rows, func(a, b seen) int { return cmp.Or(cmp.Compare(a.Language, b.Language), cmp.Compare(a.Word, b.Word)) })
	_, err := tx.NewInsert().Model(&rows).ModelTableExpr("search_words_due").Exec(ctx)
	return err
}

// dueAtOnce is how many noted words are counted in one transaction.
const dueAtOnce = 20_000

// countDue adds noted words to the counted ones, in one order, so that those who do so
// at once wait for each other and nothing worse. It tells whether there may be more.
func countDue(ctx context.Context, tx bun.Tx) (more bool, err error) {
	var taken int
	err = tx.NewRaw(`WITH taken AS (
			DELETE FROM search_words_due WHERE ctid = ANY (ARRAY(SELECT ctid FROM search_words_due LIMIT ? FOR UPDATE SKIP LOCKED)) RETURNING language, word, seen
		), counted AS (
			INSERT INTO search_words AS w (language, word, seen) SELECT language, word, sum(seen) FROM taken GROUP BY language, word ORDER BY language, word
			ON CONFLICT (language, word) DO UPDATE SET seen = w.seen + EXCLUDED.seen
		) SELECT count(*) FROM taken`, dueAtOnce).Scan(ctx, &taken)
	return taken == dueAtOnce, err
}

// alike are words that look like a typed one, the most alike and frequent first.
func alike(ctx context.Context, db bun.IDB, language lang.Code, typed string) (words []seen, err error) {
	err = db.NewSelect().Table("search_words").Column("language", "word", "seen").Where("language = ? AND typed % ?", language, typed).
		OrderExpr("similarity(typed, ?) DESC, seen DESC", typed).Limit(30).Scan(ctx, &words)
	return words, err
}
