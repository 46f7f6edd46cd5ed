package news

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/postgres"
)

const alive = "seen_at > clock_timestamp() - make_interval(secs => ?)"

// holderOf reads who holds the article, and keeps others from taking it until
// the transaction ends, by the article's row.
func holderOf(ctx context.Context, tx bun.Tx, id int64) (l Lock, held bool, err error) {
	var there int64
	err = tx.NewSelect().Table("articles").Column("id").Where("id = ?", id).For("NO KEY UPDATE").Scan(ctx, &there)
	if errors.Is(err, sql.ErrNoRows) {
		return l, false, ErrNotFound
	}
	if err != nil {
		return l, false, err
	}
	err = tx.NewSelect().Table("article_locks").Column("article_id", "user_id", "since", "seen_at").
		Where("article_id = ? AND "+alive, id, LockLife.Seconds()).Scan(ctx, &l)
	if errors.Is(err, sql.ErrNoRows) {
		return l, false, nil
	}
	return l, err == nil, err
}

func putLock(ctx context.Context, tx bun.Tx, id, user int64) (l Lock, err error) {
	err = tx.NewRaw(`INSERT INTO article_locks AS held (article_id, user_id, since, seen_at) VALUES (?, ?, clock_timestamp(), clock_timestamp())
		ON CONFLICT (article_id) DO UPDATE SET user_id = excluded.user_id, seen_at = excluded.seen_at,
			since = CASE WHEN held.user_id = excluded.user_id AND held.`+alive+` THEN held.since ELSE excluded.since END
		RETURNING article_id, user_id, since, seen_at`, id, user, LockLife.Seconds()).Scan(ctx, &l)
	return l, err
}

func dropLock(ctx context.Context, db bun.IDB, id, user int64) error {
	_, err := db.NewDelete().Table("article_locks").Where("article_id = ? AND user_id = ?", id, user).Exec(ctx)
	return err
}

func locks(ctx context.Context, db bun.IDB, ids []int64) (map[int64]Lock, error) {
	out := map[int64]Lock{}
	if len(ids) == 0 {
		return out, nil
	}
	rows, err := postgres.PreparedOn(ctx, db, `SELECT article_id, user_id, since, seen_at FROM article_locks
		WHERE article_id = ANY($1) AND seen_at > clock_timestamp() - make_interval(secs => $2)`, []any{ids, LockLife.Seconds()},
		func(row pgx.Rows, l *Lock) error { return row.Scan(&l.ArticleID, &l.UserID, &l.Since, &l.SeenAt) })
	for _, l := range rows {
		out[l.ArticleID] = l
	}
	return out, err
}
