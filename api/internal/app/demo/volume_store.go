package demo

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/postgres"
)

// fillMark is the journal's entry of a batch; the last tells how far the archive is.
const fillMark = "demo.fill"

func (n Newsroom) filled(ctx context.Context) (p progress, err error) {
	err = n.DB.Primary.NewSelect().Table("journal_entries").
		ColumnExpr("(diff->'articles'->>1)::int AS articles, (diff->'stories'->>1)::int AS stories").
		Where("object_type = ? AND object_id = ? AND action = ?", objectType, objectID, fillMark).
		Order("id DESC").Limit(1).Scan(ctx, &p.Articles, &p.Stories)
	if errors.Is(err, sql.ErrNoRows) {
		return p, nil
	}
	return p, err
}

// store takes a batch in by COPY, with its entry in the journal, or not at all.
func (a *archivist) store(ctx context.Context, b batch) error {
	return postgres.InTx(ctx, a.DB.Primary, func(ctx context.Context, tx bun.Tx) error {
		stories, err := reserve(ctx, tx, "stories", len(b.stories))
		if err != nil {
			return err
		}
		articles, err := reserve(ctx, tx, "articles", len(b.articles))
		if err != nil {
			return err
		}
		if err := postgres.OnConnection(ctx, tx, func(c *pgx.Conn) error { return b.copy(ctx, c, stories, articles) }); err != nil {
			return err
		}
		if err := a.News.SealImported(ctx, tx, articles); err != nil {
			return err
		}
		return a.Journal.Record(ctx, tx, audit.Entry{Action: fillMark, ObjectType: objectType, ObjectID: objectID, After: b.upTo})
	})
}

// reserve takes ids from a table's sequence, which nobody else will get.
func reserve(ctx context.Context, tx bun.Tx, table string, count int) (ids []int64, err error) {
	err = tx.NewRaw("SELECT nextval(pg_get_serial_sequence(?, 'id')) FROM generate_series(1, ?)", table, count).Scan(ctx, &ids)
	if err == nil && len(ids) != count {
		err = fmt.Errorf("%d ids for %d rows of %s", len(ids), count, table)
	}
	return ids, err
}

func (b batch) copy(ctx context.Context, conn *pgx.Conn, stories, articles []int64) error {
	var tags, authors, pictures [][]any
	for i, s := range b.articles {
		id := articles[i]
		for n, tag := range s.tags {
			tags = append(tags, []any{id, tag, n + 1, s.language, s.at, s.at})
		}
		for n, author := range s.authors {
			authors = append(authors, []any{id, author, n + 1, s.language, s.at, s.at})
		}
		for _, picture := range s.text.Body.PictureIDs() {
			pictures = append(pictures, []any{id, picture})
		}
	}
	for _, into := range []struct {
		table   string
		columns []string
		rows    pgx.CopyFromSource
	}{
		{"stories", []string{"id", "created_at"},
			pgx.CopyFromSlice(len(b.stories), func(i int) ([]any, error) { return []any{stories[i], b.stories[i]}, nil })},
		{"articles", articleColumns(),
			pgx.CopyFromSlice(len(b.articles), func(i int) ([]any, error) { return b.articles[i].row(articles[i], stories), nil })},
		{"article_tags", []string{"article_id", "tag_id", "position", "language", "published_at", "updated_at"}, pgx.CopyFromRows(tags)},
		{"article_authors", []string{"article_id", "author_id", "position", "language", "published_at", "updated_at"}, pgx.CopyFromRows(authors)},
		{"article_pictures", []string{"article_id", "picture_id"}, pgx.CopyFromRows(pictures)},
	} {
		if _, err := conn.CopyFrom(ctx, pgx.Identifier{into.table}, into.columns, into.rows); err != nil {
			return fmt.Errorf("%s: %w", into.table, err)
		}
	}
	return nil
}

func articleColumns() []string {
	return []string{
		"id", "story_id", "language", "state", "version", "title", "slug", "lead", "body", "rubric_id", "picture_id",
		"created_by", "updated_by", "created_at", "updated_at", "text_changed_at", "published_at",
	}
}

func (s synthetic) row(id int64, stories []int64) []any {
	return []any{
		id, stories[s.story], s.language, "published", 2, s.text.Title, s.slug, s.text.Lead, []byte(s.text.Body.JSON()), s.rubric, s.picture,
		s.creator, s.creator, s.at, s.at, s.at, s.at,
	}
}

// Filled says that many articles came onto the sites at once.
type Filled struct {
	Tags []string `json:"tags"` // cache tags
}

// EventName implements outbox.Event.
func (Filled) EventName() string { return "demo.filled" }

// CacheTags are the pages that the articles outdate.
func (f Filled) CacheTags() []string { return f.Tags }

// settle has the planner know the new rows, and the page cache forget the old.
func (n Newsroom) settle(ctx context.Context, outdated []string) error {
	fmt.Fprintln(n.Out, "    indexing for the search")
	if _, err := n.Search.Backfill(ctx, n.tellIndexed()); err != nil {
		return err
	}
	fmt.Fprintln(n.Out, "    taking statistics")
	for _, table := range []string{"stories", "articles", "article_tags", "article_authors", "article_pictures", "article_search", "content_seals"} {
		if _, err := n.DB.Pool.Exec(ctx, "VACUUM (ANALYZE) "+table); err != nil {
			return err
		}
	}
	return n.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		return n.Outbox.Publish(ctx, tx, Filled{Tags: outdated})
	})
}

// tellIndexed tells of how many articles the search has taken in, every few seconds.
func (n Newsroom) tellIndexed() func(seen, indexed int) {
	said, all := time.Now(), 0
	return func(_, indexed int) {
		if all += indexed; indexed > 0 && time.Since(said) > 2*time.Second {
			said = time.Now()
			fmt.Fprintf(n.Out, "    %d articles indexed\n", all)
		}
	}
}
