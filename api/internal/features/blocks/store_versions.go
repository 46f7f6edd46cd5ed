package blocks

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/keyset"
)

type versionRow struct {
	Number int64
	Blocks json.RawMessage
	Note   string
	By     *int64
	At     time.Time
}

func (r versionRow) version() (Version, error) {
	v := Version{Number: r.Number, Note: r.Note, By: r.By, At: r.At}
	return v, json.Unmarshal(r.Blocks, &v.Blocks)
}

// addVersion keeps blocks as the page's next version; the caller holds the page.
func addVersion(ctx context.Context, tx bun.Tx, p Place, blocks []Block, note string, by *int64) (number int64, err error) {
	text, err := json.Marshal(blocks)
	if err != nil {
		return 0, err
	}
	return number, tx.NewRaw(`INSERT INTO layout_versions (place, rubric_id, number, blocks, note, by)
		SELECT ?, ?, 1 + coalesce(max(number), 0), ?::jsonb, ?, ? FROM layout_versions WHERE place = ? RETURNING number`,
		p.String(), p.rubric(), string(text), strings.TrimSpace(note), by, p.String()).Scan(ctx, &number)
}

// restored is how the note of a version that was published again begins.
var restored = regexp.MustCompile(`^← \d+(: |$)`)

// restoredNote says which version was published again, and what that was.
func restoredNote(number int64, note string) string {
	text := fmt.Sprintf("← %d", number)
	if said := restored.ReplaceAllString(note, ""); said != "" {
		text += ": " + said
	}
	return text
}

func selectVersions(db bun.IDB, p Place) *bun.SelectQuery {
	return db.NewSelect().Table("layout_versions").Column("number", "blocks", "note", "by", "at").Where("place = ?", p.String())
}

func versions(ctx context.Context, db bun.IDB, p Place, after *keyset.ByID, limit int) ([]Version, error) {
	query := selectVersions(db, p).Order("number DESC").Limit(int64(limit + 1))
	if after != nil {
		query.Where("number < ?", after.ID)
	}
	var rows []versionRow
	if err := query.Scan(ctx, &rows); err != nil {
		return nil, err
	}
	out := make([]Version, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = r.version(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func version(ctx context.Context, db bun.IDB, p Place, number int64) (Version, error) {
	var r versionRow
	err := selectVersions(db, p).Where("number = ?", number).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Version{}, ErrVersionNotFound
	}
	if err != nil {
		return Version{}, err
	}
	return r.version()
}
