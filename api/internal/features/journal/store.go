package journal

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/keyset"
)

// kindOf is the expression of the index journal_entries_kind.
const kindOf = "CASE WHEN actor_id IS NULL THEN actor_name ELSE 'user' END"

// selectEntries reads entries as people see them.
func selectEntries(db bun.IDB) *bun.SelectQuery {
	return db.NewSelect().TableExpr("journal_entries").
		Column("id", "at", "actor_id", "actor_name", "action", "object_type", "object_id", "diff", "address", "user_agent", "request_id").
		ColumnExpr(kindOf + " AS kind")
}

// chosen are the entries of a filter after a key, newest first; the action is the
// caller's to choose. Each condition is that of an index in this order.
func chosen(db bun.IDB, f Filter, after *keyset.ByTime, limit int) *bun.SelectQuery {
	q := selectEntries(db).OrderExpr("at DESC, id DESC").Limit(int64(limit))
	for _, c := range []struct{ condition, value string }{
		{"(" + kindOf + ") = ?", string(f.Kind)}, {"object_type = ?", f.ObjectType}, {"object_id = ?", f.ObjectID},
		{"address = ?", f.Address}, {"request_id = ?", f.RequestID},
	} {
		if c.value != "" {
			q.Where(c.condition, c.value)
		}
	}
	if f.Actor != nil {
		q.Where("actor_id = ?", *f.Actor)
	}
	if f.From != nil {
		q.Where("at >= ?", *f.From)
	}
	if f.Until != nil {
		q.Where("at < ?", *f.Until)
	}
	if after != nil {
		q.Where("(at, id) < (?, ?)", after.At, after.ID)
	}
	return q
}

func entries(ctx context.Context, db bun.IDB, f Filter, after *keyset.ByTime, limit int) (found []Entry, err error) {
	q := chosen(db, f, after, limit)
	if f.Action != "" {
		q.Where("action = ?", f.Action)
	}
	return found, q.Scan(ctx, &found)
}

// entriesOf are those of several actions: the newest of each, merged.
func entriesOf(ctx context.Context, db bun.IDB, f Filter, actions []string, after *keyset.ByTime, limit int) (found []Entry, err error) {
	each := chosen(db, f, after, limit).Where("action = named.one")
	return found, db.NewRaw("SELECT e.* FROM unnest(?::text[]) AS named (one) CROSS JOIN LATERAL (?) AS e ORDER BY e.at DESC, e.id DESC LIMIT ?",
		pgdialect.Array(actions), each, limit).Scan(ctx, &found)
}

// countEntries counts them up to a limit. actions are those of the filter's family.
func countEntries(ctx context.Context, db bun.IDB, f Filter, actions []string, after keyset.ByTime, most int) (n int, err error) {
	q := chosen(db, f, &after, most)
	switch {
	case f.family():
		q.Where("action IN (?)", bun.List(actions))
	case f.Action != "":
		q.Where("action = ?", f.Action)
	}
	return n, db.NewRaw("SELECT count(*) FROM (?) AS e", q).Scan(ctx, &n)
}

func entryByID(ctx context.Context, db bun.IDB, id int64) (e Entry, err error) {
	err = selectEntries(db).Where("id = ?", id).Scan(ctx, &e)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return e, err
}

// addPlaces adds where entries stand in the chain.
func addPlaces(ctx context.Context, db bun.IDB, page []Entry) error {
	if len(page) == 0 {
		return nil
	}
	at := make(map[int64]int, len(page))
	ids := make([]int64, len(page))
	for i, e := range page {
		ids[i], at[e.ID] = e.ID, i
	}
	var places []struct {
		EntryID, Seq int64
		Hash         string
	}
	err := db.NewSelect().Table("journal_links").Column("entry_id", "seq").ColumnExpr("encode(hash, 'hex') AS hash").
		Where("entry_id IN (?)", bun.List(ids)).Scan(ctx, &places)
	for _, p := range places {
		e := &page[at[p.EntryID]]
		e.Seq, e.Hash = &p.Seq, p.Hash
	}
	return err
}

// mostWords bounds what distinct gives.
const mostWords = 1000

// distinct are the values of a column that an index begins with. It leaps from one
// to the next in the index: a million rows cost as much as there are values.
func distinct(ctx context.Context, db bun.IDB, column string) (values []string, err error) {
	return values, db.NewRaw(`WITH RECURSIVE leap AS (
			(SELECT ?0 AS value FROM journal_entries ORDER BY ?0 LIMIT 1)
			UNION ALL SELECT (SELECT e.?0 FROM journal_entries AS e WHERE e.?0 > leap.value ORDER BY e.?0 LIMIT 1) FROM leap WHERE leap.value IS NOT NULL
		) SELECT value FROM leap WHERE value IS NOT NULL LIMIT ?1`, bun.Ident(column), mostWords).Scan(ctx, &values)
}
