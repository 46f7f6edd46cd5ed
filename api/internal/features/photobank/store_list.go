package photobank

import (
	"context"
	"strings"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/postgres"
)

// list is newest first, and one row more than asked for.
func list(ctx context.Context, db bun.IDB, c criteria, after *keyset.ByTime) ([]Picture, error) {
	var rows []row
	query := selectPictures(db, &rows).Limit(int64(c.Limit + 1))
	id := "p.id"
	if c.CollectionID != 0 {
		query.Join("JOIN collected_pictures AS c ON c.picture_id = p.id AND c.collection_id = ?", c.CollectionID)
		id = "c.picture_id"
	}
	narrow(query, c)
	at := bun.Safe(c.byTime())
	switch {
	case after != nil && at != "":
		query.Where("(?, p.id) < (?, ?)", at, after.At, after.ID)
	case after != nil:
		query.Where("? < ?", bun.Safe(id), after.ID)
	}
	if at != "" {
		query.OrderExpr("? DESC, p.id DESC", at)
	} else {
		query.OrderExpr("? DESC", bun.Safe(id))
	}
	err := query.Scan(ctx)
	return pictures(rows), err
}

// narrow applies the filters. Each has an index of its own, and the planner knows how
// rare what is looked for is: see TestThePhotobanksListsReadNoMoreThanTheyShow.
func narrow(query *bun.SelectQuery, c criteria) {
	where := func(wanted bool, condition string, args ...any) {
		if wanted {
			query.Where(condition, args...)
		}
	}
	where(c.Trashed, "p.trashed_at IS NOT NULL")
	where(!c.Trashed, "p.trashed_at IS NULL AND p.merged_into IS NULL")
	where(c.Author != "", "p.author = ?", c.Author)
	where(c.Source != "", "p.source = ?", c.Source)
	where(c.Keyword != "", "p.keywords @> ARRAY[?]", c.Keyword)
	where(c.Person != "", "p.persons @> ARRAY[?]", c.Person)
	where(c.LicenceID != 0, "p.licence_id = ?", c.LicenceID)
	where(c.WithoutLicence != nil && *c.WithoutLicence, "p.licence_id IS NULL")
	where(c.WithoutLicence != nil && !*c.WithoutLicence, "p.licence_id IS NOT NULL")
	where(c.Rights == rightsOpen, "p.expires_at IS NULL")
	where(c.Rights == rightsExpired, "p.expires_at <= ?", c.now)
	where(c.Rights == rightsExpiring, "p.expires_at > ? AND p.expires_at < ?", c.now, c.soon)
	where(c.Rights == rightsValid, "p.expires_at >= ?", c.soon)
	where(c.TakenFrom != nil, "p.taken_at >= ?", c.TakenFrom)
	where(c.TakenUntil != nil, "p.taken_at < ?", c.TakenUntil)
	where(c.AddedFrom != nil, "p.created_at >= ?", c.AddedFrom)
	where(c.AddedUntil != nil, "p.created_at < ?", c.AddedUntil)
	where(c.AddedBy != 0, "p.created_by = ?", c.AddedBy)
	where(c.Orientation != "", "p.orientation = ?", c.Orientation)
	where(c.Tone != "", "p.tone = ?", c.Tone)
	where(c.Used != nil && *c.Used, "p.used")
	where(c.Used != nil && !*c.Used, "NOT p.used")
	if c.described != nil {
		query.Where("p.described IN (?)", bun.List(arrays(c.described)))
	}
	for _, w := range c.words {
		w.narrow(query)
	}
}

// narrow asks for a stem of each token of the word, or for the word as a part of the
// texts. Two characters that are no word are nowhere.
func (w word) narrow(query *bun.SelectQuery) {
	query.WhereGroup(" AND ", func(query *bun.SelectQuery) *bun.SelectQuery {
		if len(w.stems) > 0 {
			query.WhereOr("p.lexemes @@ ?::tsquery", w.tsquery())
		}
		if w.isPart() {
			query.WhereOr("p.search LIKE ?", postgres.Contains(w.text))
		}
		if len(w.stems) == 0 && !w.isPart() {
			query.WhereOr("false")
		}
		return query
	})
}

// tsquery has each word in one of its stems.
func (w word) tsquery() string {
	var all []string
	for _, stems := range w.stems {
		var one []string
		for _, stem := range stems {
			one = append(one, postgres.Lexeme(stem))
		}
		all = append(all, "("+strings.Join(one, " | ")+")")
	}
	return strings.Join(all, " & ")
}

// arrays are the sets as values of a list. With one of them alone PostgreSQL reads its
// pictures in the order of the index, however rare it takes them to be.
func arrays(sets [][]string) []any {
	if len(sets) == 0 {
		return []any{pgdialect.Array([]string{"?"})} // none has this
	}
	out := []any{}
	for _, set := range sets {
		out = append(out, pgdialect.Array(set))
	}
	return out
}

// describedSets jumps through the index from one set of languages to the next.
func describedSets(ctx context.Context, db bun.IDB) (sets [][]string, err error) {
	var rows []struct {
		Described []string `bun:",array"`
	}
	err = db.NewRaw(`WITH RECURSIVE sets AS (
		(SELECT described FROM pictures ORDER BY described LIMIT 1)
		UNION ALL SELECT (SELECT described FROM pictures WHERE described > sets.described ORDER BY described LIMIT 1) FROM sets WHERE sets.described IS NOT NULL
	) SELECT described FROM sets WHERE described IS NOT NULL`).Scan(ctx, &rows)
	for _, r := range rows {
		sets = append(sets, r.Described)
	}
	return sets, err
}
