package redirects

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

// row is a redirect with its end, of the view redirect_ends.
type row struct {
	ID             int64
	Language       lang.Code
	Path           string
	TargetLanguage lang.Code
	Target         *string
	ArticleID      *int64
	RubricID       *int64
	TagID          *int64
	AuthorID       *int64
	PageID         *int64
	Gone           bool
	Temporary      bool
	Origin         Origin
	Note           string
	Hits           int64
	LastHitAt      *time.Time
	Version        int64
	CreatedAt      time.Time
	CreatedBy      string

	Address string // a path of the site TargetLanguage; empty: none
	Shown   bool   // readers find something there
	Ended   bool   // there is nothing any more: 410
}

const columns = `r.id, r.language, r.path, r.target_language, r.target, r.article_id, r.rubric_id, r.tag_id, r.author_id, r.page_id,
	r.gone, r.temporary, r.origin, r.note, r.hits, r.last_hit_at, r.version, r.created_at, coalesce(u.name, '') AS created_by,
	coalesce(r.address, '') AS address, r.shown, r.ended`

// ends begins a statement on redirects and where they lead.
func ends(db bun.IDB) *bun.SelectQuery {
	return db.NewSelect().TableExpr("redirect_ends AS r").Join("LEFT JOIN users AS u ON u.id = r.created_by").ColumnExpr(columns)
}

func (r row) end() end {
	e := end{language: r.TargetLanguage, gone: r.Gone}
	for k, id := range map[kind]*int64{article: r.ArticleID, rubric: r.RubricID, tag: r.TagID, author: r.AuthorID, static: r.PageID} {
		if id != nil {
			e.thing = &thing{k, *id}
		}
	}
	if r.Target != nil {
		e.path = *r.Target
	}
	return e
}

// same tells whether two ends are one.
func (e end) same(other end) bool {
	return e.language == other.language && e.path == other.path && e.gone == other.gone &&
		(e.thing == nil) == (other.thing == nil) && (e.thing == nil || *e.thing == *other.thing)
}

// id is the thing's, when it is of that kind.
func (e end) id(k kind) *int64 {
	if e.thing == nil || e.thing.kind != k {
		return nil
	}
	return &e.thing.id
}

// text is the path that it leads to as the table keeps it.
func (e end) text() *string {
	if e.path == "" {
		return nil
	}
	return &e.path
}

// locks is the key of the advisory lock of those who write redirects by hand.
const locks = 7222

func alone(ctx context.Context, tx bun.Tx) error {
	_, err := tx.NewRaw("SELECT pg_advisory_xact_lock(?, 0)", locks).Exec(ctx)
	return err
}

func find(ctx context.Context, db bun.IDB, id int64) (row, error) {
	var r row
	err := ends(db).Where("r.id = ?", id).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return r, err
}

// heldAt is the redirect at a canonical path; nil: none.
func heldAt(ctx context.Context, db bun.IDB, language lang.Code, path string) (*row, error) {
	var r row
	err := ends(db).Where("r.language = ? AND r.path = ?", language, path).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &r, err
}

func insert(ctx context.Context, tx bun.Tx, w written, origin Origin) (id int64, err error) {
	e := w.end
	err = tx.NewRaw(`INSERT INTO redirects (language, path, target_language, target, article_id, rubric_id, tag_id, author_id, page_id,
			gone, temporary, origin, note, created_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
		w.Language, w.path, e.language, e.text(), e.id(article), e.id(rubric), e.id(tag), e.id(author), e.id(static),
		e.gone, w.Temporary && !e.gone, origin, w.Note, access.UserID(ctx)).Scan(ctx, &id)
	switch {
	case errors.Is(err, sql.ErrNoRows): // an address was changed at the same moment
		return 0, ErrTaken
	case postgres.Referenced(err): // the target was deleted at the same moment
		return 0, ErrDead
	case err != nil:
		return 0, err
	}
	return id, carry(ctx, tx, w)
}

// update puts the end in place; false when the version is no longer the one given.
func update(ctx context.Context, tx bun.Tx, id, version int64, w written, origin Origin) (bool, error) {
	e := w.end
	changed, err := postgres.Changed(tx.NewRaw(`UPDATE redirects SET target_language = ?, target = ?, article_id = ?, rubric_id = ?, tag_id = ?, author_id = ?,
			page_id = ?, gone = ?, temporary = ?, origin = ?, note = ?, version = version + 1 WHERE id = ? AND version = ?`,
		e.language, e.text(), e.id(article), e.id(rubric), e.id(tag), e.id(author), e.id(static),
		e.gone, w.Temporary && !e.gone, origin, w.Note, id, version).Exec(ctx))
	if postgres.Referenced(err) {
		return false, ErrDead
	}
	if err != nil || !changed {
		return false, err
	}
	return true, carry(ctx, tx, w)
}

// carry has redirects that led to the path lead to its end from now on, so that no
// reader is sent twice.
func carry(ctx context.Context, tx bun.Tx, w written) error {
	e := w.end
	_, err := tx.NewRaw(`UPDATE redirects SET target_language = ?, target = ?, article_id = ?, rubric_id = ?, tag_id = ?, author_id = ?,
			page_id = ?, gone = ?, version = version + 1 WHERE target_language = ? AND target = ?`,
		e.language, e.text(), e.id(article), e.id(rubric), e.id(tag), e.id(author), e.id(static), e.gone, w.Language, w.path).Exec(ctx)
	return err
}

func remove(ctx context.Context, tx bun.Tx, id int64) (bool, error) {
	return postgres.Changed(tx.NewDelete().Table("redirects").Where("id = ?", id).Exec(ctx))
}

// list reads a page of redirects. What is searched for stands in the path, or in
// where it leads as it was written or as an article is called now.
func list(ctx context.Context, db bun.IDB, q Query, after *keyset.ByID) ([]row, error) {
	query := ends(db).OrderExpr("r.id DESC").Limit(int64(q.Limit + 1))
	if q.Language != "" {
		query.Where("r.language = ?", q.Language)
	}
	if q.Origin != "" {
		query.Where("r.origin = ?", q.Origin)
	}
	if q.Unused {
		query.Where("r.hits = 0")
	}
	if after != nil {
		query.Where("r.id < ?", after.ID)
	}
	if q.Search != "" {
		like := postgres.Contains(q.Search)
		query.Where(`r.id IN (SELECT id FROM redirects WHERE lower(path) LIKE lower(?0)
			UNION ALL SELECT id FROM redirects WHERE lower(target) LIKE lower(?0)
			UNION ALL SELECT o.id FROM redirects AS o JOIN articles AS a ON a.id = o.article_id WHERE a.live AND a.slug LIKE lower(?0))`, like)
	}
	var rows []row
	return rows, query.Scan(ctx, &rows)
}

// endsAt are the redirects at two paths of a site, that of the longer one first.
func endsAt(ctx context.Context, db bun.IDB, language lang.Code, path, shorter string) ([]row, error) {
	var rows []row
	return rows, ends(db).Where("r.language = ? AND r.path IN (?, ?)", language, path, shorter).OrderExpr("length(r.path) DESC").Scan(ctx, &rows)
}
