package photobank

import (
	"context"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/blob"
)

// keptAfter are pictures with what is noted of their files, in the order of ids.
func keptAfter(ctx context.Context, db bun.IDB, after int64, limit int) (rows []keptRow, err error) {
	return rows, db.NewSelect().TableExpr("pictures AS o").ColumnExpr("o.id, o.hash, o.file_name").ColumnExpr(filesOfPicture).
		Where("o.id > ?", after).Order("o.id").Limit(int64(limit)).Scan(ctx, &rows)
}

// ownedKeys are those keys that a picture's note or an upload refers to.
func ownedKeys(ctx context.Context, db bun.IDB, batch []blob.Entry) (map[string]bool, error) {
	var hashes, uploads []string
	for _, entry := range batch {
		hash, _, _, upload := owner(entry.Key)
		if hash != "" {
			hashes = append(hashes, hash)
		}
		if upload != "" {
			uploads = append(uploads, upload)
		}
	}
	known, err := known(ctx, db, hashes, uploads)
	owned := map[string]bool{}
	for _, entry := range batch {
		hash, file, sum, upload := owner(entry.Key)
		owned[entry.Key] = upload != "" && known[upload] || hash != "" && known[hash+"/"+file+"/"+sum]
	}
	return owned, err
}

// known are "hash/file/" of renditions, "hash/original/sum" of originals, and ids of
// uploads, those that are there.
func known(ctx context.Context, db bun.IDB, hashes, uploads []string) (map[string]bool, error) {
	var rows []string
	err := db.NewRaw(`SELECT p.hash || '/' || f.name || '/' || CASE f.name WHEN 'original' THEN encode(f.sha256, 'hex') ELSE '' END
			FROM pictures AS p JOIN picture_files AS f ON f.picture_id = p.id WHERE p.hash = ANY(?)
		UNION ALL SELECT id::text FROM picture_uploads WHERE id::text = ANY(?)`, pgdialect.Array(hashes), pgdialect.Array(uploads)).Scan(ctx, &rows)
	out := map[string]bool{}
	for _, r := range rows {
		out[r] = true
	}
	return out, err
}
