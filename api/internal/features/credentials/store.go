package credentials

import (
	"context"
	"math"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/keyset"
)

func insert(ctx context.Context, tx bun.Tx, i Issue) (id int64, err error) {
	err = tx.NewRaw(`INSERT INTO credential_issues (issued_at, issued_by, recipient, recipient_key, contents, sha256, bytes)
		VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		i.IssuedAt, i.IssuedBy, i.Recipient, i.RecipientKey, pgdialect.Array(i.Contents), i.SHA256, i.Bytes).Scan(ctx, &id)
	return id, err
}

type issueRow struct {
	ID           int64
	IssuedAt     time.Time
	IssuedBy     string
	Recipient    string
	RecipientKey string
	Contents     []string `bun:",array"`
	SHA256       string   `bun:"sha256"`
	Bytes        int64
}

// page reads one row more than the limit.
func page(ctx context.Context, db bun.IDB, after *keyset.ByID, limit int) ([]Issue, error) {
	before := int64(math.MaxInt64)
	if after != nil {
		before = after.ID
	}
	var rows []issueRow
	err := db.NewRaw(`SELECT id, issued_at, issued_by, recipient, recipient_key, contents, sha256, bytes FROM credential_issues
		WHERE id < ? ORDER BY id DESC LIMIT ?`, before, limit+1).Scan(ctx, &rows)
	all := make([]Issue, len(rows))
	for i, row := range rows {
		all[i] = Issue(row)
	}
	return all, err
}
