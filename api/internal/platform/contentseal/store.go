package contentseal

import (
	"context"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

type row struct {
	bun.BaseModel `bun:"table:content_seals"`

	ObjectType Type
	ObjectID   int64
	Live       bool
	Version    int64
	Schema     int
	Hash       []byte
	Key        string
	Signature  []byte
	SealedAt   time.Time `bun:",nullzero,default:now()"`
}

// Seal signs objects in the transaction of the change that made them so.
func (s *Sealer) Seal(ctx context.Context, tx bun.Tx, objects ...Object) error {
	return s.store(ctx, tx, objects, `CONFLICT (object_type, object_id) DO UPDATE SET live = excluded.live, version = excluded.version,
		schema = excluded.schema, hash = excluded.hash, key = excluded.key, signature = excluded.signature, sealed_at = now()`)
}

// Adopt signs objects that have no seal yet. A change that is being made at the
// same time seals them itself, and wins.
func (s *Sealer) Adopt(ctx context.Context, tx bun.Tx, objects ...Object) error {
	return s.store(ctx, tx, objects, "CONFLICT (object_type, object_id) DO NOTHING")
}

func (s *Sealer) store(ctx context.Context, tx bun.Tx, objects []Object, conflict string) error {
	if len(objects) == 0 {
		return nil
	}
	rows := make([]row, len(objects))
	for i, o := range objects {
		seal := s.Sign(o)
		rows[i] = row{
			ObjectType: o.Type, ObjectID: o.ID, Live: o.Live, Version: o.Version, Schema: o.Schema, Hash: o.Hash,
			Key: seal.Key, Signature: seal.Signature,
		}
	}
	_, err := tx.NewInsert().Model(&rows).On(conflict).Returning("NULL").Exec(ctx)
	return err
}

// Wanted says which objects to look at: the named ones, or so many after an id.
type Wanted struct {
	IDs   []int64
	After int64
	Limit int
}

// Table is where the objects of a type stand.
type Table struct {
	Type   Type
	Name   string // its key is id
	Sealed string // a condition on the alias o: which rows have to have a seal
	// Changed is the column that tells when a row was changed or made, and Order one
	// with an index that grows with it.
	Changed, Order string
}

// Select begins a statement on rows, under the alias o, that are to be sealed.
func (t Table) Select(db bun.IDB, ids []int64) *bun.SelectQuery {
	return db.NewSelect().TableExpr("? AS o", bun.Ident(t.Name)).ColumnExpr("o.id AS wanted_id, true AS there").
		Where("o.id = ANY(?)", pgdialect.Array(ids)).Where("?", bun.Safe(t.Sealed)).OrderExpr("o.id")
}

// Beside is what a statement reads of an object besides itself.
type Beside struct {
	WantedID  int64
	There     bool
	Live      bool      `bun:"seal_live"`
	Version   int64     `bun:"seal_version"`
	Schema    int       `bun:"seal_schema"`
	Hash      []byte    `bun:"seal_hash"`
	Key       string    `bun:"seal_key"`
	Signature []byte    `bun:"seal_signature"`
	SealedAt  time.Time `bun:"sealed_at"`
	Recorded  int64
}

// SelectBeside begins a statement on rows as Select does, with their seals and
// the journal beside them: of one moment, so that a change that is being made is
// seen whole or not at all. Seals whose rows are gone are among them.
func (t Table) SelectBeside(db bun.IDB, w Wanted) *bun.SelectQuery {
	return db.NewSelect().TableExpr("(?) AS wanted (id)", t.wanted(w)).
		Join("LEFT JOIN ? AS o ON o.id = wanted.id AND ?", bun.Ident(t.Name), bun.Safe(t.Sealed)).
		Join("LEFT JOIN LATERAL (SELECT * FROM content_seals WHERE object_type = ? AND object_id = wanted.id LIMIT 1) AS s ON true", t.Type).
		ColumnExpr("wanted.id AS wanted_id, o.id IS NOT NULL AS there").
		ColumnExpr("s.live AS seal_live, s.version AS seal_version, s.schema AS seal_schema, s.hash AS seal_hash").
		ColumnExpr("coalesce(s.key, '') AS seal_key, s.signature AS seal_signature, s.sealed_at").
		ColumnExpr(`coalesce((SELECT (e.diff->'version'->>1)::bigint FROM journal_entries AS e
			WHERE e.object_type = ? AND e.object_id = wanted.id::text AND e.diff->'version'->>1 ~ '^[0-9]{1,18}$' ORDER BY e.id DESC LIMIT 1), 0) AS recorded`, t.Type).
		OrderExpr("wanted.id")
}

func (t Table) wanted(w Wanted) any {
	if w.IDs != nil {
		return bun.SafeQuery("SELECT DISTINCT unnest(?::bigint[])", pgdialect.Array(w.IDs))
	}
	return bun.SafeQuery(`(SELECT o.id FROM ? AS o WHERE o.id > ? AND ? ORDER BY o.id LIMIT ?)
		UNION (SELECT object_id FROM content_seals WHERE object_type = ? AND object_id > ? ORDER BY object_id LIMIT ?) ORDER BY 1 LIMIT ?`,
		bun.Ident(t.Name), w.After, bun.Safe(t.Sealed), w.Limit, t.Type, w.After, w.Limit, w.Limit)
}

// Young are the objects that were sealed in the last seven days, and those that
// came by themselves: who adds one by hand makes no seal. Of each the youngest.
func (t Table) Young(ctx context.Context, db bun.IDB, limit int) (ids []int64, err error) {
	return ids, db.NewRaw(`(SELECT object_id FROM content_seals WHERE object_type = ? AND sealed_at > now() - interval '7 days' ORDER BY sealed_at DESC LIMIT ?)
		UNION SELECT id FROM (SELECT id, ? AS changed FROM ? AS o WHERE ? ORDER BY ? DESC LIMIT ?) AS youngest WHERE changed > now() - interval '7 days'`,
		t.Type, limit, bun.Ident(t.Changed), bun.Ident(t.Name), bun.Safe(t.Sealed), bun.Ident(t.Order), limit).Scan(ctx, &ids)
}

// Moment is a column of a time as text, in seconds with six decimals, which is all
// that PostgreSQL keeps; empty for none. It also takes times that a program can't
// hold, such as infinity, so that nobody stops a check with one.
func Moment(column string) string {
	return "coalesce(extract(epoch FROM " + column + ")::text, '')"
}

// Hold keeps an object's row from being changed until tx ends.
func (t Table) Hold(ctx context.Context, tx bun.Tx, id int64) error {
	_, err := tx.ExecContext(ctx, "SELECT FROM ? WHERE id = ? FOR UPDATE", bun.Ident(t.Name), id)
	return err
}

// Found puts together what a statement read; object makes the object of a row
// that is there.
func (b Beside) Found(t Type, title string, object func() Object) Found {
	f := Found{Type: t, ID: b.WantedID, Title: title, Recorded: b.Recorded}
	if b.Key != "" || b.Signature != nil {
		f.Seal = &Seal{
			Object: Object{Type: t, ID: b.WantedID, Live: b.Live, Version: b.Version, Schema: b.Schema, Hash: b.Hash},
			Key:    b.Key, Signature: b.Signature, SealedAt: b.SealedAt,
		}
	}
	if b.There {
		o := object()
		f.Object = &o
	}
	return f
}
