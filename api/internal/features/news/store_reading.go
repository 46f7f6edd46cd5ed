package news

import (
	"context"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

// shownColumns are what readers see of an article in a list; the rest of its Summary
// stays empty. linkColumns come after them for who asks for the links (ListQuery.Links):
// they take twice the time of all the others. Read by scanShown.
const (
	shownColumns = `a.id, a.story_id, a.language, a.title, coalesce(a.slug, ''), a.lead, a.rubric_id, a.picture_id,
	a.published_at, a.urgency, a.text_changed_at, a.breaking_until`
	linkColumns = `,
	ARRAY(SELECT author_id FROM article_authors WHERE article_id = a.id ORDER BY position),
	ARRAY(SELECT tag_id FROM article_tags WHERE article_id = a.id ORDER BY position)`
)

// shown is where shownColumns go; there is room for two more.
func (s *Summary) shown() []any {
	return append(make([]any, 0, 14), &s.ID, &s.StoryID, (*string)(&s.Language), &s.Title, &s.Slug, &s.Lead, &s.RubricID, &s.PictureID,
		&s.PublishedAt, (*string)(&s.Urgency), &s.TextChangedAt, &s.BreakingUntil)
}

func scanShown(row pgx.Rows, s *Summary) error {
	into := s.shown()
	if len(row.RawValues()) > len(into) {
		into = append(into, &s.AuthorIDs, &s.TagIDs)
	}
	return row.Scan(into...)
}

// published reads a reader's list. Each way is a range of one index that ends
// after Limit rows, so that it costs the same however many articles there are.
func published(ctx context.Context, db *postgres.Databases, q ListQuery, after *keyset.ByTime) ([]Summary, error) {
	statement, args := listed(q, after)
	return postgres.Prepared(ctx, db, statement, args, scanShown)
}

// listed is the statement of a list, with its arguments. Its texts are few (postgres.Prepared):
// what a list is of, whether it is the first page, and one of ten lengths.
func listed(q ListQuery, after *keyset.ByTime) (statement string, args []any) {
	columns := shownColumns
	if q.Links {
		columns += linkColumns
	}
	arg := func(value any) string {
		args = append(args, value)
		return "$" + strconv.Itoa(len(args))
	}
	newest := func(columns, from, id string) string {
		if after != nil {
			from += " AND (published_at, " + id + ") < (" + arg(after.At) + ", " + arg(after.ID) + ")"
		}
		return "SELECT " + columns + " FROM " + from + " ORDER BY published_at DESC, " + id + " DESC LIMIT " + strconv.Itoa(atMost(q.Limit))
	}
	// What finds ids only is joined with the articles after it has ended.
	joined := func(ids string) string {
		return "SELECT " + columns + " FROM (" + ids + ") AS listed JOIN articles AS a ON a.id = listed.id ORDER BY listed.published_at DESC, listed.id DESC"
	}
	const ofThing = "article_id AS id, published_at"
	switch {
	case q.TagID != 0:
		return joined(newest(ofThing, "article_tags WHERE tag_id = "+arg(q.TagID)+" AND language = "+arg(string(q.Language))+" AND published_at IS NOT NULL", "article_id")), args
	case q.AuthorID != 0:
		return joined(newest(ofThing, "article_authors WHERE author_id = "+arg(q.AuthorID)+" AND language = "+arg(string(q.Language))+" AND published_at IS NOT NULL", "article_id")), args
	}
	articles := "articles AS a WHERE language = " + arg(string(q.Language)) + " AND live"
	switch {
	case len(q.RubricIDs) == 1:
		articles += " AND rubric_id = " + arg(q.RubricIDs[0])
	case len(q.RubricIDs) > 1:
		// The newest of each rubric, then the newest of those: PostgreSQL can't
		// merge ranges of one index by itself.
		each := newest("id, published_at", articles+" AND rubric_id = wanted.id", "id")
		after = nil
		return joined(newest("found.id, found.published_at", "unnest("+arg(q.RubricIDs)+"::bigint[]) AS wanted (id), LATERAL ("+each+") AS found", "id")), args
	}
	if !q.Since.IsZero() {
		articles += " AND published_at >= " + arg(q.Since)
	}
	if !q.Until.IsZero() {
		articles += " AND published_at < " + arg(q.Until)
	}
	return newest(columns, articles, "id"), args
}

// atMost is how many rows are read for a page of limit and the one that tells whether
// there is a next: rounded up, so that clients' limits make few statements.
func atMost(limit int) int { return (limit+9)/10*10 + 1 }

func liveRefs(ctx context.Context, db bun.IDB, ids []int64) (map[int64]Ref, error) {
	var rows []Ref
	err := db.NewSelect().Table("articles").Column("id", "story_id", "language", "state", "title", "slug").
		Where("id IN (?) AND live", bun.List(ids)).Scan(ctx, &rows)
	out := make(map[int64]Ref, len(rows))
	for _, r := range rows {
		out[r.ID] = r
	}
	return out, err
}

func liveSummaries(ctx context.Context, db bun.IDB, ids []int64) ([]Summary, error) {
	var rows []Summary
	return rows, db.NewSelect().TableExpr("articles AS a").ColumnExpr(summaryColumns).
		Where("a.id IN (?) AND a.live", bun.List(ids)).Scan(ctx, &rows)
}

// breaking reads the few rows that an index of breaking news has.
func breaking(ctx context.Context, db bun.IDB, language lang.Code) ([]Summary, error) {
	var rows []Summary
	return rows, db.NewSelect().TableExpr("articles AS a").ColumnExpr(summaryColumns).
		Where("a.breaking_until > now() AND a.live AND a.language = ?", language).
		OrderExpr("a.published_at DESC, a.id DESC").Limit(breakingLimit).Scan(ctx, &rows)
}

// breakingLimit is how many pieces of breaking news the bar has room for.
const breakingLimit = 3
