package blocks

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
)

type feedRow struct {
	Key        string
	Kind       string
	Items      json.RawMessage
	Source     string
	SourceURL  string `bun:"source_url"`
	ValidUntil *time.Time
	UpdatedAt  time.Time
}

// feeds reads feeds by key; all of them where keys is nil.
func feeds(ctx context.Context, db bun.IDB, keys []string) ([]Feed, error) {
	query := db.NewSelect().Table("data_feeds").Column("key", "kind", "items", "source", "source_url", "valid_until", "updated_at").Order("key")
	if keys != nil {
		query.Where("key IN (?)", bun.List(keys))
	}
	var rows []feedRow
	if err := query.Scan(ctx, &rows); err != nil {
		return nil, err
	}
	out := make([]Feed, len(rows))
	for i, r := range rows {
		out[i] = Feed{Key: r.Key, Kind: r.Kind, Source: r.Source, SourceURL: r.SourceURL, ValidUntil: r.ValidUntil, UpdatedAt: r.UpdatedAt}
		if err := json.Unmarshal(r.Items, &out[i].Items); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func feedsByKey(ctx context.Context, db bun.IDB, keys []string) (map[string]Feed, error) {
	found, err := feeds(ctx, db, keys)
	out := make(map[string]Feed, len(found))
	for _, one := range found {
		out[one.Key] = one
	}
	return out, err
}

func feed(ctx context.Context, db bun.IDB, key string) (Feed, bool, error) {
	found, err := feeds(ctx, db, []string{key})
	if err != nil || len(found) == 0 {
		return Feed{}, false, err
	}
	return found[0], true, nil
}

// countFeeds counts under a lock that lets one change of the list happen at a time.
func countFeeds(ctx context.Context, tx bun.Tx) (n int, err error) {
	if _, err := tx.ExecContext(ctx, "LOCK TABLE data_feeds IN SHARE ROW EXCLUSIVE MODE"); err != nil {
		return 0, err
	}
	return n, tx.NewSelect().Table("data_feeds").ColumnExpr("count(*)").Scan(ctx, &n)
}

func putFeed(ctx context.Context, tx bun.Tx, f Feed) error {
	f = f.tidied()
	items, err := json.Marshal(f.Items)
	if err != nil {
		return err
	}
	_, err = tx.NewRaw(`INSERT INTO data_feeds (key, kind, items, source, source_url, valid_until, updated_by) VALUES (?, ?, ?::jsonb, ?, ?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET kind = excluded.kind, items = excluded.items, source = excluded.source, source_url = excluded.source_url,
			valid_until = excluded.valid_until, updated_by = excluded.updated_by, updated_at = now()`,
		f.Key, f.Kind, string(items), f.Source, f.SourceURL, f.ValidUntil, access.UserID(ctx)).Exec(ctx)
	return err
}

// feedUsed tells whether a block of a draft, or of what readers see, shows the feed.
func feedUsed(ctx context.Context, db bun.IDB, key string) (used bool, err error) {
	return used, db.NewRaw(`SELECT EXISTS (
		SELECT FROM layouts AS l LEFT JOIN layout_versions AS v ON v.place = l.place AND v.number = l.published
		WHERE l.draft @> ?0::jsonb OR v.blocks @> ?0::jsonb)`, `[{"feed":"`+key+`"}]`).Scan(ctx, &used)
}

func removeFeed(ctx context.Context, tx bun.Tx, key string) error {
	_, err := tx.NewDelete().Table("data_feeds").Where("key = ?", key).Exec(ctx)
	return err
}
