package news

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

const summaryColumns = `a.id, a.story_id, a.language, a.state, a.version, a.title, coalesce(a.slug, '') AS slug, a.lead,
	a.rubric_id, a.picture_id, a.created_by, a.updated_by, a.updated_at, a.published_at,
	a.urgency, a.text_changed_at, a.publish_at, a.unpublish_at, a.embargo_until, a.breaking_until, a.behind,
	ARRAY(SELECT author_id FROM article_authors WHERE article_id = a.id ORDER BY position) AS author_ids`

// list reads the newsroom's list. By author or tag it walks that one's links,
// which repeat the time: their index ends the search after Limit rows, also for
// an author who wrote little or long ago.
func list(ctx context.Context, db bun.IDB, f Filter, after *keyset.ByTime) ([]Summary, error) {
	query := db.NewSelect().TableExpr("articles AS a").ColumnExpr(summaryColumns).Limit(int64(f.Limit + 1))
	at, id := "a.updated_at", "a.id"
	if f.AuthorID != 0 {
		query.Join("JOIN article_authors AS by_author ON by_author.article_id = a.id AND by_author.author_id = ?", f.AuthorID)
		at, id = "by_author.updated_at", "by_author.article_id"
	}
	if f.TagID != 0 {
		query.Join("JOIN article_tags AS by_tag ON by_tag.article_id = a.id AND by_tag.tag_id = ?", f.TagID)
		at, id = "by_tag.updated_at", "by_tag.article_id"
	}
	narrow(query, f)
	if after != nil {
		query.Where("(?, ?) < (?, ?)", bun.Safe(at), bun.Safe(id), after.At, after.ID)
	}
	var rows []Summary
	return rows, query.OrderExpr("? DESC, ? DESC", bun.Safe(at), bun.Safe(id)).Scan(ctx, &rows)
}

// narrow applies what does not change the list's order.
func narrow(query *bun.SelectQuery, f Filter) {
	where := func(wanted bool, condition string, args ...any) {
		if wanted {
			query.Where(condition, args...)
		}
	}
	where(f.State != "", "a.state = ?", f.State)
	where(f.State == "", "a.state <> 'trashed'")
	where(f.Language != "", "a.language = ?", f.Language)
	where(f.RubricID != 0, "a.rubric_id = ?", f.RubricID)
	where(f.Creator != 0, "a.created_by = ?", f.Creator)
	where(f.Urgency != "", "a.urgency = ?", f.Urgency)
	where(f.Behind, "a.behind")
	where(f.Search != "", "lower(a.title) LIKE lower(?)", postgres.Contains(strings.TrimSpace(f.Search)))
}

func ofStory(ctx context.Context, db bun.IDB, id int64) ([]Article, error) {
	var rows []row
	err := selectArticles(db, &rows).Where("a.story_id = ?", id).Order("a.id").Scan(ctx)
	return articles(rows, err)
}

func liveArticles(ctx context.Context, db bun.IDB, ids []int64) ([]Article, error) {
	var rows []row
	err := selectArticles(db, &rows).Where("a.id IN (?) AND a.live", bun.List(ids)).Scan(ctx)
	return articles(rows, err)
}

func articles(rows []row, err error) ([]Article, error) {
	if err != nil {
		return nil, err
	}
	out := make([]Article, len(rows))
	for i, r := range rows {
		if out[i], err = r.article(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// count counts what the filter leaves, to countLimit.
func count(ctx context.Context, db bun.IDB, f Filter) (int, error) {
	found := db.NewSelect().TableExpr("articles AS a").ColumnExpr("1").Limit(countLimit)
	narrow(found, f)
	var n int
	return n, db.NewSelect().TableExpr("(?) AS found", found).ColumnExpr("count(*)").Scan(ctx, &n)
}

func countPublished(ctx context.Context, db bun.IDB, language lang.Code, since time.Time) (int, error) {
	var n int
	return n, db.NewSelect().TableExpr("articles").ColumnExpr("count(*)").
		Where("language = ? AND live AND published_at >= ?", language, since).Scan(ctx, &n)
}
