package photobank

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"
)

// mediaRow is what the media host has to know of a picture.
type mediaRow struct {
	ID        int64
	Live      bool // something that readers see uses it
	TrashedAt *time.Time
	ExpiresAt *time.Time
	Files     []keptFile `bun:"type:json"`
}

// mediaByHash is ErrNotFound where no picture has the hash. What uses a picture
// uses the one that it was merged into; the address of the former stays good,
// because it was published, as long as the latter's rights last, too.
func mediaByHash(ctx context.Context, db bun.IDB, hash string) (mediaRow, error) {
	var r mediaRow
	err := db.NewSelect().TableExpr("pictures AS o").ColumnExpr("o.id, o.trashed_at").ColumnExpr(filesOfPicture).
		ColumnExpr("least(o.expires_at, (SELECT expires_at FROM pictures WHERE id = o.merged_into)) AS expires_at").
		ColumnExpr("picture_in_use(o.id, true) AS live").
		Where("o.hash = ?", hash).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return mediaRow{}, ErrNotFound
	}
	return r, err
}

// holdForFiles keeps a picture from being deleted until tx ends; ErrNotFound when
// it has been.
func holdForFiles(ctx context.Context, tx bun.Tx, id int64) error {
	var found int64
	err := tx.NewSelect().Table("pictures").Column("id").Where("id = ?", id).For("NO KEY UPDATE").Scan(ctx, &found)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}

// keptOf is what is noted of a picture's files.
func keptOf(ctx context.Context, db bun.IDB, id int64) ([]keptFile, error) {
	rows, err := kept(ctx, db, []int64{id})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, ErrNotFound
	}
	return rows[0].Files, nil
}

// makingLock is the first key of the advisory locks of those who make a picture's
// files; the second is of the picture.
const makingLock = 0x6d616b65 // "make"

// holdMaking waits until no other process makes files of the picture, and keeps
// others waiting until release is called or the process dies.
func holdMaking(ctx context.Context, db *bun.DB, hash string) (release func(), err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	for wait := 20 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		var mine bool
		err := conn.NewRaw("SELECT pg_try_advisory_lock(?, hashtext(?))", makingLock, hash).Scan(ctx, &mine)
		if err == nil && mine {
			return func() {
				_, _ = conn.NewRaw("SELECT pg_advisory_unlock(?, hashtext(?))", makingLock, hash).Exec(context.WithoutCancel(ctx))
				_ = conn.Close()
			}, nil
		}
		if err == nil {
			err = pause(ctx, wait)
		}
		if err != nil {
			_ = conn.Close()
			return nil, err
		}
	}
}

func pause(ctx context.Context, wait time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(wait):
		return nil
	}
}
