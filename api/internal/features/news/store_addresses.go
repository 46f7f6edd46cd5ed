package news

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/lang"
)

// changedColumn is when readers last saw a change.
const changedColumn = "greatest(published_at, text_changed_at, corrected_at)"

// selectAddresses reads articles with the versions of their stories.
func selectAddresses(db bun.IDB) *bun.SelectQuery {
	versions := db.NewSelect().TableExpr("articles AS v").
		ColumnExpr("json_agg(json_build_object('language', v.language, 'slug', v.slug) ORDER BY v.id)").Where("v.story_id = found.story_id AND v.live")
	return db.NewSelect().Column("id", "slug", "title", "picture_id", "published_at").
		ColumnExpr(changedColumn+" AS changed_at").ColumnExpr("(?) AS versions", versions)
}

// addresses reads a range of the articles' ids.
func addresses(ctx context.Context, db bun.IDB, language lang.Code, above, upTo int64, limit int) ([]Address, error) {
	found := db.NewSelect().Table("articles").Where("language = ? AND live AND id > ? AND id <= ?", language, above, upTo).Order("id").Limit(int64(limit))
	var rows []Address
	return rows, selectAddresses(db).TableExpr("(?) AS found", found).Order("id").Scan(ctx, &rows)
}

func addressesSince(ctx context.Context, db bun.IDB, language lang.Code, since time.Time, limit int) ([]Address, error) {
	found := db.NewSelect().Table("articles").Where("language = ? AND live AND published_at >= ?", language, since).
		OrderExpr("published_at DESC, id DESC").Limit(int64(limit))
	var rows []Address
	return rows, selectAddresses(db).TableExpr("(?) AS found", found).OrderExpr("published_at DESC, id DESC").Scan(ctx, &rows)
}

func addressSpans(ctx context.Context, db bun.IDB, language lang.Code) ([]Span, error) {
	var rows []Span
	return rows, db.NewSelect().Table("articles").ColumnExpr("(id - 1) / ? AS number", AddressSpan).ColumnExpr("max("+changedColumn+") AS changed_at").
		Where("language = ? AND live", language).GroupExpr("1").OrderExpr("1").Scan(ctx, &rows)
}

// linked is a table of links between articles and other things.
type linked struct{ things, links, id string }

// The tables of links, and what they link to.
var (
	tagLinks    = linked{"tags", "article_tags", "tag_id"}
	authorLinks = linked{"authors", "article_authors", "author_id"}
)

// newestOf is the time of the newest live article of a thing: the end of one range of
// the links' index.
func newestOf(db bun.IDB, of linked, language lang.Code) *bun.SelectQuery {
	return db.NewSelect().TableExpr("?", bun.Ident(of.links)).ColumnExpr("published_at AS changed_at").
		Where("? = thing.id AND language = ? AND published_at IS NOT NULL", bun.Ident(of.id), language).Order("published_at DESC").Limit(1)
}

func inUse(ctx context.Context, db bun.IDB, of linked, language lang.Code, above, upTo int64, limit int) ([]Link, error) {
	var rows []Link
	return rows, db.NewSelect().TableExpr("? AS thing, LATERAL (?) AS newest", bun.Ident(of.things), newestOf(db, of, language)).
		ColumnExpr("thing.id, newest.changed_at").Where("thing.id > ? AND thing.id <= ?", above, upTo).OrderExpr("thing.id").Limit(int64(limit)).Scan(ctx, &rows)
}

func linkSpans(ctx context.Context, db bun.IDB, of linked, language lang.Code) ([]Span, error) {
	var rows []Span
	return rows, db.NewSelect().TableExpr("? AS thing, LATERAL (?) AS newest", bun.Ident(of.things), newestOf(db, of, language)).
		ColumnExpr("(thing.id - 1) / ? AS number", AddressSpan).ColumnExpr("max(newest.changed_at) AS changed_at").GroupExpr("1").OrderExpr("1").Scan(ctx, &rows)
}
