package redirects

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/lang"
)

// slugs say where the slugs of each kind stand: the columns are the thing's id and
// whether readers see it there.
func slugs(k kind) string {
	switch k {
	case article:
		return "SELECT id, live FROM articles WHERE language = ? AND slug = ?"
	case static:
		return "SELECT id, state = 'published' FROM pages WHERE language = ? AND slug = ?"
	case rubric:
		return "SELECT rubric_id, true FROM rubric_labels WHERE language = ? AND slug = ?"
	case tag:
		return "SELECT tag_id, true FROM tag_labels WHERE language = ? AND slug = ?"
	}
	return "SELECT author_id, true FROM author_labels WHERE language = ? AND slug = ?"
}

// thingAt is the thing whose slug that is, 0: none, and whether readers see it.
func thingAt(ctx context.Context, db bun.IDB, k kind, language lang.Code, slug string) (id int64, live bool, err error) {
	err = db.NewRaw(slugs(k), language, slug).Scan(ctx, &id, &live)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return id, live, err
}

// shown tells whether readers find a thing at a canonical path.
func shown(ctx context.Context, db bun.IDB, language lang.Code, path string) (bool, error) {
	k, slug, names := at(path)
	if !names {
		return false, nil
	}
	_, live, err := thingAt(ctx, db, k, language, slug)
	return live, err
}
