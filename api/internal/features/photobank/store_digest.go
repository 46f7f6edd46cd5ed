package photobank

import (
	"context"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/api/internal/platform/postgres"
)

// sealTable says that each picture has to have a seal.
var sealTable = contentseal.Table{Type: contentseal.Picture, Name: "pictures", Sealed: "true", Changed: "created_at", Order: "id"}

// filesOfPicture are a picture's files as JSON.
const filesOfPicture = `(SELECT coalesce(json_agg(json_build_object('name', name, 'sum', encode(sha256, 'hex'), 'bytes', bytes) ORDER BY CASE name WHEN 'original' THEN 0 ELSE substring(name FROM '^[0-9]+')::numeric END, name COLLATE "C"), '[]')
	FROM picture_files WHERE picture_id = o.id) AS files`

// renditionsOfSchema1 writes the renditions as they stood when files went by width.
const renditionsOfSchema1 = `coalesce(CASE WHEN s.schema = 1 AND jsonb_typeof(o.renditions) = 'array' THEN (
	SELECT coalesce(jsonb_agg(jsonb_build_object('name', split_part(r ->> 'name', '.', 1)::int, 'width', r -> 'width', 'height', r -> 'height', 'bytes', r -> 'bytes') ORDER BY n), '[]')
	FROM jsonb_array_elements(o.renditions) WITH ORDINALITY AS given (r, n) WHERE r ->> 'name' ~ '^[0-9]{1,6}[.]webp$')::text END, '') AS renditions_1`

// sealedRows adds to a statement all that a picture's seal covers.
func sealedRows(ctx context.Context, query *bun.SelectQuery) ([]sealedRow, error) {
	var rows []sealedRow
	err := query.
		ColumnExpr(`o.hash AS picture_hash, o.file_name, o.format, o.width, o.height, o.bytes, o.colour, o.renditions::text AS renditions,
			o.author, o.source, o.licence, o.licence_id, o.merged_into, coalesce(o.focus::text, '') AS focus, o.crops::text AS crops, o.version`).
		ColumnExpr(contentseal.Moment("o.rights_until")+" AS rights_until").
		ColumnExpr(contentseal.Moment("o.expires_at")+" AS expires_at").
		ColumnExpr(contentseal.Moment("o.trashed_at")+" AS trashed_at").
		ColumnExpr(contentseal.Moment("o.taken_at")+" AS taken_at").
		ColumnExpr(`(SELECT coalesce(json_agg(json_build_object('language', language, 'caption', caption, 'alt', alt) ORDER BY language), '[]')
			FROM picture_labels WHERE picture_id = o.id) AS labels`).
		ColumnExpr(filesOfPicture).Scan(ctx, &rows)
	return rows, err
}

// keptRow is a picture with what its files hold.
type keptRow struct {
	ID       int64
	Hash     string
	FileName string
	Files    []keptFile `bun:"type:json"`
}

func kept(ctx context.Context, db bun.IDB, ids []int64) ([]keptRow, error) {
	var rows []keptRow
	return rows, db.NewSelect().TableExpr("pictures AS o").ColumnExpr("o.id, o.hash, o.file_name").ColumnExpr(filesOfPicture).
		Where("o.id = ANY(?)", pgdialect.Array(ids)).Order("o.id").Scan(ctx, &rows)
}

// writeFiles notes what a picture's files hold; false when that is noted already.
func writeFiles(ctx context.Context, tx bun.Tx, id int64, files []keptFile) (bool, error) {
	names, sums, bytes := make([]string, len(files)), make([]string, len(files)), make([]int64, len(files))
	for i, f := range files {
		names[i], sums[i], bytes[i] = f.Name, f.Sum, f.Bytes
	}
	return postgres.Changed(tx.NewRaw(`INSERT INTO picture_files (picture_id, name, sha256, bytes)
		SELECT ?, name, decode(sum, 'hex'), bytes FROM unnest(?::text[], ?::text[], ?::bigint[]) AS given (name, sum, bytes)
		ON CONFLICT (picture_id, name) DO UPDATE SET sha256 = excluded.sha256, bytes = excluded.bytes
			WHERE (picture_files.sha256, picture_files.bytes) IS DISTINCT FROM (excluded.sha256, excluded.bytes)`,
		id, pgdialect.Array(names), pgdialect.Array(sums), pgdialect.Array(bytes)).Exec(ctx))
}
